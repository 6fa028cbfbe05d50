import { z } from 'zod'
import { ticketCounts, ticketsOn } from '../../db/queries/tickets.ts'
import { customerRef } from '../customers/customer-shapes.ts'
import { findCustomer } from '../customers/find-customer.ts'
import { defineTool } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import { daysBetween } from '../health/causes.ts'

export const listTickets = defineTool({
  name: 'list_tickets',
  title: 'Support tickets',
  description:
    'Support tickets as they stood on the as-of day, escalated and oldest first, with how many are open, pending and escalated. Of one customer or of all.',
  effect: 'read',
  capability: 'read',
  isCurated: true,
  readsPersonalData: true,
  withheldFields: ['subject'],
  input: z.object({
    customer: z.string().min(1).optional().describe('Only of this customer'),
    includeClosed: z.boolean().default(false),
    limit: z.number().int().min(1).max(200).default(20),
  }),
  output: z.object({
    asOf: z.string(),
    open: z.number().int().nullable().describe('Null when no ticket was ever loaded'),
    pending: z.number().int().nullable(),
    escalated: z.number().int().nullable(),
    openedLast30Days: z.number().int().nullable(),
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
        openedLast30Days: known(counts.openedLast30),
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
        fact('opened_last_30', 'opened_tickets', 'count', known(counts.openedLast30)),
      ],
      rowCount: counts.loaded,
    }
  },
})
