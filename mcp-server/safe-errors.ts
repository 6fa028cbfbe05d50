/** What goes wrong in a request, as the client may see it: our own words, or an incident's id. Never a message of a database. */
import { ErrorCode } from '@modelcontextprotocol/sdk/types.js'
import { ConfigError, type ErrorAnswer, UserError } from '../errors.ts'
import type { Actor } from '../tools/define-tool.ts'
import { reportBug } from '../tools/incident-log.ts'
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

/** For requests whose failures are protocol errors. */
export async function protocolErrors<Result>(failing: Failing, work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof RequestError) throw error
    const answer = await answerOf(error, failing)
    throw new RequestError(codeOf(answer), `${answer.message} ${answer.fix}`, answer)
  }
}

function codeOf({ code }: ErrorAnswer): number {
  if (code === 'bug' || code === 'unavailable') return ErrorCode.InternalError
  return code === 'not_found' ? RESOURCE_NOT_FOUND : ErrorCode.InvalidParams
}
