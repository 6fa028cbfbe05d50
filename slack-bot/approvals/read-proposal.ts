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

/** As `reader` is shown it; `everybody` sees no personal text but the names of those who decided. */
export async function readProposal(
  { crew }: Pick<Bot, 'crew'>,
  id: string,
  reader: Actor | 'everybody',
): Promise<ReadProposal> {
  const read = async (actor: Actor) =>
    (await runTool(getProposal, { proposal: id }, await crew.context({ actor, door: 'slack' }))).output
  const detail = await read(reader === 'everybody' ? publicReader : reader)
  const { decisions } = reader === 'everybody' ? await read(teamReader) : detail
  const links = await proposalLinks(crew.db, detail, new Date())
  return { detail: { ...detail, decisions }, setting: { venture: crew.venture, ...links } }
}
