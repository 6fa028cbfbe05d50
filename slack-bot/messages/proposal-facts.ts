/** The numbers a proposal is decided on: as a message shows them, and as the reason of who pressed Approve and wrote none. */
import type { Venture } from '../../tools/define-tool.ts'
import { formatMoney, formatPercent, formatPeriod } from '../../tools/format.ts'
import { type Block, joinMrkdwn, mrkdwn, sections } from '../blocks.ts'
import type { ProposalDetail } from './proposal.ts'
import { capital, spoken } from './words.ts'

const FACTS_SHOWN = 8
const LONGEST_REASON = 1_000
const PRESSED = 'Approved with the button in Slack'

/** The facts that texts refer to, each with the receipt behind it. */
export function evidence(detail: Pick<ProposalDetail, 'facts' | 'customer'>): Block[] {
  const stated = statedIn(detail)
  if (stated.length === 0) return []
  const rows = stated.slice(0, FACTS_SHOWN).map(({ metric, text, subject, period, receipt }) => {
    const about = [
      ...(subject.id === detail.customer?.id ? [] : [subject.name]),
      ...(period === null ? [] : [formatPeriod(period)]),
    ]
    return mrkdwn`• ${capital(spoken(metric))}: *${text}* (${about.map((each) => `${each}, `).join('')}\`${receipt}\`)`
  })
  const rest = stated.length - rows.length
  return sections(
    joinMrkdwn([mrkdwn`*On these facts*`, ...rows, ...(rest > 0 ? [mrkdwn`and ${rest} more`] : [])], '\n'),
  )
}

/** Says that no reason was given, and what stood in the message: what a reader of the decision can go by. */
export function reasonOfPress(detail: ProposalDetail, { currency }: Pick<Venture, 'currency'>): string {
  const { moneyAtStakeMinor, churnProbability, costMinor } = detail
  const shown = [
    ...(moneyAtStakeMinor > 0 ? [`${formatMoney(moneyAtStakeMinor, currency)} a year at stake`] : []),
    ...(churnProbability === null ? [] : [`churn probability ${formatPercent(100 * churnProbability)}`]),
    ...(costMinor > 0 ? [`cost ${formatMoney(costMinor, currency)}`] : []),
    ...statedIn(detail)
      .slice(0, FACTS_SHOWN)
      .filter(({ metric }) => metric !== 'churn_probability' || churnProbability === null)
      .map(({ metric, text, receipt }) => `${spoken(metric)} ${text} (${receipt})`),
  ]
  const on = shown.length === 0 ? '' : `, on what it showed: ${shown.join(', ')}`
  const reason = `${PRESSED}, without a note${on}.`
  return reason.length > LONGEST_REASON ? `${reason.slice(0, LONGEST_REASON - 1)}…` : reason
}

/** Beside the name of who approved it says nothing that the message does not. */
export const isReasonOfPress = (reason: string): boolean => reason.startsWith(PRESSED)

function statedIn({ facts }: Pick<ProposalDetail, 'facts'>): ProposalDetail['facts'] {
  return facts.filter(({ unit }) => unit !== 'name' && unit !== 'text')
}
