/** Whether a customer may be written to now: asked in the transaction that commits the attempt, so that it still holds. */

import { spendSince } from '../../db/queries/proposals.ts'
import { lockBudget, lockCustomerContact } from '../../db/queries/touches.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import type { ToolContext } from '../define-tool.ts'
import { currencyExponent, formatMoney } from '../format.ts'

const HOUR = 3_600_000

type Limits = Pick<ToolContext, 'settings' | 'venture' | 'now'>

/** Why a mail to the customer has to wait, in words; undefined when it may leave. Locks the customer until the end. */
export async function whyWait(db: VentureDb, customerId: string, limits: Limits): Promise<string | undefined> {
  const { maxDailyCommunications, minHoursBetweenCampaigns } = limits.settings
  const { count, latestAt } = await lockCustomerContact(db, customerId, new Date(limits.now.getTime() - 24 * HOUR))
  if (count >= maxDailyCommunications) {
    return `the customer was written to ${count === 1 ? 'once' : `${count} times`} in the last 24 hours, and ${maxDailyCommunications} is the most a day`
  }
  const earliest = latestAt === null ? undefined : new Date(latestAt.getTime() + minHoursBetweenCampaigns * HOUR)
  if (earliest !== undefined && earliest > limits.now) {
    return `the customer was written to less than ${minHoursBetweenCampaigns} hours ago; it may leave from ${minute(earliest)} on`
  }
  return undefined
}

/** What this cost would exceed, in words; undefined when it is inside the month's budgets. Locks the budget. */
export async function overBudget(
  db: VentureDb,
  spend: { proposalId: string; customerId: string | null; costMinor: number },
  { settings, venture, now }: Limits,
): Promise<string | undefined> {
  if (spend.costMinor === 0) return undefined
  await lockBudget(db)
  const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1))
  const spent = await spendSince(db, { since: month, customerId: spend.customerId, exceptId: spend.proposalId })
  const minor = (major: number) => Math.round(major * 10 ** currencyExponent(venture.currency))
  const money = (amount: number) => formatMoney(amount, venture.currency)
  const perCustomer = minor(settings.budgetPerCustomerMonthly)
  if (spend.customerId !== null && spent.customerMinor + spend.costMinor > perCustomer) {
    return `${money(spent.customerMinor + spend.costMinor)} this month is over the customer's budget of ${money(perCustomer)}`
  }
  const total = minor(settings.budgetTotalMonthly)
  return spent.totalMinor + spend.costMinor > total
    ? `${money(spent.totalMinor + spend.costMinor)} this month is over the venture's budget of ${money(total)}`
    : undefined
}

/** `2026-11-22 09:30 UTC` */
export function minute(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
