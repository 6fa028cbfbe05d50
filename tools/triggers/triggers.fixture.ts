/** Crossings as a refresh writes them, and what triggers made of them, for tests. */
import type { VentureDb } from '../../db/venture-db.ts'
import { rescore } from '../proposals/proposal.fixture.ts'

/** The customer's status changes: a crossing, and the snapshot that goes with it. */
export async function cross(
  db: VentureDb,
  customerId: string,
  to: { status: string; score: number; from?: { status: string; score: number } | null; on?: string },
): Promise<void> {
  const on = to.on ?? '2026-03-02'
  const from = to.from === undefined ? { status: 'at_risk', score: 55 } : to.from
  await rescore(db, customerId, { on, score: to.score, status: to.status })
  await db.sql`insert into score_crossings (venture_id, customer_id, as_of, from_status, to_status, from_score, to_score,
      crossed_at)
    values (${db.ventureId}, ${customerId}, ${on}, ${from?.status ?? null}, ${to.status}, ${from?.score ?? null},
      ${to.score}, ${`${on}T10:00:00Z`})`
}

export interface FiringState {
  id: string
  trigger: string
  status: string
  endedBy: string | null
  iteration: number
  actions: string[]
}

/** Firings about the subject (a customer's id or `venture`), oldest first, with what was done as `1 alert`. */
export async function firingsAbout(db: VentureDb, subject: string): Promise<FiringState[]> {
  return db.sql<FiringState[]>`
    select f.id, f.trigger, f.status, f.ended_by, f.iteration, coalesce((
        select array_agg(a.iteration || ' ' || a.kind order by a.iteration, a.kind) from trigger_actions a
        where a.venture_id = f.venture_id and a.firing_id = f.id), '{}') as actions
    from trigger_firings f where f.venture_id = ${db.ventureId} and f.subject = ${subject} order by f.number`
}
