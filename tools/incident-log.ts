/** Bugs go to `<data folder>/incidents.jsonl`, one line each; the caller learns the incident's id and nothing else. */
import { randomBytes } from 'node:crypto'
import { appendFile, mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
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

/** The venture's newest incidents, and those of no venture, from the last `TAIL` lines of the log; none where none was written. */
export async function newestIncidents(
  dataDir: string,
  of: { ventureId: string; since: Date; limit: number },
): Promise<{ incidentId: string; at: string; where: string }[]> {
  const lines = await readTail(join(dataDir, 'incidents.jsonl'))
  return lines
    .flatMap((line) => {
      const parsed = loggedIncident.safeParse(parseLine(line))
      return parsed.success ? [parsed.data] : []
    })
    .filter(({ ventureId, at }) => (ventureId ?? of.ventureId) === of.ventureId && Date.parse(at) > of.since.getTime())
    .slice(-of.limit)
    .reverse()
    .map(({ incidentId, at, where }) => ({ incidentId, at, where }))
}

const loggedIncident = z.object({
  incidentId: z.string(),
  at: z.string(),
  where: z.string(),
  ventureId: z.string().optional(),
})
/** Enough for some hundred incidents, however long the log. */
const TAIL = 256 * 1024

async function readTail(path: string): Promise<string[]> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (!file) return []
  try {
    const { size } = await file.stat()
    const length = Math.min(size, TAIL)
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length)
    // The first line may be cut.
    const lines = buffer.toString('utf8').split('\n')
    return size > length ? lines.slice(1) : lines
  } finally {
    await file.close()
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    // The empty end of the file, or a line that a full disk cut.
    return undefined
  }
}
