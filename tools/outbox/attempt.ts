/** Who is sending: recorded with each attempt, so that a start after a crash can tell a dead attempt from a live one. */
import { hostname } from 'node:os'

/** An attempt whose process cannot be asked (it ran on another computer) counts as dead after this. */
const LEASE_MS = 5 * 60_000

const live = new Set<string>()

/** `smtp:host:4711` */
export function attemptOwner(carrier: string): string {
  return `${carrier}:${hostname()}:${process.pid}`
}

export function carrierOf(owner: string | null): string {
  return owner?.split(':')[0] ?? ''
}

export function isOfThisHost(owner: string | null): boolean {
  return owner?.split(':')[1] === hostname()
}

/** Marks the attempt as this process's until `work` ends, however it ends. */
export async function whileAttempting<T>(attemptId: string, work: () => Promise<T>): Promise<T> {
  live.add(attemptId)
  try {
    return await work()
  } finally {
    live.delete(attemptId)
  }
}

/** True when nobody is working on the attempt any more. */
export function isAbandoned(
  attempt: { attemptId: string | null; attemptedAt: Date | null; sentBy: string | null },
  now: Date,
): boolean {
  if (attempt.attemptId !== null && live.has(attempt.attemptId)) return false
  const [, host, pid] = attempt.sentBy?.split(':') ?? []
  if (host === hostname()) {
    if (Number(pid) === process.pid || !isRunning(Number(pid))) return true
  }
  return attempt.attemptedAt === null || now.getTime() - attempt.attemptedAt.getTime() > LEASE_MS
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs, under another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
