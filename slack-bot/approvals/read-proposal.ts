/** What a message may say of a proposal, which depends on who can read it. */
import type { Actor } from '../../tools/define-tool.ts'
import { getProposal } from '../../tools/proposals/get-proposal.ts'
import { proposalLinks } from '../../tools/proposals/proposal-links.ts'
import { runTool } from '../../tools/run-tool.ts'
import type { Bot } from '../bot.ts'
import type { ProposalDetail, ProposalSetting } from '../messages/proposal.ts'

/** Reads for a channel of the team. */
export const teamReader: Actor = { kind: 'system', id: 'slack', name: 'Slack', roles: ['success'] }
/** Reads for a channel that anybody may read: without the capability to see personal data. */
const publicReader: Actor = { ...teamReader, roles: ['analyst'] }

export interface ReadProposal {
  detail: ProposalDetail
  setting: ProposalSetting
}

/** As `reader` is shown it; `everybody` sees the names of those who decided, and nothing that a person wrote of another. */
export async function readProposal(
  { crew }: Pick<Bot, 'crew'>,
  id: string,
  reader: Actor | 'everybody',
): Promise<ReadProposal> {
  const read = async (actor: Actor) =>
    (await runTool(getProposal, { proposal: id }, await crew.context({ actor, door: 'slack' }))).output
  const detail = await read(reader === 'everybody' ? publicReader : reader)
  const links = await proposalLinks(crew.db, detail, new Date())
  const setting = { venture: crew.venture, ...links }
  if (reader !== 'everybody') return { detail, setting }
  const named = (await read(teamReader)).decisions
  const decisions = detail.decisions.map((each, index) => ({
    ...each,
    decidedBy: named[index]?.decidedBy ?? each.decidedBy,
    reason: '',
  }))
  // The title of a task is of the draft, which stays out too.
  const tasks = detail.tasks.map((task) => ({ ...task, title: '' }))
  return { detail: { ...detail, decisions, tasks }, setting }
}
