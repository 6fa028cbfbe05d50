/** What goes wrong in a request, as the client may see it: our own words, or an incident's id. Never a message of a database. */
import { ErrorCode } from '@modelcontextprotocol/sdk/types.js'
import { ConfigError, type ErrorAnswer, UserError } from '../errors.ts'
import type { Actor } from '../tools/define-tool.ts'
import { reportBug } from '../tools/incident-log.ts'
import { noteRequest } from '../tools/note-request.ts'
import type { SessionOptions } from './session-options.ts'

/** The protocol's own code for a resource that is not there, which the SDK does not name. */
export const RESOURCE_NOT_FOUND = -32_002

/** An error of the protocol, in our words. The SDK's own puts its code into the message, and the client then does so again. */
export class RequestError extends Error {
  readonly code: number
  readonly data: unknown

  constructor(code: number, message: string, data?: unknown) {
    super(message)
    this.name = 'RequestError'
    this.code = code
    this.data = data
  }
}

export interface Failing {
  session: Pick<SessionOptions, 'crew'>
  actor: Actor
  /** `resources/read`, or the name of a tool. */
  where: string
}

/** The answer of a UserError, or of the bug that was logged for anything else. */
export async function answerOf(error: unknown, { session: { crew }, actor, where }: Failing): Promise<ErrorAnswer> {
  if (error instanceof UserError) return error.answer
  if (error instanceof ConfigError) {
    return { code: 'unavailable', message: error.problems.join(' '), fix: 'Ask who runs the crew to correct it.' }
  }
  const bug = await reportBug(error, {
    dataDir: crew.dataDir,
    at: new Date(),
    where,
    ids: { ventureId: crew.venture.id, actor: `${actor.kind}:${actor.id}` },
  })
  return bug.answer
}

/** For requests whose failures are protocol errors. What the gate refused it noted itself; the rest is noted here. */
export async function protocolErrors<Result>(failing: Failing, work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const refusal = await requestError(error, failing)
    if (!(error instanceof UserError)) {
      await noteRefused(failing, refusal).catch(async (problem: unknown) => {
        throw await requestError(problem, failing)
      })
    }
    throw refusal
  }
}

async function requestError(error: unknown, failing: Failing): Promise<RequestError> {
  if (error instanceof RequestError) return error
  const answer = await answerOf(error, failing)
  return new RequestError(codeOf(answer), `${answer.message} ${answer.fix}`, answer)
}

async function noteRefused({ session: { crew }, actor, where: method }: Failing, { code }: RequestError) {
  await noteRequest(await crew.context({ actor, door: 'mcp' }), 'request.refused', { method, code })
}

function codeOf({ code }: ErrorAnswer): number {
  if (code === 'bug' || code === 'unavailable') return ErrorCode.InternalError
  return code === 'not_found' ? RESOURCE_NOT_FOUND : ErrorCode.InvalidParams
}
