/** Subscriptions and invoices of one customer: trial, plan, seats, changes, end, return; who pays late. */
import { addMonths, type Day, isoDay } from './calendar.ts'
import type { CsvFile } from './csv-file.ts'
import { monthlyCents, type Plan } from './product.ts'
import type { Random } from './random.ts'
import { moodOn, type Story } from './story.ts'

export const subscriptionHeader =
  'external_id,customer,plan,seats,mrr,currency,is_trial,billing_period,auto_renew,started_at,ended_at,renews_on'.split(
    ',',
  )
export const invoiceHeader = 'external_id,customer,issued_on,due_on,amount,currency,paid_on'.split(',')

/** One plan with one number of seats at one price, in force [from, to). */
export interface Contract {
  plan: Plan
  seats: number
  cents: number
  isTrial: boolean
  from: Day
  to: Day | null
}

const periodNames = { 1: 'monthly', 3: 'quarterly', 12: 'annual' } as const

/** The chain of contracts up to `lastDay`; the last one is what the customer has, or had, at the end. */
export function contractsOf(random: Random, story: Story, seats: number, lastDay: Day): Contract[] {
  const annual = story.billingMonths === 12
  const priced = (plan: Plan, count: number) => ({ plan, seats: count, cents: monthlyCents(plan, count, annual) })
  const contracts: Contract[] = []
  if (story.trialDays > 0) {
    const to = story.paidFrom <= lastDay ? story.paidFrom : null
    contracts.push({ plan: story.plan, seats: Math.min(seats, 10), cents: 0, isTrial: true, from: story.signupOn, to })
    if (to === null || !story.converts) return contracts
  }
  const end = story.churnedOn
  let current: Contract = { ...priced(story.plan, seats), isTrial: false, from: story.paidFrom, to: end }
  contracts.push(current)
  // Looked at every other month: teams that are well grow, teams that find it dear shrink.
  for (let months = 2; ; months += 2) {
    const day = addMonths(story.paidFrom, months)
    if (day > lastDay || (end !== null && day >= end)) break
    const next = reviewed(random, story, current, day)
    if (!next) continue
    current.to = day
    current = { ...priced(next.plan, next.seats), isTrial: false, from: day, to: end }
    contracts.push(current)
  }
  if (story.returnedOn !== null) {
    contracts.push({ ...current, seats: current.seats, from: story.returnedOn, to: null })
  }
  return contracts
}

function reviewed(
  random: Random,
  story: Story,
  current: Contract,
  day: Day,
): { plan: Plan; seats: number } | undefined {
  const { cause, depth } = moodOn(story, day)
  const { plan, seats } = current
  if (cause === 'price' && depth > 0.25 && random.chance(0.45)) {
    const lower: Plan = plan === 'Enterprise' ? 'Pro' : 'Basic'
    if (plan !== 'Basic' && random.chance(0.5)) return { plan: lower, seats }
    return seats > 2 ? { plan, seats: Math.ceil(seats * random.between(0.55, 0.85)) } : undefined
  }
  if (cause !== null) return undefined
  if (random.chance(0.07)) return { plan, seats: Math.ceil(seats * random.between(1.1, 1.5)) }
  if (random.chance(0.03) && plan !== 'Enterprise') return { plan: plan === 'Basic' ? 'Pro' : 'Enterprise', seats }
  return random.chance(0.02) && seats > 3 ? { plan, seats: Math.ceil(seats * 0.8) } : undefined
}

export function addSubscriptions(
  random: Random,
  customer: { externalId: string; story: Story; contracts: readonly Contract[] },
  lastDay: Day,
  file: CsvFile,
): void {
  const { externalId, story, contracts } = customer
  const mood = moodOn(story, lastDay)
  // Those who mean to go say so in time when it is a year's money; the others simply let it run.
  const autoRenew = story.billingMonths === 12 ? !(mood.depth > 0.5 && random.chance(0.7)) : true
  for (const contract of contracts) {
    const isLast = contract === contracts.at(-1) && contract.to === null
    file.add([
      `S${file.rowCount + 1}`,
      externalId,
      contract.plan,
      contract.seats,
      (contract.cents / 100).toFixed(2),
      'USD',
      contract.isTrial,
      contract.isTrial ? null : periodNames[story.billingMonths],
      contract.isTrial ? false : isLast ? autoRenew : true,
      isoDay(contract.from),
      contract.to === null ? null : isoDay(contract.to),
      isLast && !contract.isTrial ? isoDay(nextRenewal(story, lastDay)) : null,
    ])
  }
}

function nextRenewal(story: Story, lastDay: Day): Day {
  const start = story.returnedOn ?? story.paidFrom
  let months = story.billingMonths as number
  while (addMonths(start, months) <= lastDay) months += story.billingMonths
  return addMonths(start, months)
}

export function addInvoices(
  random: Random,
  customer: { externalId: string; story: Story; contracts: readonly Contract[] },
  lastDay: Day,
  file: CsvFile,
): void {
  const { externalId, story, contracts } = customer
  const slowness = random.logNormal(1, 0.6)
  const paid = contracts.filter((contract) => !contract.isTrial)
  for (const start of story.returnedOn === null ? [story.paidFrom] : [story.paidFrom, story.returnedOn]) {
    for (let months = 0; ; months += story.billingMonths) {
      const day = addMonths(start, months)
      const contract = paid.find(({ from, to }) => from <= day && (to === null || day < to))
      if (day > lastDay || !contract) break
      if (start === story.paidFrom && story.churnedOn !== null && day >= story.churnedOn) break
      const { cause, depth } = moodOn(story, day)
      const reluctance = cause === 'price' || cause === 'champion_left' ? 1 + 2.5 * depth : 1
      const paidOn = day + Math.round(random.logNormal(11, 0.6) * slowness * reluctance)
      file.add([
        `I${file.rowCount + 1}`,
        externalId,
        isoDay(day),
        isoDay(day + 30),
        ((contract.cents * story.billingMonths) / 100).toFixed(2),
        'USD',
        paidOn <= lastDay ? isoDay(paidOn) : null,
      ])
    }
  }
}
