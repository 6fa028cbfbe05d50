/** Runs of the crew: one row each, from its start. */
import type { VentureDb } from '../venture-db.ts'

export interface NewCrewRun {
  id: string
  asOf: string
  knownAt: Date
  startedAt: Date
  /** `offline templates`, or the model's name. */
  writer: string
}

export async function insertCrewRun(db: VentureDb, run: NewCrewRun): Promise<void> {
  await db.sql`
    insert into crew_runs (venture_id, id, as_of, known_at, started_at, writer)
    values (${db.ventureId}, ${run.id}, ${run.asOf}, ${run.knownAt}, ${run.startedAt}, ${run.writer})`
}

/** `summary` holds counts and ids only: it outlives the people it speaks of. */
export async function finishCrewRun(
  db: VentureDb,
  run: { id: string; status: 'done' | 'failed'; finishedAt: Date; summary: Record<string, number | string> },
): Promise<void> {
  await db.sql`
    update crew_runs set status = ${run.status}, finished_at = ${run.finishedAt}, summary = ${db.sql.json(run.summary)}
    where venture_id = ${db.ventureId} and id = ${run.id}`
}
