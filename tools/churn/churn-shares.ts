/** Churn shares of a venture at an as-of, computed once a process for the same data and settings. */
import { type AgeBand, churnCells, customerAges } from '../../db/queries/churn.ts'
import { churnRule } from '../../db/queries/lifecycle.ts'
import { LAPSED_DAYS } from '../../db/queries/score-facts.ts'
import type { ToolContext } from '../define-tool.ts'
import { type ObservedShare, observedShares, referenceDays } from './observed-share.ts'

export interface ChurnShares {
  horizonDays: number
  shares: ObservedShare[]
  /** Of each customer that was ever active. */
  ages: Map<string, { ageBand: AgeBand; startedOn: string }>
  /** The share of a customer in this band of health, undefined where nobody like it was ever seen. */
  of(customerId: string, band: string): ObservedShare | undefined
}

const computed = new Map<string, Promise<ChurnShares>>()
const KEPT = 8

type Inputs = Pick<ToolContext, 'db' | 'venture' | 'asOf' | 'knownAt' | 'settings' | 'settingsVersion'>

/** The same arguments give the same object: knownAt names the data and the settings version the rules. */
export async function churnShares(context: Inputs): Promise<ChurnShares> {
  const { venture, asOf, knownAt, settingsVersion } = context
  const key = [venture.id, asOf, knownAt.toISOString(), settingsVersion].join(' ')
  const kept = computed.get(key)
  if (kept) return kept
  const computing = compute(context)
  computed.set(key, computing)
  computing.catch(() => computed.delete(key))
  if (computed.size > KEPT)
    for (const oldest of [...computed.keys()].slice(0, computed.size - KEPT)) computed.delete(oldest)
  return computing
}

/** The same, read anew from source rows: what a replay needs. */
export function forgetChurnShares(): void {
  computed.clear()
}

async function compute({ db, asOf, knownAt, settings }: Inputs): Promise<ChurnShares> {
  const at = { asOf, knownAt }
  const horizonDays = settings.predictionHorizonDays
  const rule = await churnRule(db, at, settings)
  const days = referenceDays(asOf, horizonDays, rule === 'subscription' ? LAPSED_DAYS : 0)
  const shares = observedShares(await churnCells(db, { ...at, referenceDays: days, horizonDays }, rule, settings))
  const rows = await customerAges(db, at, rule, settings)
  const ages = new Map(rows.map(({ customerId, ageBand, startedOn }) => [customerId, { ageBand, startedOn }]))
  return {
    horizonDays,
    shares,
    ages,
    of: (customerId, band) =>
      shares.find((share) => share.band === band && share.ageBand === ages.get(customerId)?.ageBand),
  }
}
