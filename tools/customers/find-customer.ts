/** Which customer a person or an agent means. */
import { askTogether } from '../../db/ask-together.ts'
import { type CustomerNamed, customersById, matchCustomers } from '../../db/queries/customers.ts'
import type { AsOf, VentureDb } from '../../db/venture-db.ts'
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
  const matches = await customersCalled(context, text.trim())
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

/** Whose id or external id it is, else who may be called like it; the best first, at most 10. */
export async function customersCalled(
  { db, asOf, knownAt }: Pick<ToolContext, 'db' | 'asOf' | 'knownAt'>,
  text: string,
): Promise<CustomerNamed[]> {
  const byId = await withId(db, { asOf, knownAt, text })
  return byId.length > 0 ? byId : matchCustomers(db, { asOf, knownAt }, text)
}

/** Of many calls at once the customers are looked up together. */
const withId = askTogether<VentureDb, AsOf & { text: string }, CustomerNamed[]>(
  async (db, asked) => {
    const [first] = asked
    if (!first) return []
    const rows = await customersById(
      db,
      first,
      asked.map(({ text }) => text),
    )
    return asked.map((_, index) => rows.filter((row) => row.asked === index + 1))
  },
  { alike: ({ asOf, knownAt }) => `${asOf} ${knownAt.toISOString()}` },
)
