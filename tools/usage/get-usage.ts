import { z } from 'zod'
import { noUsage, type UsageRow, usageInWindow, usageOfCustomers } from '../../db/queries/usage.ts'
import type { AsOf } from '../../db/venture-db.ts'
import { ofEachCustomer } from '../customers/customers-together.ts'
import { findCustomer } from '../customers/find-customer.ts'
import { defineTool } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'

const users = z.number().int().nullable()

export const getUsage = defineTool({
  name: 'get_usage',
  title: 'Product usage',
  description:
    'Active customers, active users and feature uses in a window of days beside the same window before, with daily, weekly and monthly users and stickiness (DAU ÷ MAU). Of one customer or of all.',
  effect: 'read',
  capability: 'read',
  input: z.object({
    customer: z.string().min(1).optional().describe('Only of this customer'),
    windowDays: z.number().int().min(1).max(180).default(28),
  }),
  output: z.object({
    asOf: z.string(),
    windowDays: z.number().int(),
    activeCustomers: z.number().int(),
    activeCustomersBefore: z.number().int(),
    activeUsers: users.describe('Null where the events name no users'),
    activeUsersBefore: users,
    activeUsersChangePercent: z.number().nullable(),
    uses: z.number().int(),
    usesBefore: z.number().int(),
    usesChangePercent: z.number().nullable(),
    dailyUsers: users,
    weeklyUsers: users,
    monthlyUsers: users,
    stickinessPercent: z.number().nullable().describe('DAU ÷ MAU; null where no user was seen'),
  }),
  async run(input, context) {
    const { asOf, knownAt } = context
    const customer = input.customer === undefined ? null : await findCustomer(context, input.customer)
    const at = { asOf, knownAt, windowDays: input.windowDays }
    const { rowCount, namesUsers, ...counted } = customer
      ? ((await usageOf(context.db, { ...at, customerId: customer.id })) ?? noUsage)
      : await usageInWindow(context.db, at)
    const byUser = (count: number) => (namesUsers ? count : null)
    const usage = {
      ...counted,
      activeUsers: byUser(counted.activeUsers),
      activeUsersBefore: byUser(counted.activeUsersBefore),
      dailyUsers: byUser(counted.dailyUsers),
      weeklyUsers: byUser(counted.weeklyUsers),
      monthlyUsers: byUser(counted.monthlyUsers),
    }
    const percent = (part: number, whole: number) => (whole === 0 ? null : Math.round((1000 * part) / whole) / 10)
    const change = (value: number, before: number) => percent(value - before, before)
    const usesChangePercent = change(counted.uses, counted.usesBefore)
    const usersChangePercent = namesUsers ? change(counted.activeUsers, counted.activeUsersBefore) : null
    const customersChangePercent = change(counted.activeCustomers, counted.activeCustomersBefore)
    const stickinessPercent = namesUsers ? percent(counted.dailyUsers, counted.monthlyUsers) : null
    const subject = customer
      ? ({ kind: 'customer', id: customer.id, name: customer.name } as const)
      : ventureSubject(context)
    const fact = factsAbout(context, subject)
    const end = Date.parse(`${asOf}T00:00:00Z`) + 86_400_000
    const dayBack = (days: number) => new Date(end - days * 86_400_000).toISOString().slice(0, 10)
    const now = `${dayBack(input.windowDays)}/${dayBack(0)}`
    const before = `${dayBack(2 * input.windowDays)}/${dayBack(input.windowDays)}`
    const known = (value: number | null) => (rowCount === 0 ? null : value)
    const size = (percent: number | null) => (percent === null ? null : Math.abs(percent))
    return {
      output: {
        asOf,
        windowDays: input.windowDays,
        ...usage,
        activeUsersChangePercent: usersChangePercent,
        usesChangePercent,
        stickinessPercent,
      },
      facts: [
        fact('window', 'usage_window', 'days', input.windowDays, now),
        fact('active_customers', 'active_customers', 'count', known(usage.activeCustomers), now),
        fact('active_customers_before', 'active_customers', 'count', known(usage.activeCustomersBefore), before),
        fact('active_users', 'active_users', 'count', known(usage.activeUsers), now),
        fact('active_users_before', 'active_users', 'count', known(usage.activeUsersBefore), before),
        fact('uses', 'feature_uses', 'count', known(usage.uses), now),
        fact('uses_before', 'feature_uses', 'count', known(usage.usesBefore), before),
        fact('uses_change', 'feature_uses_change', 'percent', usesChangePercent, now),
        fact('daily_users', 'daily_users', 'count', known(usage.dailyUsers)),
        fact('weekly_users', 'weekly_users', 'count', known(usage.weeklyUsers)),
        fact('monthly_users', 'monthly_users', 'count', known(usage.monthlyUsers)),
        fact('stickiness', 'stickiness', 'percent', stickinessPercent),
        // For sentences, which say which way it went in words.
        fact('uses_change_size', 'feature_uses_change_size', 'percent', size(usesChangePercent), now),
        fact('users_change_size', 'active_users_change_size', 'percent', size(usersChangePercent), now),
        fact('customers_change_size', 'active_customers_change_size', 'percent', size(customersChangePercent), now),
        fact('last_day', 'usage_last_day', 'date', asOf),
      ],
      rowCount,
    }
  },
})

/** Of many calls at once the customers' use is read together. */
const usageOf = ofEachCustomer<AsOf & { windowDays: number; customerId: string }, UsageRow>(
  async (db, { asOf, knownAt, windowDays }, customerIds) => {
    const rows = await usageOfCustomers(db, { asOf, knownAt, windowDays, customerIds })
    return new Map(rows.map(({ customerId, ...row }) => [customerId, row]))
  },
)
