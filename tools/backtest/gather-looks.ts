/** Customers on past reference days, as a score saw them then and as they turned out. */
import { type BacktestLookRow, backtestLooks, knowledgeOnDays } from '../../db/queries/backtest.ts'
import type { ChurnRule } from '../../db/queries/lifecycle.ts'
import type { ScoreParameters } from '../../db/queries/scores.ts'
import type { ToolContext } from '../define-tool.ts'
import type { Looks } from './looks.ts'

export interface GatheredLooks extends Looks {
  customerIds: string[]
  status: BacktestLookRow['status'][]
  score: number[]
  /** NaN where the source was not loaded by that day. */
  idleDays: number[]
  openTicketCount: number[]
}

interface ReferenceDay {
  day: string
  /** What its scores rest on: what had been loaded by then, or, for a day before anything was, what is known now. */
  known: 'then' | 'now'
  knownAt: Date
}

type Context = Pick<ToolContext, 'db' | 'asOf' | 'knownAt' | 'settings'>

/** Each day with the knowledge its scores are to be made from. */
export async function knowledgeOf(context: Context, days: string[], as: 'then' | 'now'): Promise<ReferenceDay[]> {
  const known = as === 'then' ? await knowledgeOnDays(context.db, { days, knownAt: context.knownAt }) : []
  return days.map((day) => {
    const then = known.find(({ lookedOn }) => lookedOn === day)?.knownAt
    return then ? { day, known: 'then', knownAt: then } : { day, known: 'now', knownAt: context.knownAt }
  })
}

/**
 * Looks on all `days`, with scores by `parameters`; who was a customer and who churned is told by `rule`. Of every `oneIn`
 * customers one.
 */
export async function gatherLooks(
  context: Context,
  days: readonly ReferenceDay[],
  horizonDays: number,
  rule: ChurnRule,
  parameters: ScoreParameters,
  oneIn = 1,
): Promise<GatheredLooks> {
  const { db, asOf, knownAt, settings } = context
  // Who churned is a matter of the outcome, the same for every score that is compared.
  const outcome = { churnDefinition: rule, winBackInactiveDays: settings.winBackInactiveDays }
  const recipe = { ...parameters, ...outcome }
  const day: number[] = []
  const customer: number[] = []
  const hasChurned: number[] = []
  const gathered = { score: [] as number[], idleDays: [] as number[], openTicketCount: [] as number[] }
  const status: BacktestLookRow['status'][] = []
  const numberOf = new Map<string, number>()
  const dayOf = new Map(days.map((reference, index) => [reference.day, index]))
  for (const scoreKnownAt of new Set(days.map((reference) => reference.knownAt.getTime()))) {
    const together = days.filter((reference) => reference.knownAt.getTime() === scoreKnownAt)
    const at = { asOf, knownAt, horizonDays, oneIn, days: together.map((reference) => reference.day) }
    await backtestLooks(db, { ...at, scoreKnownAt: new Date(scoreKnownAt) }, rule, outcome, recipe, (look) => {
      const known = numberOf.get(look.customerId)
      const number = known ?? numberOf.size
      if (known === undefined) numberOf.set(look.customerId, number)
      day.push(dayOf.get(look.lookedOn) ?? 0)
      customer.push(number)
      hasChurned.push(Number(look.hasChurned))
      status.push(look.status)
      gathered.score.push(look.scoreHundredths / 100)
      gathered.idleDays.push(look.idleDays ?? Number.NaN)
      gathered.openTicketCount.push(look.openTicketCount ?? Number.NaN)
    })
  }
  return { length: day.length, day, customer, hasChurned, status, customerIds: [...numberOf.keys()], ...gathered }
}

/** The scores that `other` gives to the looks of `looks`; NaN where it gives none. */
export function scoresOnSameLooks(looks: GatheredLooks, other: GatheredLooks): number[] {
  const theirNumber = new Map(other.customerIds.map((id, number) => [id, number]))
  const place = (day: number, customer: number) => day * other.customerIds.length + customer
  const scores = new Map<number, number>()
  for (let look = 0; look < other.length; look++)
    scores.set(place(Number(other.day[look]), Number(other.customer[look])), other.score[look] ?? Number.NaN)
  return Array.from({ length: looks.length }, (_, look) => {
    const customer = theirNumber.get(looks.customerIds[Number(looks.customer[look])] ?? '')
    return customer === undefined ? Number.NaN : (scores.get(place(Number(looks.day[look]), customer)) ?? Number.NaN)
  })
}
