/** How much one token may ask: a bucket that refills, and so many calls at once. */
import { Refusal } from './refusal.ts'

export interface Limits {
  callsPerMinute: number
  /** Calls that may come at once after a pause. */
  burst: number
  /** Calls of one token under way at the same time. */
  concurrent: number
  sessionsPerToken: number
  sessions: number
  idleMinutes: number
}

/**
 * An assistant makes a few calls a second at most, and many in a row when it opens a report; ten times that is a mistake
 * or an attack. 64 at once is six assistants' worth under one token. A session costs about 100 kB.
 */
export const usualLimits: Limits = {
  callsPerMinute: 1200,
  burst: 300,
  concurrent: 64,
  sessionsPerToken: 32,
  sessions: 500,
  idleMinutes: 30,
}

interface Use {
  left: number
  countedAt: number
  active: number
}

export interface Limiter {
  /** Counts a request that takes no place among those under way. Throws as `enter`. */
  count(tokenId: string): void
  /** Counts a call in; returns how to count it out. Throws a Refusal with 429 and Retry-After. */
  enter(tokenId: string): () => void
  /** Forgets tokens that have been quiet for a minute. */
  sweep(): void
}

export function createLimiter(
  { callsPerMinute, burst, concurrent }: Pick<Limits, 'callsPerMinute' | 'burst' | 'concurrent'>,
  now: () => number = () => performance.now(),
): Limiter {
  const perMs = callsPerMinute / 60_000
  const uses = new Map<string, Use>()
  const useOf = (tokenId: string): Use => {
    const at = now()
    const use = uses.get(tokenId) ?? { left: burst, countedAt: at, active: 0 }
    uses.set(tokenId, use)
    use.left = Math.min(burst, use.left + (at - use.countedAt) * perMs)
    use.countedAt = at
    return use
  }
  const takeOne = (use: Use) => {
    if (use.left < 1) throw tooMany(`At most ${callsPerMinute} requests a minute.`, (1 - use.left) / perMs / 1000)
    use.left -= 1
  }
  return {
    count: (tokenId) => takeOne(useOf(tokenId)),
    enter(tokenId) {
      const use = useOf(tokenId)
      if (use.active >= concurrent) throw tooMany(`At most ${concurrent} requests of a token are worked on at once.`, 1)
      takeOne(use)
      use.active += 1
      let isOut = false
      return () => {
        if (!isOut) use.active -= 1
        isOut = true
      }
    },
    sweep() {
      for (const [tokenId, { active, countedAt }] of uses)
        if (active === 0 && now() - countedAt > 60_000 && (now() - countedAt) * perMs >= burst) uses.delete(tokenId)
    },
  }
}

export function tooMany(message: string, seconds: number): Refusal {
  const wait = Math.max(1, Math.ceil(seconds))
  return new Refusal(429, `${message} Try again in ${wait} s.`, { headers: { 'Retry-After': String(wait) } })
}
