/** Commands about customers: who is at risk, one customer, why a score moved. */
import { UserError } from '../../errors.ts'
import { toolArguments } from '../ask/call-tool.ts'
import type { Command, CommandCall } from '../bot.ts'
import { atRiskMessage } from '../messages/at-risk.ts'
import { customerMessage } from '../messages/customer.ts'
import { pickCustomerMessage } from '../messages/pick-customer.ts'
import { whyManyMessage, whyMessage } from '../messages/why.ts'

const SHOWN = 10

export const atRiskCommand: Command = {
  name: 'at-risk',
  aliases: ['risk'],
  usage: 'at-risk',
  about: 'who needs attention, the highest expected loss first',
  async run({ call, bot }) {
    return atRiskMessage(await call('list_at_risk', { limit: SHOWN }), bot.crew.venture)
  },
}

export const customerCommand: Command = {
  name: 'customer',
  usage: 'customer <name or id>',
  about: 'one customer: score, reasons, money, tickets',
  isForOne: (rest) => rest === '',
  async run({ call, rest, bot }) {
    if (rest === '') return pickCustomerMessage('customer')
    return customerMessage(await call('get_customer', { customer: rest }), bot.crew.venture)
  },
}

export const whyCommand: Command = {
  name: 'why',
  usage: 'why <name or id> [from=2026-09-01] [to=2026-09-30]',
  about: 'why a score moved, split into its causes; plan=Enterprise or all for many',
  isForOne: (rest) => rest === '',
  // "why did Acme drop" is a question, "why Acme" and "why The Body Shop" the command.
  isQuestion: (rest) =>
    /^(?:did|do|does|is|are|was|were|has|have|our)(?=\s|$)/i.test(rest) || /^the(?=\s|$)/.test(rest),
  async run(call) {
    const { rest, bot } = call
    if (rest === '') return pickCustomerMessage('why')
    if (/^all(?=\s|$)|\b(?:plan|industry|segment|country|status)=/.test(rest)) return whyMany(call)
    const input = toolArguments(toolNamed(call, 'explain_score'), rest)
    return whyMessage(await call.call('explain_score', input), bot.crew.venture)
  },
}

async function whyMany(call: CommandCall) {
  const input = toolArguments(toolNamed(call, 'explain_segment_score'), call.rest.replace(/^all(?=\s|$)/, ''))
  return whyManyMessage(await call.call('explain_segment_score', input), call.bot.crew.venture)
}

export function toolNamed({ bot }: CommandCall, name: string) {
  const tool = bot.tools.find(name)
  if (tool) return tool
  throw new UserError({ code: 'not_found', message: `There is no ${name} here.`, fix: 'Ask the operator.' })
}
