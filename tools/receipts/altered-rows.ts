/** Source rows that were changed, added or removed outside a batch, as far as the database still shows it. */
import {
  type AlteredRow,
  alteredRows,
  batchesKeepTheirStamp,
  batchShortfalls,
  rowsWithoutVersions,
  type usageDrift,
} from '../../db/queries/source-rows.ts'
import type { VentureDb } from '../../db/venture-db.ts'

const MOST_ROWS_A_TABLE = 10

/**
 * Rows whose writer is not their batch's; what was removed, as far as something points to it (an entity without a
 * version, a batch of which less is left than it noted); then customers whose usage roll-up disagrees with their events,
 * for that is how a removed usage event shows. `canTell` is false after a restore from a dump, which stamps every row anew.
 */
export async function findAlteredRows(
  db: VentureDb,
  knownAt: Date,
  drift: Awaited<ReturnType<typeof usageDrift>>,
): Promise<{ rows: AlteredRow[]; canTell: boolean }> {
  const canTell = await batchesKeepTheirStamp(db)
  const rows = canTell ? await alteredRows(db, knownAt, MOST_ROWS_A_TABLE) : []
  rows.push(...(await rowsWithoutVersions(db, knownAt, MOST_ROWS_A_TABLE)), ...(await batchShortfalls(db, knownAt)))
  const named = new Set(rows.map((row) => row.customerId))
  for (const { customerId, rolledUp, events } of drift.slice(0, MOST_ROWS_A_TABLE)) {
    if (named.has(customerId) && rolledUp === events) continue
    rows.push({
      table: 'usage_events',
      row: `${events} events where ${rolledUp} were loaded`,
      customerId,
      recordedAt: knownAt,
      how: events < rolledUp ? 'removed' : 'changed',
    })
  }
  return { rows, canTell }
}
