import type { ToolAnswer, Venture } from '../../tools/define-tool.ts'
import type { SlackMessage } from '../blocks.ts'
import { toolMessage } from './tool.ts'

/** `answer` is of `get_dashboard`. */
export function metricsMessage(answer: ToolAnswer<unknown>, venture: Venture): SlackMessage {
  return toolMessage({ name: 'get_dashboard', title: 'Dashboard' }, answer, venture)
}
