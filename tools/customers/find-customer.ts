/** Which customer a person or an agent means. */
import { customersById, matchCustomers } from '../../db/queries/customers.ts'
import { UserError } from '../../errors.ts'
import type { ToolContext } from '../define-tool.ts'

export interface CustomerRef {
  id: string
  externalId: string
  name: string
}

/** By id, external id, name, or a part of the name that only one has. Throws `not_found`, or `invalid_input` with who is meant. */
export async function findCustomer(
  context: Pick<ToolContext, 'db' | 'asOf' | 'knownAt'>,
  text: string,
): Promise<CustomerRef> {
  const byId = await customersById(context.db, context, text.trim())
  const matches = byId.length > 0 ? byId : await matchCustomers(context.db, context, text.trim())
  const best = matches.filter(({ rank }) => rank === matches[0]?.rank)
  const [match, ...others] = best
  if (match && others.length === 0) return { id: match.id, externalId: match.externalId, name: match.name }
  if (match) {
    throw new UserError({
      code: 'invalid_input',
      message: `Several customers are called like this: ${best.map(({ name, externalId }) => `${name} (${externalId})`).join(', ')}.`,
      field: 'customer',
      value: text,
      fix: 'Name one by its id in parentheses.',
    })
  }
  throw new UserError({
    code: 'not_found',
    message: `No customer is called ${text} on ${context.asOf}.`,
    field: 'customer',
    value: text,
    fix: 'Give its id, its external id or a part of its name; list_customers shows who is there.',
  })
}
