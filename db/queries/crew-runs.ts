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

/** Until the transaction ends nobody else looks whether one runs: two that looked at once would both begin. */
export async function lockCrewRuns(db: VentureDb): Promise<void> {
  await db.sql`select pg_advisory_xact_lock(hashtextextended(${`crew runs ${db.ventureId}`}, 0))`
}

export async function insertCrewRun(db: VentureDb, run: NewCrewRun): Promise<void> {
  await db.sql`
    insert into crew_runs (venture_id, id, as_of, known_at, started_at, writer)
    values (${db.ventureId}, ${run.id}, ${run.asOf}, ${run.knownAt}, ${run.startedAt}, ${run.writer})`
}

/** `summary` holds counts and ids only: it outlives the people it speaks of. */
export async function finishCrewRun(
  db: VentureDb,
  run: {
    id: string
    status: 'done' | 'failed' | 'cancelled'
    finishedAt: Date
    summary: Record<string, number | string>
  },
): Promise<void> {
  await db.sql`
    update crew_runs set status = ${run.status}, finished_at = ${run.finishedAt}, summary = ${db.sql.json(run.summary)}
    where venture_id = ${db.ventureId} and id = ${run.id}`
}

export interface RunProgress {
  step: string
  done: number
  total: number
  message: string
}

export interface CrewRunRow {
  id: string
  asOf: string
  writer: string
  status: 'running' | 'done' | 'failed' | 'cancelled'
  startedAt: Date
  finishedAt: Date | null
  /** When somebody was last seen to work on it. */
  seenAt: Date
  stopAskedAt: Date | null
  progress: RunProgress | null
  summary: Record<string, number | string>
  /** Of the proposals it filed, in order. */
  proposalNumbers: number[]
  hasReport: boolean
}

/** The run named, or the one started last; undefined when there is none. */
export async function readCrewRun(db: VentureDb, id: string | undefined): Promise<CrewRunRow | undefined> {
  const [row] = await db.sql<CrewRunRow[]>`
    select r.id, r.as_of, r.writer, r.status, r.started_at, r.finished_at, coalesce(r.seen_at, r.started_at) as seen_at,
      r.stop_asked_at, r.progress, r.summary,
      array(select p.number from proposals p where p.venture_id = r.venture_id and p.run_id = r.id
        order by p.number) as proposal_numbers,
      exists (select from reports where venture_id = r.venture_id and run_id = r.id) as has_report
    from crew_runs r
    where r.venture_id = ${db.ventureId} and (${id ?? null}::uuid is null or r.id = ${id ?? null}::uuid)
    order by r.started_at desc, r.id desc limit 1`
  return row
}

/** Notes that it is worked on and how far it is; true when somebody asked it to stop. */
export async function noteRunProgress(
  db: VentureDb,
  run: { id: string; progress: RunProgress | null; seenAt: Date },
): Promise<boolean> {
  const [row] = await db.sql<{ isStopAsked: boolean }[]>`
    update crew_runs set seen_at = ${run.seenAt},
      progress = coalesce(${run.progress === null ? null : JSON.stringify(run.progress)}::text::jsonb, progress)
    where venture_id = ${db.ventureId} and id = ${run.id}
    returning stop_asked_at is not null as is_stop_asked`
  return row?.isStopAsked ?? false
}

/** Asks a run to stop at its next safe point; false when it is over. */
export async function askRunToStop(db: VentureDb, id: string, at: Date): Promise<boolean> {
  const rows = await db.sql`
    update crew_runs set stop_asked_at = coalesce(stop_asked_at, ${at})
    where venture_id = ${db.ventureId} and id = ${id} and status = 'running'
    returning id`
  return rows.length === 1
}
