/** A batch: everything one import made known, at one `recorded_at`. */
import type { VentureDb } from '../../venture-db.ts'

/**
 * Takes the venture's batch lock for the rest of the transaction and returns this batch's `recorded_at`: whole
 * milliseconds, later than every batch before it. Under the lock, so that the latest visible batch is a consistent
 * `knownAt`: no earlier one can appear after it.
 */
export async function beginBatch(db: VentureDb): Promise<Date> {
  await db.sql`select pg_advisory_xact_lock(hashtextextended(${db.ventureId}::uuid::text, 0))`
  const [row] = await db.sql<{ recordedAt: Date }[]>`
    select greatest(date_trunc('milliseconds', clock_timestamp()),
      (select max(recorded_at) from batches where venture_id = ${db.ventureId}) + interval '1 millisecond') as recorded_at`
  if (!row) throw new Error('the database gave no time')
  return row.recordedAt
}

export async function insertBatch(
  db: VentureDb,
  batch: { id: string; recordedAt: Date; source: string; description: string; counts: Record<string, unknown> },
): Promise<void> {
  await db.sql`
    insert into batches (venture_id, recorded_at, id, kind, source, description, counts)
    values (${db.ventureId}, ${batch.recordedAt}, ${batch.id}, 'import', ${batch.source}, ${batch.description},
      ${JSON.stringify(batch.counts)}::text::jsonb)`
}

/** Tells whoever listens on "batch.recorded", when the transaction commits, that this venture has a new batch. */
export async function announceBatch(db: VentureDb): Promise<void> {
  await db.sql`select pg_notify('batch.recorded', ${db.ventureId})`
}
