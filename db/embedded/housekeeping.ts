/**
 * What a server's background processes do and a single backend has nobody for: checkpoints, without which the
 * write-ahead log grows for ever, and vacuum and statistics of the tables that changed.
 */
import type { SessionScheduler } from './session-scheduler.ts'

const ROUND_MS = 60_000
const CHECKPOINT_AFTER_BYTES = 64 * 1024 * 1024

/** The thresholds and scale factors of autovacuum, as PostgreSQL ships them; catalogs too, for staging tables come and go. */
const TABLES_TO_VACUUM = `
  SELECT format('VACUUM (ANALYZE) %I.%I', s.schemaname, s.relname)
    FROM pg_stat_all_tables s JOIN pg_class c ON c.oid = s.relid
   WHERE c.relkind = 'r' AND s.schemaname <> 'pg_toast'
     AND (s.n_dead_tup > 50 + 0.2 * greatest(c.reltuples, 0)
          OR s.n_mod_since_analyze > 50 + 0.1 * greatest(c.reltuples, 0))
   ORDER BY s.n_dead_tup DESC LIMIT 20`

const LOG_POSITION = "SELECT pg_current_wal_lsn() - '0/0'::pg_lsn"

/** Begins the rounds. A round's statements run one at a time, each only when no client wants the backend. */
export function keepHouse(scheduler: SessionScheduler, log: (line: string) => void, everyMs = ROUND_MS): void {
  let checkpointAt = 0
  const round = async (): Promise<void> => {
    await scheduler.maintain('SELECT pg_stat_force_next_flush()')
    for (const [vacuum] of await scheduler.maintain(TABLES_TO_VACUUM)) {
      // A table may be gone by now.
      if (vacuum) await scheduler.maintain(vacuum).catch((error: Error) => log(`${vacuum}: ${error.message}`))
    }
    const position = Number((await scheduler.maintain(LOG_POSITION))[0]?.[0])
    if (position - checkpointAt < CHECKPOINT_AFTER_BYTES) return
    await scheduler.maintain('CHECKPOINT')
    checkpointAt = position
  }
  const next = (): void => {
    setTimeout(() => {
      round().then(next, (error: Error) => {
        log(`housekeeping: ${error.message}`)
        next()
      })
    }, everyMs).unref()
  }
  next()
}
