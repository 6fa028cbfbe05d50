/** Churn shares of a venture at an as-of, computed once a process for the same data and settings. */
import { type AgeBand, churnCells, countCustomers, customerAges } from '../../db/queries/churn.ts'
import { churnRule } from '../../db/queries/lifecycle.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { ofEachCustomer } from '../customers/customers-together.ts'
import type { ToolContext } from '../define-tool.ts'
import { type ObservedShare, observedShares, referenceDays } from './observed-share.ts'
import { settlingDays } from './settled.ts'

export interface ChurnShares {
  horizonDays: number
  shares: ObservedShare[]
  /** Of those of `customerIds` that were ever active; null means everyone. Asked on the caller's connection: this is kept longer. */
  agesOf(db: VentureDb, customerIds: string[] | null): Promise<Ages>
  /** The same of one customer; what many calls ask at once is read together. */
  ageOf(db: VentureDb, customerId: string): Promise<Ages>
  /** The share of a customer in this band of health, undefined where nobody like it was ever seen. */
  of(ages: Ages, customerId: string, band: string): ObservedShare | undefined
}

interface Age {
  ageBand: AgeBand
  startedOn: string
}
export type Ages = ReadonlyMap<string, Age>

/** Up to so many customers are asked for by name. */
const FEW = 200

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

/** Beyond so many customers the shares are observed on a fixed sample of about as many; the interval says what that costs. */
const SAMPLE = 25_000

async function compute({ db, asOf, knownAt, settings }: Inputs): Promise<ChurnShares> {
  const at = { asOf, knownAt }
  const horizonDays = settings.predictionHorizonDays
  const rule = await churnRule(db, at, settings)
  const days = referenceDays(asOf, horizonDays, settlingDays(rule))
  const oneIn = Math.max(1, Math.floor((await countCustomers(db)) / SAMPLE))
  const cells = await churnCells(db, { ...at, referenceDays: days, horizonDays, oneIn }, rule, settings)
  const shares = observedShares(cells)
  let everyone: Promise<Ages> | undefined
  const read = async (asked: VentureDb, customerIds?: string[]): Promise<Ages> => {
    const rows = await customerAges(asked, customerIds === undefined ? at : { ...at, customerIds }, rule, settings)
    return new Map(rows.map(({ customerId, ageBand, startedOn }) => [customerId, { ageBand, startedOn }]))
  }
  const ageOf = ofEachCustomer<{ customerId: string }, Age>((asked, _, customerIds) => read(asked, customerIds))
  return {
    horizonDays,
    shares,
    async agesOf(asked, customerIds) {
      if (customerIds !== null && customerIds.length <= FEW) return read(asked, customerIds)
      if (!everyone) {
        everyone = read(asked)
        everyone.catch(() => {
          everyone = undefined
        })
      }
      return everyone
    },
    ageOf: async (asked, customerId) => {
      const age = await ageOf(asked, { customerId })
      return new Map(age ? [[customerId, age]] : [])
    },
    of: (ages, customerId, band) =>
      shares.find((share) => share.band === band && share.ageBand === ages.get(customerId)?.ageBand),
  }
}
