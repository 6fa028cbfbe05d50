/** A proposal in every form it takes in Slack: as it is asked, the dialogs it opens, and what becomes of its message. */
import { getProposal } from '../tools/proposals/get-proposal.ts'
import type { listProposals } from '../tools/proposals/list-proposals.ts'
import { type Decision, decisions } from '../tools/proposals/proposal.ts'
import { openedMessage } from './approvals/open-card.ts'
import {
  hiddenProposals,
  type ProposalDetail,
  type ProposalSetting,
  proposalCard,
  proposalLine,
  proposalList,
} from './messages/proposal.ts'
import { decisionDialog, readDialog } from './messages/proposal-dialogs.ts'
import { reasonOfPress } from './messages/proposal-facts.ts'
import type { Preview } from './preview.ts'
import type { Drawn } from './render-html.ts'

type Waiting = (typeof listProposals.output)['_output']

const statusAfter: Record<Decision, ProposalDetail['status']> = {
  approve: 'done',
  reject: 'rejected',
  modify: 'superseded',
  escalate: 'waiting',
  monitor: 'rejected',
}

export async function previewDecisions({ call, venture }: Preview, { proposals }: Waiting): Promise<Drawn[]> {
  const setting: ProposalSetting = { venture, proposer: 'the campaign agent', supersededBy: null }
  const read = async (proposal: string) => getProposal.output.parse((await call('get_proposal', { proposal })).output)
  const [worthiest, ...others] = await Promise.all(proposals.slice(0, 5).map((each) => read(each.proposal)))
  if (!worthiest) return []
  const shown = { postedRound: worthiest.round, isPublic: false }
  const after = (decision: Decision): ProposalDetail => ({
    ...worthiest,
    status: statusAfter[decision],
    decisions: [decidedAs(decision, worthiest, venture)],
    // Passed on, it is asked anew, and its newer message has the buttons.
    round: worthiest.round + (decision === 'escalate' ? 1 : 0),
  })
  const lines = [after('approve'), ...others].map((detail) => proposalLine(detail, setting, detail.round))
  return [
    { caption: 'A proposal, to the Chairman', message: proposalCard(worthiest, setting, shown) },
    {
      caption: 'The same in a channel that anybody may read',
      message: proposalCard(worthiest, setting, { ...shown, isPublic: true }),
    },
    {
      caption: 'Its facts moved',
      message: proposalCard({ ...worthiest, factsMoved: 'A support ticket was opened.' }, setting, shown),
    },
    ...decisions.map((decision) => ({
      caption: `The dialog of ${decision}`,
      view: decisionDialog(decision, worthiest, { venture, metadata: '{}' }),
    })),
    { caption: 'The draft, for one person', view: readDialog(worthiest) },
    ...decisions.map((decision) => ({
      caption: `The message, after ${decision}`,
      message: proposalCard(
        after(decision),
        { ...setting, supersededBy: decision === 'modify' ? 'P-2000' : null },
        shown,
      ),
    })),
    { caption: 'It expired', message: proposalCard({ ...worthiest, status: 'expired' }, setting, shown) },
    {
      caption: 'Many filed at once, one of them decided',
      message: proposalList(lines, { waiting: others.length, beyond: 0 }),
    },
    { caption: 'The role was taken away', message: hiddenProposals('who_has_no_role') },
    { caption: 'Its channel is shared by now', message: hiddenProposals('other_workspaces') },
    { caption: 'One of the list is opened', message: openedMessage(worthiest.proposal) },
  ]
}

function decidedAs(
  decision: Decision,
  detail: ProposalDetail,
  venture: Preview['venture'],
): ProposalDetail['decisions'][number] {
  const reason = decision === 'approve' ? reasonOfPress(detail, venture) : 'An example of a reason'
  return {
    round: detail.round,
    decision,
    reason,
    decidedBy: 'Mona Chair',
    door: 'slack',
    decidedAt: new Date().toISOString(),
    dueAt: null,
  }
}
