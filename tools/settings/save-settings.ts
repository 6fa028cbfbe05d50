/** The one way settings change: a new version of the whole document, its ledger entry and its notice, or nothing. */
import {
  insertSettingsVersion,
  notifySettingsChanged,
  settingsInForce,
  settingsVersions,
} from '../../db/queries/settings.ts'
import { lockBudget } from '../../db/queries/touches.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { UserError } from '../../errors.ts'
import type { Actor, ToolContext } from '../define-tool.ts'
import { appendLedger } from '../ledger/append-ledger.ts'
import { type SettingChange, settleChanges, type WantedSetting } from './check-settings.ts'
import { changesScores, parameterNames, parameterOf, snakeName } from './parameters.ts'
import { defaultSettings, parseStoredSettings, type Settings } from './settings.ts'

type SavingContext = Pick<ToolContext, 'db' | 'actor' | 'now' | 'ledgerKey'>

export interface SavedSettings {
  version: number
  versionBefore: number
  changes: SettingChange[]
}

/**
 * Makes the changes as a new version in force from now. `mayChange` is asked with what really changes before anything
 * is written. Throws `invalid_input` with every problem, `conflict` when nothing would change or another version than
 * `expectedVersion` is in force.
 */
export async function saveSettings(
  context: SavingContext,
  {
    wanted,
    reason,
    expectedVersion,
  }: {
    /** Or what to make of the settings in force. */
    wanted: readonly WantedSetting[] | ((db: VentureDb) => Promise<readonly WantedSetting[]>)
    reason: string
    expectedVersion?: number | undefined
  },
): Promise<SavedSettings> {
  return context.db.transaction(async (db) => {
    const { settings: before, version: versionBefore } = await lockSettings(db)
    if (expectedVersion !== undefined && expectedVersion !== versionBefore) throw changedSince(versionBefore)
    const { settings, changes } = settleChanges(before, typeof wanted === 'function' ? await wanted(db) : wanted)
    checkMayChange(changes, context.actor)
    if (changes.length === 0) throw nothingChanges(versionBefore)
    const version = await writeVersion(db, context, { settings, changes, reason })
    return { version, versionBefore, changes }
  })
}

/**
 * Keeps everyone else from changing settings until the transaction ends, and returns the newest version. Not the one in
 * force at the caller's `now`: who waited for the lock has a `now` of before the change it waited for.
 */
export async function lockSettings(db: VentureDb): Promise<{ settings: Settings; version: number }> {
  await lockBudget(db)
  const [newest] = await settingsVersions(db, NEWEST)
  return newest
    ? { settings: parseStoredSettings(newest.settings), version: newest.version }
    : { settings: defaultSettings, version: 0 }
}
const NEWEST = { from: 1, to: 2_147_483_647, limit: 1 }

/** Writes what was settled and checked before. Call it in the transaction that called `lockSettings`. */
export async function writeVersion(
  db: VentureDb,
  context: Omit<SavingContext, 'db'>,
  {
    settings,
    changes,
    reason,
    changedBy = `${context.actor.kind}:${context.actor.id}`,
    proposalId,
  }: {
    settings: Settings
    changes: readonly SettingChange[]
    reason: string
    /** By default the actor. */
    changedBy?: string
    proposalId?: string
  },
): Promise<number> {
  const [newest] = await settingsVersions(db, NEWEST)
  const effectiveFrom = newest && newest.effectiveFrom > context.now ? newest.effectiveFrom : context.now
  const version = await insertSettingsVersion(db, {
    settings,
    effectiveFrom,
    changedBy,
    reason,
  })
  await notifySettingsChanged(db)
  await appendLedger(db, context.ledgerKey, {
    event: 'settings.changed',
    actor: context.actor,
    at: context.now,
    ids: proposalId === undefined ? {} : { proposalId },
    detail: {
      version,
      // An address is in the version's row; the ledger cannot be deleted from.
      changes: changes.map(({ parameter, from, to }) =>
        parameterOf(parameter).isPersonal ? { parameter } : { parameter, before: from, after: to },
      ),
    },
  })
  return version
}

/** The document of an earlier version as it would be taken up again. Throws `not_found` naming the versions there are. */
export async function earlierSettings(db: VentureDb, version: number, now: Date): Promise<Settings> {
  const [row] = await settingsVersions(db, { from: version, to: version, limit: 1 })
  if (row) return parseStoredSettings(row.settings)
  const newest = (await settingsInForce(db, now))?.version ?? 0
  throw new UserError({
    code: 'not_found',
    message: 'There is no version of the settings of this number.',
    field: 'version',
    value: String(version),
    fix: `Versions 1 to ${newest} exist; see them with crew settings history.`,
  })
}

/** Every parameter of a document as something wanted. */
export function wantedOf(settings: Settings): WantedSetting[] {
  return parameterNames.map((parameter) => ({ parameter, to: settings[parameter] }))
}

/** The names of `changes` that only the Chairman applies, as the documents write them. */
export function chairmansOf(changes: readonly { parameter: SettingChange['parameter'] }[]): string[] {
  return changes.flatMap(({ parameter }) => (parameterOf(parameter).chairmanOnly ? [snakeName(parameter)] : []))
}

/** Whether scores are to be refreshed after these changes. */
export function needsRefresh(changes: readonly SettingChange[]): boolean {
  return changes.some(({ parameter }) => changesScores(parameter))
}

/** Throws `forbidden` for an agent, and for anyone but the Chairman in person where a parameter is the Chairman's. */
function checkMayChange(changes: readonly SettingChange[], actor: Actor): void {
  if (actor.kind === 'agent') {
    throw new UserError({
      code: 'forbidden',
      message: `${actor.name} does not change settings.`,
      field: 'actor',
      value: actor.name,
      fix: 'File a proposal of the kind setting; a person decides on it.',
    })
  }
  const chairmans = chairmansOf(changes)
  if (chairmans.length === 0 || (actor.kind === 'person' && actor.roles.includes('chairman'))) return
  const names = new Intl.ListFormat('en', { type: 'conjunction' }).format(chairmans)
  throw new UserError({
    code: 'forbidden',
    message: `Only the Chairman changes ${names}, so nothing was changed.`,
    field: chairmans.join(', '),
    value: actor.roles.join(', '),
    fix: 'Log in as the Chairman with crew login, leave it out, or file a proposal of the kind setting.',
  })
}

function nothingChanges(version: number): UserError {
  return new UserError({
    code: 'conflict',
    message: `Nothing would change: the settings are so already, in version ${version}.`,
    field: 'changes',
    fix: 'See them with crew settings.',
  })
}

function changedSince(version: number): UserError {
  return new UserError({
    code: 'conflict',
    message: `The settings were changed meanwhile: version ${version} is in force.`,
    field: 'expectedVersion',
    value: String(version),
    fix: 'Read them again, then change them.',
  })
}
