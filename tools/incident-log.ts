/** Bugs go to `<data folder>/incidents.jsonl`, one line each; the caller learns the incident's id and nothing else. */
import { randomBytes } from 'node:crypto'
import { appendFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../errors.ts'

/**
 * Logs the error and returns what may be shown: a UserError with code `bug` and the incident's id. The line holds the
 * error's class, code and stack, and its message without quoted values, numbers and addresses, for those may be
 * personal data or secrets.
 */
export async function reportBug(
  error: unknown,
  about: { dataDir: string; at: Date; where: string; ids: Record<string, string> },
): Promise<UserError> {
  const incidentId = `I-${randomBytes(4).toString('hex')}`
  const line = JSON.stringify({
    incidentId,
    at: about.at.toISOString(),
    where: about.where,
    ...about.ids,
    ...describe(error),
  })
  await mkdir(about.dataDir, { recursive: true })
  await appendFile(join(about.dataDir, 'incidents.jsonl'), `${line}\n`, { mode: 0o600 })
  return new UserError({
    code: 'bug',
    message: `Something went wrong inside ${about.where}; it is our fault, not yours.`,
    fix: `Report incident ${incidentId}; incidents.jsonl in the data folder has its details.`,
    incidentId,
  })
}

function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error }
  return {
    error: error.name,
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    message: withoutValues(error.message),
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .map((line) => line.trim()),
    ...(error.cause === undefined ? {} : { cause: describe(error.cause) }),
  }
}

function withoutValues(message: string): string {
  return message
    .replaceAll(/"[^"]*"|'[^']*'|`[^`]*`|“[^”]*”/g, '"…"')
    .replaceAll(/\S+@\S+|\w+:\/\/\S+/g, '…')
    .replaceAll(/\d+/g, '#')
}
