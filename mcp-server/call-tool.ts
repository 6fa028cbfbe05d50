/** `tools/call`: through the single gate, with progress, cancellation and errors a model can act on. */
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js'
import {
  type CallToolResult,
  ErrorCode,
  type ServerNotification,
  type ServerRequest,
} from '@modelcontextprotocol/sdk/types.js'
import type { Actor, Progress, ToolContext } from '../tools/define-tool.ts'
import { refusalOf, runTool } from '../tools/run-tool.ts'
import { shownAnswer, shownError } from './answer.ts'
import { splitDay } from './as-of.ts'
import { answerOf, RequestError } from './safe-errors.ts'
import type { SessionOptions } from './session-options.ts'

export type Extra = Pick<
  RequestHandlerExtra<ServerRequest, ServerNotification>,
  'signal' | '_meta' | 'sendNotification' | 'authInfo'
>

/** Throws only for a name that no tool has, which is the client's mistake; everything else is a result. */
export async function callTool(
  session: SessionOptions,
  actor: Actor,
  { name, arguments: given }: { name: string; arguments?: Record<string, unknown> | undefined },
  extra: Extra,
): Promise<CallToolResult> {
  const tool = session.tools.find(name)
  if (!tool)
    throw new RequestError(ErrorCode.InvalidParams, `There is no tool ${shortened(name)}; tools/list names them`)
  try {
    const { input, problem, ...day } = splitDay(tool, given)
    const context = await session.crew.context({
      ...day,
      actor,
      door: 'mcp',
      signal: extra.signal,
      ...progressTo(extra),
    })
    if (problem) throw await refusalOf(tool, problem, context)
    return shownAnswer(tool, await runTool(tool, input, context), context)
  } catch (error) {
    return shownError(await answerOf(error, { session, actor, where: tool.name }))
  }
}

function shortened(name: string): string {
  return name.length <= 80 ? name : `${name.slice(0, 80)}…`
}

/** Only a client that asked hears of progress, and each time of more than before, as the protocol wants. */
function progressTo({ _meta, sendNotification, signal }: Extra): Pick<ToolContext, 'onProgress'> {
  const progressToken = _meta?.progressToken
  if (progressToken === undefined) return {}
  let told = -1
  return {
    onProgress({ done, total, message }: Progress) {
      if (done <= told || signal.aborted) return
      told = done
      const params = { progressToken, progress: done, ...(total === undefined ? {} : { total }), message }
      // A client that is gone hears nothing; the work does not end for that.
      sendNotification({ method: 'notifications/progress', params }).catch(() => {})
    },
  }
}
