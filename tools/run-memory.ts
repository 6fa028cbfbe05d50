/**
 * What one run of the crew reads more than once, read once: a report shows the figures its agents saw, and the same scan
 * of a venture is not repeated. Nothing is kept of a call outside a run, or after the next run began.
 */
import type { ToolContext } from './define-tool.ts'

type Reading = Pick<ToolContext, 'runId' | 'asOf' | 'knownAt' | 'settingsVersion'>

let remembered = { runId: '', answers: new Map<string, Promise<unknown>>() }

/** The answer `compute` gave in this run for the same `name`, day, data and settings; computed anew outside a run. */
export function oncePerRun<Answer>(context: Reading, name: string, compute: () => Promise<Answer>): Promise<Answer> {
  const { runId, asOf, knownAt, settingsVersion } = context
  if (runId === undefined) return compute()
  if (remembered.runId !== runId) remembered = { runId, answers: new Map() }
  const key = [name, asOf, knownAt.toISOString(), settingsVersion].join(' ')
  const known = remembered.answers.get(key) as Promise<Answer> | undefined
  if (known) return known
  const answer = compute()
  remembered.answers.set(key, answer)
  answer.catch(() => remembered.answers.delete(key))
  return answer
}
