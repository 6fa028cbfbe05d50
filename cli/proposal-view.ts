/** How proposals and what became of them look on a terminal. */
import { isAbsolute } from 'node:path'
import type { z } from 'zod'
import { formatMoney, formatPercent } from '../tools/format.ts'
import type { getProposal } from '../tools/proposals/get-proposal.ts'
import type { ShownProposal } from '../tools/proposals/shown-proposal.ts'
import { changesScores, findParameter } from '../tools/settings/parameters.ts'
import { command, faint, heading, type Output, paragraphs, table, warning } from './output.ts'
import { typedPath } from './session.ts'

type ProposalDetail = z.output<typeof getProposal.output>

/** A proposal's status, to be read after “it is”. */
export const statusWords: Record<ShownProposal['status'], string> = {
  waiting: 'waiting for a decision',
  approved: 'approved',
  rejected: 'closed',
  superseded: 'replaced',
  expired: 'expired',
  executing: 'under way',
  done: 'done',
  parked: 'parked for a person',
}

/** One line a proposal, in the order given: the worthiest first. */
export function proposalTable(proposals: readonly ShownProposal[], currency: string): string {
  return table(
    ['proposal', 'kind', 'customer', 'what', 'at stake', 'churn', 'for', 'expires'],
    proposals.map((proposal) => [
      command(proposal.proposal),
      proposal.kind,
      proposal.customer?.name ?? '',
      proposal.title,
      proposal.moneyAtStakeMinor === 0 ? '' : formatMoney(proposal.moneyAtStakeMinor, currency),
      proposal.churnProbability === null ? '' : formatPercent(100 * proposal.churnProbability),
      proposal.addressedTo,
      proposal.expiresAt.slice(0, 10),
    ]),
    [4, 5],
  )
}

/** Everything a person needs to decide: why, what would be done, on which facts. */
export function showProposal(proposal: ProposalDetail, currency: string, out: Output): void {
  out.line(
    `${heading(`${proposal.proposal}, ${proposal.kind}`)} ${statusWords[proposal.status]}${proposal.customer ? `, ${proposal.customer.name} ${faint(proposal.customer.externalId)}` : ''}`,
  )
  out.line(proposal.title)
  if (proposal.whatChanged) out.line(warning(paragraphs(`Asked again: ${proposal.whatChanged}`)))
  out.line()
  out.line(paragraphs(`${heading('Why')}  ${proposal.why}`))
  if (proposal.moneyAtStakeMinor > 0) {
    const odds =
      proposal.churnProbability === null ? '' : ` × churn probability ${formatPercent(100 * proposal.churnProbability)}`
    out.line(
      `${heading('At stake')}  ${formatMoney(proposal.moneyAtStakeMinor, currency)} a year${odds}${proposal.costMinor > 0 ? `; costs ${formatMoney(proposal.costMinor, currency)}` : ''}`,
    )
  }
  if (proposal.whyChairman) out.line(`${heading('Who decides')}  the Chairman: ${proposal.whyChairman}`)
  out.line()
  out.line(heading(proposal.rendered.heading))
  out.line(paragraphs(proposal.rendered.body))
  out.line()
  out.line(
    faint(
      `Mode ${proposal.mode}; proposed by ${proposal.proposedBy} as of ${proposal.asOf}; receipts ${proposal.receipts.join(', ') || 'none'}.`,
    ),
  )
  for (const decision of proposal.decisions)
    out.line(
      faint(
        `Round ${decision.round}: ${decision.decision} by ${decision.decidedBy}, ${decision.decidedAt.slice(0, 16).replace('T', ' ')} UTC: ${decision.reason}`,
      ),
    )
  showOutcome(proposal, out)
}

/** True when it changed a setting by which scores are computed: they are to be refreshed. */
export function needsRefresh({ draft, status }: ProposalDetail): boolean {
  if (draft.kind !== 'setting' || status !== 'done') return false
  return draft.changes.some(({ parameter }) => {
    const name = findParameter(parameter)
    return name !== undefined && changesScores(name)
  })
}

/** What was sent and what a person still has to do. */
export function showOutcome(proposal: ProposalDetail, out: Output): void {
  // A touch on the channel `task` is the task below it.
  for (const touch of proposal.touches.filter(({ channel, problem }) => channel === 'email' || problem !== null)) {
    const where = touch.reference
      ? ` ${isAbsolute(touch.reference) ? typedPath(touch.reference) : touch.reference}`
      : ''
    out.line(paragraphs(`  ${touch.channel} ${touch.status}${where}${touch.problem ? `: ${touch.problem}` : ''}`))
  }
  for (const task of proposal.tasks) {
    const due = task.dueAt ? `, due ${task.dueAt.slice(0, 10)}` : ''
    out.line(
      `  ${task.task} ${task.status}: ${task.title}${task.assignedTo ? ` (${task.assignedTo})` : ''}${due}${task.doneBy ? `, done by ${task.doneBy}` : ''}`,
    )
  }
}
