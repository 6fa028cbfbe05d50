import { z } from 'zod'
import { type TicketRow, ticketCounts, ticketsInPeriod, ticketsOn } from '../../db/queries/tickets.ts'
import { customerRef } from '../customers/customer-shapes.ts'
import { findCustomer } from '../customers/find-customer.ts'
import { defineTool, type ToolContext } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import type { FactDraft } from '../facts.ts'
import { daysBetween } from '../health/causes.ts'
import { checkedPeriod, day, lastDays, periodText } from '../metrics/period.ts'

const PERIOD_DAYS = 30
/** So many of the tickets listed come with facts, for an answer to name them. */
const MOST_NAMED = 5

export const listTickets = defineTool({
  name: 'list_tickets',
  title: 'Support tickets',
  description:
    'Support tickets as they stood on the as-of day, escalated and oldest first, with how many are open, pending and escalated, and how many were opened and closed in a period (by default the last 30 days). Of one customer or of all.',
  effect: 'read',
  capability: 'read',
  isCurated: true,
  readsPersonalData: true,
  withheldFields: ['subject'],
  input: z.object({
    customer: z.string().min(1).optional().describe('Only of this customer'),
    from: day.optional().describe('First day of the period in which tickets are counted as opened and closed'),
    until: day.optional().describe('The day after its last'),
    includeClosed: z.boolean().default(false),
    limit: z.number().int().min(1).max(200).default(20),
  }),
  output: z.object({
    asOf: z.string(),
    open: z.number().int().nullable().describe('Null when no ticket was ever loaded'),
    pending: z.number().int().nullable(),
    escalated: z.number().int().nullable(),
    from: z.string(),
    until: z.string(),
    opened: z.number().int().nullable().describe('In the period, whatever became of them'),
    closed: z.number().int().nullable().describe('In the period, whenever they were opened'),
    tickets: z.array(
      z.object({
        externalId: z.string(),
        customer: customerRef,
        status: z.enum(['open', 'pending', 'closed']),
        priority: z.string().nullable(),
        isEscalated: z.boolean(),
        openedOn: z.string(),
        ageDays: z.number().int(),
        subject: z.string().nullable(),
      }),
    ),
  }),
  async run(input, context) {
    const { asOf, knownAt } = context
    const customer = input.customer === undefined ? null : await findCustomer(context, input.customer)
    const at = { asOf, knownAt, customerId: customer?.id ?? null }
    const statuses = input.includeClosed ? ['open', 'pending', 'closed'] : ['open', 'pending']
    const rows = await ticketsOn(context.db, { ...at, statuses, limit: input.limit })
    const counts = await ticketCounts(context.db, at)
    const period = checkedPeriod(input, asOf, lastDays(asOf, PERIOD_DAYS))
    const moved = await ticketsInPeriod(context.db, { ...at, ...period })
    const text = periodText(period)
    const known = (count: number) => (counts.loaded === 0 ? null : count)
    const subject = customer
      ? ({ kind: 'customer', id: customer.id, name: customer.name } as const)
      : ventureSubject(context)
    const fact = factsAbout(context, subject)
    return {
      output: {
        asOf,
        open: known(counts.open),
        pending: known(counts.pending),
        escalated: known(counts.escalated),
        ...period,
        opened: known(moved.opened),
        closed: known(moved.closed),
        tickets: rows.map((row) => ({
          externalId: row.externalId,
          customer: { id: row.customerId, externalId: row.customerExternalId, name: row.customerName },
          status: row.status,
          priority: row.priority,
          isEscalated: row.isEscalated,
          openedOn: row.openedOn,
          ageDays: daysBetween(row.openedOn, asOf),
          subject: row.subject,
        })),
      },
      facts: [
        fact('open', 'open_tickets', 'count', known(counts.open)),
        fact('pending', 'pending_tickets', 'count', known(counts.pending)),
        fact('escalated', 'escalated_tickets', 'count', known(counts.escalated)),
        fact('as_of', 'as_of', 'date', asOf),
        fact('period', 'period', 'period', text, text),
        fact('opened', 'tickets_opened', 'count', known(moved.opened), text),
        fact('closed', 'tickets_closed', 'count', known(moved.closed), text),
        ...(customer ? [fact('name', 'customer_name', 'name', customer.name, null)] : []),
        ...rows.slice(0, MOST_NAMED).flatMap((row, index) => ticketFacts(row, index, context)),
      ],
      rowCount: counts.loaded,
    }
  },
})

/** The subject is the customer's words: whoever may not see personal data reads it without addresses and numbers. */
function ticketFacts(row: TicketRow, index: number, context: ToolContext): FactDraft[] {
  const of = factsAbout(context, { kind: 'feedback', id: row.id, name: row.customerName }, `ticket.${index + 1}.`)
  return [
    of('id', 'ticket_id', 'name', row.externalId, null),
    of('customer', 'ticket_customer', 'name', row.customerName, null),
    { ...of('subject', 'ticket_subject', 'text', row.subject, row.openedOn), isPersonal: true },
    of('opened_on', 'ticket_opened_on', 'date', row.openedOn, row.openedOn),
    of('age', 'ticket_age', 'days', daysBetween(row.openedOn, context.asOf)),
  ]
}
