/** Modes: each change a row, the newest one holds. */
import type { VentureDb } from '../venture-db.ts'

export interface ModeRow {
  kind: string
  mode: string
  setBy: string
  reason: string
  setAt: Date
}

/** The mode in force of each kind that was ever set. */
export async function currentModes(db: VentureDb): Promise<ModeRow[]> {
  return db.sql<ModeRow[]>`
    select distinct on (kind) kind, mode, set_by, reason, set_at from action_modes
    where venture_id = ${db.ventureId}
    order by kind, set_at desc, id desc`
}

export async function insertMode(
  db: VentureDb,
  mode: { id: string; kind: string; mode: string; setBy: string; reason: string },
): Promise<void> {
  await db.sql`
    insert into action_modes (venture_id, id, kind, mode, set_by, reason)
    values (${db.ventureId}, ${mode.id}, ${mode.kind}, ${mode.mode}, ${mode.setBy}, ${mode.reason})`
}
