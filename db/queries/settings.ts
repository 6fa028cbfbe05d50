/** Versions of a venture's settings. */
import type { VentureDb } from '../venture-db.ts'

export interface SettingsRow {
  version: number
  settings: unknown
}

/** The newest version whose effective_from is not after `at`. */
export async function settingsInForce(db: VentureDb, at: Date): Promise<SettingsRow | undefined> {
  const [row] = await db.sql<SettingsRow[]>`
    select version, settings from settings_versions
    where venture_id = ${db.ventureId} and effective_from <= ${at}
    order by version desc limit 1`
  return row
}

/** The version that was in force at `at`, of those up to `newest`; the first of them where none was yet. */
export async function settingsInForceUpTo(db: VentureDb, at: Date, newest: number): Promise<SettingsRow | undefined> {
  const [row] = await db.sql<SettingsRow[]>`
    select version, settings from settings_versions
    where venture_id = ${db.ventureId} and version <= ${newest}
    order by effective_from <= ${at} desc, case when effective_from <= ${at} then -version else version end limit 1`
  return row
}

/** Adds the next version and returns its number. Call it in a transaction that holds the venture's lock. */
export async function insertSettingsVersion(
  db: VentureDb,
  version: { settings: unknown; effectiveFrom: Date; changedBy: string; reason: string },
): Promise<number> {
  const [row] = await db.sql<{ version: number }[]>`
    insert into settings_versions (venture_id, version, settings, effective_from, changed_by, reason)
    select ${db.ventureId}, coalesce(max(version), 0) + 1, ${JSON.stringify(version.settings)}::text::jsonb,
      ${version.effectiveFrom}, ${version.changedBy}, ${version.reason}
    from settings_versions where venture_id = ${db.ventureId}
    returning version`
  if (!row) throw new Error('no version was inserted')
  return row.version
}

export interface SettingsVersionRow extends SettingsRow {
  effectiveFrom: Date
  changedBy: string
  /** Of the person who changed it; null when it was the system, or the person's row was deleted. */
  personName: string | null
  reason: string
  createdAt: Date
}

/** Versions `from` up to and with `to`, newest first, at most `limit`. */
export async function settingsVersions(
  db: VentureDb,
  { from, to, limit }: { from: number; to: number; limit: number },
): Promise<SettingsVersionRow[]> {
  return db.sql<SettingsVersionRow[]>`
    select v.version, v.settings, v.effective_from, v.changed_by, v.reason, v.created_at, p.name as person_name
    from settings_versions v
      left join people p on p.venture_id = v.venture_id and v.changed_by = 'person:' || p.id::text
    where v.venture_id = ${db.ventureId} and v.version between ${from} and ${to}
    order by v.version desc limit ${limit}`
}

/** Tells those that listen on `settings.changed` that the venture has a new version, once the transaction commits. */
export async function notifySettingsChanged(db: VentureDb): Promise<void> {
  await db.sql`select pg_notify('settings.changed', ${db.ventureId})`
}
