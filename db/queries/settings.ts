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
