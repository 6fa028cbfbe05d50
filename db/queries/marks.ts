/** Marks: customers about whom something was loaded since they were last scored. */
import type { VentureDb } from '../venture-db.ts'

/** Whether a refresh of `day` would find a customer that something was loaded about. */
export async function isAnyoneMarked(db: VentureDb, day: string): Promise<boolean> {
  const rows = await db.sql`
    select 1 as one from score_marks where venture_id = ${db.ventureId} and since_on <= ${day}::date limit 1`
  return rows.length > 0
}
