/**
 * The three kinds of failure. A UserError is safe to show to a person or a model; a ConfigError stops a start; anything
 * else is a bug, logged with an incident id and answered with that id only.
 */

type ErrorCode =
  | 'invalid_input'
  | 'not_found'
  | 'forbidden'
  | 'conflict'
  | 'facts_moved'
  | 'stale_data'
  | 'no_data'
  | 'over_budget'
  | 'rate_limited'
  | 'unavailable'
  | 'bug'

export interface ErrorAnswer {
  code: ErrorCode
  message: string
  field?: string
  value?: string
  fix: string
  incidentId?: string
}

/** Says what was wrong, with which value, and what to do. Never carries a database's or provider's own message. */
export class UserError extends Error {
  readonly answer: ErrorAnswer

  constructor(answer: ErrorAnswer) {
    super(`${answer.message} ${answer.fix}`)
    this.name = 'UserError'
    this.answer = answer
  }
}

/** Everything wrong with the configuration at once, each line with its remedy. */
export class ConfigError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'ConfigError'
    this.problems = problems
  }
}
