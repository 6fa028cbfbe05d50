import type { ToolAnswer, Venture } from '../../tools/define-tool.ts'
import type { SlackMessage } from '../blocks.ts'
import { toolMessage } from './tool.ts'

/** `answer` is of `get_settings`. */
export function settingsMessage(answer: ToolAnswer<unknown>, venture: Venture): SlackMessage {
  return toolMessage({ name: 'get_settings', title: 'Settings' }, answer, venture)
}
