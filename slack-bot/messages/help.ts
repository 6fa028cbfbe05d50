/** What can be asked. */
import type { Tool } from '../../tools/define-tool.ts'
import { context, joinMrkdwn, message, mrkdwn, type SlackMessage, sections } from '../blocks.ts'
import type { Command } from '../bot.ts'

export function helpMessage(commands: readonly Command[]): SlackMessage {
  const lines = commands.map(({ usage, about }) => mrkdwn`\`/crew ${usage}\`  ${about}`)
  return message(mrkdwn`What you can ask me`, [
    ...sections(joinMrkdwn([mrkdwn`*What you can ask me*`, ...lines], '\n')),
    context(
      mrkdwn`Or ask in plain words, here, in a direct message, or with a mention: who should we call this week and why?`,
    ),
  ])
}

/** Every tool that the person may call. */
export function toolListMessage(tools: readonly Tool[]): SlackMessage {
  const lines = tools.map(({ name, title }) => mrkdwn`\`/crew ${name} key=value\`  ${title}`)
  return message(
    mrkdwn`Every tool you may call`,
    sections(joinMrkdwn([mrkdwn`*Every tool you may call*`, ...lines], '\n')),
  )
}
