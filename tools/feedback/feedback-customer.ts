/** The customer a person or a model means. */
import { matchCustomers } from '../../db/queries/customers.ts'
import { UserError } from '../../errors.ts'
import type { ToolContext } from '../define-tool.ts'

/** Throws `not_found`, and `invalid_input` that lists the candidates when the name is that of several. */
export async function findFeedbackCustomer(
  context: Pick<ToolContext, 'db' | 'asOf' | 'knownAt'>,
  reference: string,
): Promise<{ id: string; externalId: string; name: string }> {
  const matches = await matchCustomers(context.db, context, reference.trim())
  const [only, ...others] = matches.filter(({ rank }) => rank === matches[0]?.rank)
  if (only && others.length === 0) return only
  throw new UserError(
    only
      ? {
          code: 'invalid_input',
          message: 'Several customers are called this.',
          field: 'customer',
          value: reference,
          fix: `Give the id of one: ${[only, ...others].map(({ id, externalId }) => `${id} (${externalId})`).join(', ')}.`,
        }
      : {
          code: 'not_found',
          message: 'There is no customer of this id or name at that date.',
          field: 'customer',
          value: reference,
          fix: 'Give its id, its external id or its full name.',
        },
  )
}
