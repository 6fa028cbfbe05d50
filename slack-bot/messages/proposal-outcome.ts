/** What became of a proposal: who decided what and when, and what was done then. */
import type { Decision } from '../../tools/proposals/proposal.ts'
import { joinMrkdwn, type Mrkdwn, moment, mrkdwn } from '../blocks.ts'
import type { ProposalDetail, ProposalSetting } from './proposal.ts'
import { isReasonOfPress } from './proposal-facts.ts'
import { capital } from './words.ts'

/** Who, what, when, and why; then what came of it. */
export function outcomeOf(detail: ProposalDetail, setting: ProposalSetting, postedRound: number): Mrkdwn {
  const lines = [decisionLine(detail, setting, postedRound), ...followUps(detail)]
  return joinMrkdwn(lines, '\n')
}

function decisionLine(detail: ProposalDetail, setting: ProposalSetting, postedRound: number): Mrkdwn {
  const last = detail.decisions.at(-1)
  if (detail.status === 'waiting') {
    const passed = detail.decisions.find(({ round, decision }) => round >= postedRound && decision === 'escalate')
    const due = mrkdwn`\nThe answer is due ${moment(new Date(detail.expiresAt))}.`
    if (passed) return mrkdwn`${by(outcomeWords.escalate(null), passed)}${due}`
    return mrkdwn`🔄 *Asked again* of ${addressee(detail)}: ${detail.whatChanged ?? 'it waits once more.'}${due}`
  }
  if (detail.status === 'expired')
    return mrkdwn`⌛ *Expired*: the Chairman did not decide by ${moment(new Date(detail.expiresAt))}. Nothing is done.`
  if (!last || last.round !== detail.round) {
    const isPassed = detail.status !== 'rejected' && detail.status !== 'superseded'
    return isPassed ? mrkdwn`🤖 *Let pass by policy*: ${detail.kind} is on Auto.` : mrkdwn`*Closed.*`
  }
  return by(outcomeWords[last.decision](setting.supersededBy), last)
}

export const outcomeWords: Record<Decision, (supersededBy: string | null) => Mrkdwn> = {
  approve: () => mrkdwn`✅ *Approved*`,
  reject: () => mrkdwn`⛔ *Rejected*`,
  modify: (supersededBy) => (supersededBy === null ? mrkdwn`✏️ *Changed*` : mrkdwn`✏️ *Changed into ${supersededBy}*`),
  escalate: () => mrkdwn`⬆️ *Passed to the Chairman*`,
  monitor: () => mrkdwn`👀 *Closed, to be watched*`,
}

const doorWords: Record<string, string> = {
  slack: ' in Slack',
  mcp: ' through an assistant',
  cli: ' in a terminal',
  dashboard: ' on the dashboard',
}

export function by(what: Mrkdwn, { decidedBy, decidedAt, reason, door }: ProposalDetail['decisions'][number]): Mrkdwn {
  const why = reason === '' || isReasonOfPress(reason) ? '.' : `: ${reason}`
  return mrkdwn`${what} by ${decidedBy}${doorWords[door] ?? ''}, ${moment(new Date(decidedAt))}${why}`
}

/** What was sent, and what a person still has to do. */
function followUps({ status, touches, tasks }: ProposalDetail): Mrkdwn[] {
  const sent = touches
    .filter(({ channel, problem }) => channel === 'email' || problem !== null)
    .map((touch) => {
      if (touch.status === 'sent' && touch.sentAt !== null)
        return mrkdwn`✉️ Sent by mail, ${moment(new Date(touch.sentAt))}.`
      const why = touch.problem === null ? '' : `: ${touch.problem}`
      return mrkdwn`✉️ ${capital(touch.status === 'unknown' ? 'nobody knows whether the mail left' : `${touch.channel} ${touch.status}`)}${why}.`
    })
  const work = tasks.map((task) => {
    const state = task.status === 'open' ? 'open' : `${task.status}${task.doneBy ? ` by ${task.doneBy}` : ''}`
    const title = task.title === '' ? '' : ` ${task.title}`
    return mrkdwn`☑️ \`${task.task}\`${title}: ${state}.`
  })
  const parked = status === 'parked' ? [mrkdwn`⚠️ *It waits for a person* to look into it.`] : []
  return [...parked, ...sent, ...work]
}

export function plainOutcome(detail: ProposalDetail, { supersededBy }: ProposalSetting): string {
  const last = detail.decisions.at(-1)
  if (detail.status === 'waiting') return 'It is asked again.'
  if (detail.status === 'expired') return 'It expired.'
  if (!last) return 'It needed no decision.'
  const verbs: Record<Decision, string> = {
    approve: 'Approved',
    reject: 'Rejected',
    modify: supersededBy ? `Changed into ${supersededBy}` : 'Changed',
    escalate: 'Passed to the Chairman',
    monitor: 'Closed, to be watched',
  }
  return `${verbs[last.decision]} by ${last.decidedBy}.`
}

export function addressee({ addressedTo }: Pick<ProposalDetail, 'addressedTo'>): string {
  return addressedTo === 'chairman' ? 'the Chairman' : 'the success team'
}
