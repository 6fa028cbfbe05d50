/**
 * Follows proposals as they are filed, decided and carried out, by whatever door. Nothing polls for it; what was told while
 * nobody listened is found by a sweep each minute.
 */
import { coalesce } from '../../jobs/coalesce.ts'
import type { ProposalChat } from '../../tools/slack/proposal-chat.ts'
import { showProposals } from '../../tools/slack/show-proposals.ts'
import type { SlackMessage } from '../blocks.ts'
import type { Bot } from '../bot.ts'
import { teamReader } from './read-proposal.ts'

const SWEEP_MS = 60_000
/** A run files many: they come together in one look, so that many become a list. */
const MS_BETWEEN_LOOKS = 300

export interface Keeping {
  /** Looks now; resolves when it was done. */
  look(): Promise<void>
  stop(): Promise<void>
}

export async function keepCurrent({ crew, onProblem }: Bot, chat: ProposalChat<SlackMessage>): Promise<Keeping> {
  let timer: NodeJS.Timeout | undefined
  const step = coalesce(
    async () => {
      const nextAt = await showProposals(await crew.context({ actor: teamReader }), chat)
      clearTimeout(timer)
      if (nextAt) timer = setTimeout(() => step.ask(), Math.min(SWEEP_MS, Math.max(100, nextAt.getTime() - Date.now())))
    },
    (error) => onProblem(error, 'slack proposals'),
    { pauseMs: MS_BETWEEN_LOOKS },
  )
  const stops = await Promise.all(
    ['proposal.filed', 'proposal.moved'].map((channel) => crew.listen(channel, () => step.ask())),
  )
  const sweep = setInterval(() => step.ask(), SWEEP_MS)
  return {
    look: () => step.done(),
    async stop() {
      clearInterval(sweep)
      await Promise.all(stops.map((stop) => stop()))
      await step.stop()
      clearTimeout(timer)
    },
  }
}
