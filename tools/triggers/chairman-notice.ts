/** What the Chairman is told of a customer: who it is, how it got here, what was tried, and the choices. */
import { getCustomer } from '../customers/get-customer.ts'
import type { ToolContext } from '../define-tool.ts'
import type { Fact } from '../facts.ts'
import { runTool } from '../run-tool.ts'

export interface Notice {
  title: string
  body: string
  facts: Fact[]
  moneyAtStakeMinor: number
}

export const CHOICES =
  'The choices: override the campaign, authorise an offer, schedule an executive call, monitor, or reject.'

/** Reads the customer through its tool, so that every figure of the notice has a receipt. */
export async function customerNotice(
  context: ToolContext,
  about: { customerId: string; what: string; tried: string },
): Promise<Notice> {
  const { output, facts } = await runTool(getCustomer, { customer: about.customerId }, context)
  const used: Fact[] = []
  const refer = (key: string): string | undefined => {
    const found = facts.find(({ id, value }) => id.endsWith(`.${key}`) && value !== null)
    if (found && !used.includes(found)) used.push(found)
    return found && `{{fact:${found.id}}}`
  }
  /** The words with the fact in its place; nothing where there is no data. */
  const say = (key: string, words: (fact: string) => string): string => {
    const referred = refer(key)
    return referred === undefined ? '' : words(referred)
  }
  const clauses = (parts: readonly string[]) => parts.filter((part) => part !== '').join(', ')
  const profile = clauses([
    say('arr', (fact) => `pays ${fact} a year`),
    say('plan', (fact) => `plan ${fact}`),
    say('users', (fact) => `users: ${fact}`),
    say('signed_up_on', (fact) => `customer since ${fact}`),
    say('renews_on', (fact) => `renews on ${fact}`),
  ])
  const history = clauses([
    say('score', (fact) => `health score ${fact}`),
    say('month_ago_score', (fact) => `thirty days before ${fact}`),
    say('churn_probability', (fact) => `churn probability ${fact}`),
    say('last_active_on', (fact) => `last active on ${fact}`),
    say('open_tickets', (fact) => `open tickets: ${fact}`),
    say('last_nps_score', (fact) => `last survey score ${fact}`),
  ])
  const name = refer('name') ?? 'The customer'
  return {
    title: `${name} ${about.what}`,
    body: [`Profile: ${profile}.`, `History: ${history}.`, `What was tried: ${about.tried}`, CHOICES].join('\n'),
    facts: used,
    moneyAtStakeMinor: output.arrMinor,
  }
}
