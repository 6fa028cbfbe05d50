import { z } from 'zod'
import { matchCustomers } from '../../db/queries/customers.ts'
import { defineTool } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import { customersCalled } from './find-customer.ts'

export const findCustomers = defineTool({
  name: 'find_customers',
  title: 'Find customers by name',
  description:
    'Up to ten customers whose id, external id or name is what was typed, or whose name has it in it: who may be meant, before anything is asked about them. Quick at any size. For filters and figures use list_customers.',
  effect: 'read',
  capability: 'read',
  input: z.object({
    text: z.string().max(200).default('').describe('What was typed so far; nothing: the first by name'),
  }),
  output: z.object({
    customers: z.array(z.object({ id: z.string(), externalId: z.string(), name: z.string() })),
  }),
  async run({ text }, context) {
    const typed = text.trim()
    const rows = await (typed === '' ? matchCustomers(context.db, context, '') : customersCalled(context, typed))
    const customers = rows.map(({ id, externalId, name }) => ({ id, externalId, name }))
    const fact = factsAbout(context, ventureSubject(context))
    return {
      output: { customers },
      facts: [fact('found', 'customers_found', 'count', customers.length)],
      rowCount: customers.length,
    }
  },
})
