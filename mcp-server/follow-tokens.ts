/**
 * Ends sessions whose token no longer holds, and with them the streams that a client keeps open and that no request would
 * end: at once when a token is revoked, by this process or another one, and by a look now and then for what nobody told.
 */
import { coalesce } from '../jobs/coalesce.ts'
import type { Crew } from '../tools/open-crew.ts'
import { endedTokens } from '../tools/people/tokens.ts'
import type { Sessions } from './sessions.ts'

/** Returns how to stop. Throws what the database's listener does where it cannot connect. */
export async function followTokens(
  { database }: Pick<Crew, 'database'>,
  sessions: Sessions,
  { everyMs, onProblem }: { everyMs: number; onProblem(error: unknown): void },
): Promise<() => Promise<void>> {
  const step = coalesce(async () => {
    await sessions.endOf(await endedTokens(database, sessions.bearers(), new Date()))
  }, onProblem)
  // Of any venture: this door serves them all.
  const stopListening = await database.listen('token.revoked', () => step.ask())
  const looking = setInterval(() => step.ask(), everyMs).unref()
  return async () => {
    clearInterval(looking)
    await stopListening()
    await step.stop()
  }
}
