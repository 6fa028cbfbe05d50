/** Ventures. The only queries without a VentureDb: they are how one is found. */
import type { Queryable } from '../client.ts'
import type { VentureDb } from '../venture-db.ts'

export interface VentureRow {
  id: string
  slug: string
  name: string
  currency: string
  timeZone: string
  simulated: boolean
  createdAt: Date
}

/** All ventures of this database, oldest first. */
export async function listVentures(sql: Queryable): Promise<VentureRow[]> {
  return sql<VentureRow[]>`
    select id, slug, name, currency, time_zone, simulated, created_at from ventures order by created_at, slug`
}

/** Adds the venture; false when its slug is taken. */
export async function insertVenture(sql: Queryable, venture: VentureRow): Promise<boolean> {
  const rows = await sql`
    insert into ventures (id, slug, name, currency, time_zone, simulated, created_at)
    values (${venture.id}, ${venture.slug}, ${venture.name}, ${venture.currency}, ${venture.timeZone},
      ${venture.simulated}, ${venture.createdAt})
    on conflict (slug) do nothing returning id`
  return rows.length === 1
}

/** Removes the venture and all that hangs on it, unless a batch was ever loaded; false when one was. */
export async function deleteUnusedVenture(db: VentureDb): Promise<boolean> {
  const rows = await db.sql`
    delete from ventures where id = ${db.ventureId}
      and not exists (select from batches where venture_id = ${db.ventureId}) returning id`
  return rows.length === 1
}

/** Settings version 1: every parameter at its default, in force for every past day. */
export async function insertDefaultSettings(db: VentureDb, settings: string, createdAt: Date): Promise<void> {
  await db.sql`
    insert into settings_versions (venture_id, version, settings, effective_from, changed_by, reason, created_at)
    values (${db.ventureId}, 1, ${settings}::text::jsonb, '1970-01-01', 'system', 'defaults', ${createdAt})`
}

export interface DataAndSettingsRow {
  newestBatchAt: Date | null
  /** Of the newest version in force; null where none was ever saved. */
  version: number | null
  settings: unknown
}

/** What every call of a tool begins with, in one look: the newest committed batch, and the settings in force at `at`. */
export async function dataAndSettings(db: VentureDb, at: Date): Promise<DataAndSettingsRow> {
  const { sql, ventureId } = db
  const [row] = await sql<DataAndSettingsRow[]>`
    select (select recorded_at from batches where venture_id = ${ventureId} order by recorded_at desc limit 1) as newest_batch_at,
      version, settings
    from (select) one left join lateral (
      select version, settings from settings_versions
      where venture_id = ${ventureId} and effective_from <= ${at} order by version desc limit 1) in_force on true`
  return row ?? { newestBatchAt: null, version: null, settings: null }
}

/** The newest committed batch's time; undefined when nothing was loaded. What was known by it never changes again. */
export async function newestBatchAt(db: VentureDb): Promise<Date | undefined> {
  const [row] = await db.sql<{ recordedAt: Date }[]>`
    select recorded_at from batches where venture_id = ${db.ventureId} order by recorded_at desc limit 1`
  return row?.recordedAt
}
