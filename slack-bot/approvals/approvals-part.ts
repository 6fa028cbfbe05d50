/** Proposals in Slack: told to whom they are addressed, decided with buttons, and kept current wherever they are shown. */
import type { BotPart } from '../bot.ts'
import { approvalsCommand } from './approvals-command.ts'
import { chatOf } from './chats.ts'
import { decideWork } from './decide.ts'
import { keepCurrent } from './keep-current.ts'
import { listenForDecisions } from './listeners.ts'
import { openWork } from './open-card.ts'

export const approvalsPart: BotPart = {
  works: [decideWork, openWork],
  commands: [approvalsCommand],
  listen: listenForDecisions,
  async start(bot) {
    const keeping = await keepCurrent(bot, chatOf(bot))
    return () => keeping.stop()
  },
}
