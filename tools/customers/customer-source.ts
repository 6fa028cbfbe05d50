/** Where a computation over all customers of a day may read them. */
import { type CustomerSource, customerSource } from '../../db/queries/customer-groups.ts'
import type { ToolContext } from '../define-tool.ts'

/** As the last refresh left them where that is the same as the facts; in a replay the facts, whatever was stored. */
export async function sourceOfCustomers(context: ToolContext): Promise<CustomerSource> {
  if (context.fromFacts) return 'facts'
  return customerSource(context.db, context, context.settingsVersion)
}
