/** Where threads wait: LangGraph's checkpoints in a schema of their own, on the database everything else is in. */
import { PostgresSaver } from '@langchain/langgraph-checkpoint-postgres'
import pg from 'pg'

const SCHEMA = 'langgraph'
const CONNECTIONS = 4

/** Two processes setting up at once: whoever comes second finds a name taken, and what it wanted done. */
const TAKEN = new Set(['23505', '42P06', '42P07', '42710', 'XX000', '40P01'])
const SETUP_TRIES = 20

export interface Checkpointer {
  saver: PostgresSaver
  close(): Promise<void>
}

/** Opens the store of `databaseUrl` and brings its tables up to date; safe from several processes at once. */
export async function openCheckpointer(databaseUrl: string): Promise<Checkpointer> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: CONNECTIONS, allowExitOnIdle: true })
  // A connection that breaks while idle is replaced by the pool; unheard, its error would end the process.
  pool.on('error', () => {})
  const saver = new PostgresSaver(pool, undefined, { schema: SCHEMA })
  try {
    await setUp(saver)
  } catch (error) {
    await pool.end()
    throw error
  }
  return { saver, close: () => pool.end() }
}

async function setUp(saver: PostgresSaver): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await saver.setup()
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      if (!TAKEN.has(code) || tries === SETUP_TRIES) throw error
      await new Promise((resolve) => setTimeout(resolve, 10 * tries))
    }
  }
}
