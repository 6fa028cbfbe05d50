import type { ToolAnswer, Venture } from '../../tools/define-tool.ts'
import { message, mrkdwn, type SlackMessage, sections } from '../blocks.ts'

/** `answer` is of `get_report`. */
export function reportMessage({ output }: ToolAnswer<unknown>, _venture: Venture): SlackMessage {
  const { markdown, asOf } = output as { markdown: string; asOf: string }
  return message(mrkdwn`The report as of ${asOf}`, sections(mrkdwn`${markdown.slice(0, 8_000)}`))
}
