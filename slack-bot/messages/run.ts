import type { ToolAnswer, Venture } from '../../tools/define-tool.ts'
import type { SlackMessage } from '../blocks.ts'
import { toolMessage } from './tool.ts'

/** `answer` is of `run_crew`. */
export function runMessage(answer: ToolAnswer<unknown>, venture: Venture): SlackMessage {
  return toolMessage({ name: 'run_crew', title: 'A run of the crew' }, answer, venture)
}
