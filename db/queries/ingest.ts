/** Requests of other systems: answered once, whatever their sender repeats. */
import type { VentureDb } from '../venture-db.ts'

/**
 * Takes the venture's batch lock for the rest of the transaction, so that what is read next stands until its end. The
 * merge takes it again, which costs nothing.
 */
export async function lockBatches(db: VentureDb): Promise<void> {
  await db.sql`select pg_advisory_xact_lock(hashtextextended(${db.ventureId}::uuid::text, 0))`
}

export interface AnsweredRequest {
  keyId: string
  idempotencyKey: string
  bodyHash: string
  status: number
  answer: string
}

/** Of the named requests those that were answered before. */
export async function findAnswered(
  db: VentureDb,
  requests: readonly { keyId: string; idempotencyKey: string }[],
): Promise<AnsweredRequest[]> {
  if (requests.length === 0) return []
  return db.sql<AnsweredRequest[]>`
    select key_id, idempotency_key, body_hash, status, answer from ingest_requests
    where venture_id = ${db.ventureId} and (key_id, idempotency_key) in (
      select * from unnest(${requests.map(({ keyId }) => keyId)}::uuid[], ${requests.map((one) => one.idempotencyKey)}::text[]))`
}

export async function insertAnswered(db: VentureDb, requests: readonly AnsweredRequest[], at: Date): Promise<void> {
  if (requests.length === 0) return
  await db.sql`
    insert into ingest_requests (venture_id, key_id, idempotency_key, body_hash, status, answer, created_at)
    select ${db.ventureId}::uuid, r.*, ${at}::timestamptz from unnest(${requests.map(({ keyId }) => keyId)}::uuid[],
      ${requests.map((one) => one.idempotencyKey)}::text[], ${requests.map((one) => one.bodyHash)}::text[],
      ${requests.map((one) => one.status)}::integer[], ${requests.map((one) => one.answer)}::text[]) r`
}

/** Deletes answers given before `before`; returns how many. */
export async function forgetAnswered(db: VentureDb, before: Date): Promise<number> {
  const rows = await db.sql`
    delete from ingest_requests where venture_id = ${db.ventureId} and created_at < ${before} returning 1`
  return rows.length
}

/** Notes that the keys were used, to the minute: a row rewritten for each request would be a queue for all of them. */
export async function touchApiKeys(db: VentureDb, ids: readonly string[], at: Date): Promise<void> {
  await db.sql`
    update api_keys set last_used_at = ${at}
    where venture_id = ${db.ventureId} and id = any(${[...ids]}::uuid[])
      and (last_used_at is null or last_used_at < ${at}::timestamptz - interval '1 minute')`
}
