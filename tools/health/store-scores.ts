/**
 * A refresh: scores whoever is due — something was loaded about them, or a day moved them — and stores what changed as
 * snapshots, with the state of each customer and the crossings of thresholds. It goes on from the newest scored day, a day at
 * a time; what was loaded late takes the customers it is about back to the day it bears on. So a day costs what changed
 * on it, whatever the history.
 */
import { uuidv7 } from 'uuidv7'
import {
  analyzeStates,
  countNew,
  countStates,
  createRefreshTables,
  dropRefreshTables,
  firstDays,
  isAnyoneKept,
  keepScores,
  keepStates,
  notifyCrossed,
  planForSets,
  rememberBefore,
  scoreDue,
  scoreKept,
  sourcesOn,
  writeCrossings,
} from '../../db/queries/customer-states.ts'
import {
  addAllDue,
  analyzeDue,
  type FirstDays,
  firstDueDay,
  limitDue,
  makeAllDue,
  nextDueDay,
  type RefreshTables,
  takeMarks,
  waitForVersions,
} from '../../db/queries/due-customers.ts'
import { isoDay, type ScoreParameters, TREND_DAYS } from '../../db/queries/scores.ts'
import {
  firstScoredDay,
  newestRefresh,
  noteRefresh,
  type RefreshRow,
  rewindDue,
  rewindScored,
  writeSnapshots,
} from '../../db/queries/snapshots.ts'
import { newestBatchAt } from '../../db/queries/ventures.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { canonicalJson } from '../canonical-json.ts'
import { readSettings } from '../settings/settings.ts'

/** After a longer pause scoring begins anew: nobody looks at what months of nobody looking would have shown. */
const LONGEST_PAUSE_DAYS = 92

export interface StoredScores {
  customerCount: number
  /** Customers whose score, status or trend is another than before. */
  changedCount: number
  /** Customers whose status is another than before; of new ones those at risk or critical. */
  crossedCount: number
}

interface Refresh {
  day: string
  knownAt: Date
  settings: ScoreParameters
  settingsVersion: number
  now: Date
  /** `changed` looks at the due only; `all` weighs everyone anew from what is kept of them. */
  scope: 'all' | 'changed'
}

/**
 * Stores the scores of `day`, which must not lie before the newest scored one. Call it in a
 * transaction that holds the venture's lock, so that no batch comes in between; it takes in what was loaded by then.
 */
export async function storeScores(db: VentureDb, wanted: Refresh): Promise<StoredScores> {
  const loadedAt = await newestBatchAt(db)
  const refresh = loadedAt && loadedAt > wanted.knownAt ? { ...wanted, knownAt: loadedAt } : wanted
  const id = uuidv7().replaceAll('-', '')
  const named = (what: string) => `staging_${what}_${id}`
  const tables = { due: named('due'), set: named('set'), scored: named('scored'), before: named('before') }
  await planForSets(db)
  await createRefreshTables(db, tables)
  const { day, knownAt, settings } = refresh
  const newest = await newestRefresh(db)
  const wentBy = { firstDays: await firstDays(db, knownAt), parameters: scoreParameters(settings) }
  const first = await fillDue(db, tables, refresh, { newest, wentBy })
  const scoredUntil = newest?.asOf ?? null
  const gathering = { ...refresh, firstDays: wentBy.firstDays, first }
  let left = 0
  for (let on = first; on <= day; ) {
    left += await scoreDay(db, tables, gathering, on, scoredUntil)
    if (on === first && first < day && scoredUntil === null) await analyzeStates(db)
    const isPast = scoredUntil !== null && on < scoredUntil
    on = isPast ? isoDay(on, 1) : ((await nextDueDay(db, tables, on)) ?? isoDay(day, 1))
  }
  const isReweighed = newest !== undefined && !same(parametersOf(newest.wentBy), wentBy.parameters)
  if (refresh.scope === 'all' || isReweighed) {
    const sources = await sourcesOn(db, { day, knownAt, firstDays: wentBy.firstDays }, settings)
    if ((await scoreKept(db, tables, day, sources, settings)) > 0) {
      await rememberBefore(db, tables)
      if (scoredUntil === day) await rewindScored(db, tables, day)
      await keepScores(db, tables)
      await writeSnapshots(db, tables, { ...refresh, correctedAt: null })
    }
  }
  const customerCount =
    refresh.scope === 'changed' && newest?.wentBy
      ? newest.customerCount + (await countNew(db, tables)) - left
      : await countStates(db)
  const { crossed: crossedCount, changed: changedCount } = await writeCrossings(db, tables, refresh)
  await noteRefresh(db, { ...refresh, customerCount, changedCount, wentBy })
  await dropRefreshTables(db, tables)
  if (crossedCount > 0) await notifyCrossed(db)
  return { customerCount, changedCount, crossedCount }
}

/** Fills the table of who is due and returns the first day to score; a later one than `day` when none is. */
async function fillDue(
  db: VentureDb,
  tables: RefreshTables,
  { day }: Refresh,
  { newest, wentBy }: { newest: RefreshRow | undefined; wentBy: WentBy },
): Promise<string> {
  const isNew = newest === undefined || !(await isAnyoneKept(db))
  if (isNew || isoDay(newest.asOf, LONGEST_PAUSE_DAYS) < day) {
    // From a month ago on, so that there is a trend from the first day.
    const since = isoDay(day, -TREND_DAYS)
    await makeAllDue(db, tables, since, day)
    // A mark from before would wait for a day that does not come.
    await limitDue(db, tables, since)
    await addSourceDays(db, tables, wentBy, since, day)
    return since
  }
  const everyoneSince = dueSince(newest, wentBy, day)
  if (everyoneSince === undefined) await takeMarks(db, tables, day)
  else await makeAllDue(db, tables, everyoneSince, day)
  await limitDue(db, tables, (await firstScoredDay(db)) ?? day)
  await addSourceDays(db, tables, wentBy, everyoneSince ?? newest.asOf, day)
  await analyzeDue(db, tables)
  const firstDue = await firstDueDay(db, tables)
  const next = isoDay(newest.asOf, 1)
  return firstDue !== null && firstDue < next ? firstDue : next
}

/** Where a source begins after `since`, on a day to be scored, everyone is due on that day as well: a part is there from then on. */
async function addSourceDays(
  db: VentureDb,
  tables: RefreshTables,
  { firstDays }: WentBy,
  since: string,
  day: string,
): Promise<void> {
  const begins = new Set(Object.values({ ...firstDays }))
  for (const on of begins) if (on !== null && on > since && on <= day) await addAllDue(db, tables, on)
}

/** Returns how many ceased to be customers. */
async function scoreDay(
  db: VentureDb,
  tables: RefreshTables,
  refresh: Refresh & { firstDays: FirstDays; first: string },
  day: string,
  scoredUntil: string | null,
): Promise<number> {
  const { knownAt, firstDays, now } = refresh
  const isPast = scoredUntil !== null && day <= scoredUntil
  const isSettled = scoredUntil !== null && day < scoredUntil
  const { settings, settingsVersion } = isSettled ? await settingsOn(db, day, refresh) : refresh
  const isSameDay = scoredUntil !== null && day === scoredUntil && day === refresh.first
  const at = { day, knownAt, firstDays, isPast, isSettled, isSameDay }
  if (isSettled) await rewindDue(db, tables, day)
  const { due, scored } = await scoreDue(db, tables, at, settings)
  const left = scored < due ? await waitForVersions(db, tables, { ...at, until: refresh.day }) : 0
  if (scored > 0) {
    await rememberBefore(db, tables)
    await keepStates(db, tables)
    if (isPast && !isSettled) await rewindScored(db, tables, day)
    await writeSnapshots(db, tables, { day, knownAt, settingsVersion, now, correctedAt: isSettled ? now : null })
  }
  return left
}

/** A day that was scored is corrected by the settings of that day. */
async function settingsOn(
  db: VentureDb,
  day: string,
  refresh: Refresh,
): Promise<Pick<Refresh, 'settings' | 'settingsVersion'>> {
  const { settings, version } = await readSettings(db, new Date(Date.parse(`${isoDay(day, 1)}T00:00:00Z`) - 1))
  return version === 0 ? refresh : { settings, settingsVersion: version }
}

interface WentBy {
  firstDays: FirstDays
  parameters: ScoreParameters
}

const parametersOf = (wentBy: unknown) => (wentBy as WentBy | null)?.parameters ?? null

/**
 * The day from which on everyone is due: where a source is now known to begin earlier or later than it was, where one
 * begins, or today when a parameter changed that decides which facts are gathered and until when they hold.
 */
function dueSince(newest: { asOf: string; wentBy: unknown }, wentBy: WentBy, day: string): string | undefined {
  const before = newest.wentBy as WentBy | null
  if (before === null) return isoDay(newest.asOf, -TREND_DAYS)
  const since = (Object.keys(wentBy.firstDays) as (keyof FirstDays)[]).flatMap((source) => {
    const [was, is] = [before.firstDays[source], wentBy.firstDays[source]]
    if (was !== is) return [was, is].filter((one) => one !== null)
    return is !== null && is > newest.asOf ? [is] : []
  })
  if (!same(gatheredBy(before.parameters), gatheredBy(wentBy.parameters))) since.push(day)
  return since.filter((one) => one <= day).sort()[0]
}

function gatheredBy(p: ScoreParameters): unknown {
  const limits = [p.activeLoginDays, p.moderateLoginDays, p.lowLoginDays]
  return [p.coreFeatures, p.churnDefinition, p.winBackInactiveDays, ...limits]
}

function scoreParameters(p: ScoreParameters): ScoreParameters {
  return {
    engagementWeight: p.engagementWeight,
    supportWeight: p.supportWeight,
    valueWeight: p.valueWeight,
    activeLoginDays: p.activeLoginDays,
    activeEngagementPoints: p.activeEngagementPoints,
    moderateLoginDays: p.moderateLoginDays,
    moderateEngagementPoints: p.moderateEngagementPoints,
    lowLoginDays: p.lowLoginDays,
    lowEngagementPoints: p.lowEngagementPoints,
    maxSupportPoints: p.maxSupportPoints,
    ticketPenalty: p.ticketPenalty,
    minSupportPoints: p.minSupportPoints,
    pointsPerFeature: p.pointsPerFeature,
    coreFeatureBonus: p.coreFeatureBonus,
    maxValuePoints: p.maxValuePoints,
    coreFeatures: p.coreFeatures,
    healthyThreshold: p.healthyThreshold,
    atRiskThreshold: p.atRiskThreshold,
    churnDefinition: p.churnDefinition,
    winBackInactiveDays: p.winBackInactiveDays,
  }
}

const same = (one: unknown, other: unknown) => canonicalJson(one) === canonicalJson(other)
