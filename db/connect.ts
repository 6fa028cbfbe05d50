/** One database, two ways: the Postgres of `DATABASE_URL`, or the embedded one in the data folder. */
import { ConfigError } from '../errors.ts'
import { createClient, type Sql } from './client.ts'
import { type Listener, openListener } from './listener.ts'
import { VentureDb } from './venture-db.ts'

const OLDEST_POSTGRES = 150_000
const OLDEST_PGVECTOR = [0, 5] as const

export interface Database {
  url: string
  kind: 'server' | 'embedded'
  sql: Sql
  forVenture(ventureId: string): VentureDb
  listen: Listener['listen']
  close(): Promise<void>
}

/** Opens and checks the database; does not migrate. Throws ConfigError that says what to do. */
export async function connectDatabase(options: {
  databaseUrl: string | undefined
  dataDir: string
  lingerSeconds?: number
}): Promise<Database> {
  const embedded = options.databaseUrl ? undefined : await openDataFolder(options)
  const url = embedded?.url ?? options.databaseUrl ?? ''
  const sql = createClient(url)
  const listener = openListener(url)
  const close = async () => {
    await listener.close()
    await sql.end({ timeout: 5 })
    await embedded?.close()
  }
  if (!embedded) {
    try {
      await checkServer(sql, url)
    } catch (error) {
      await close()
      throw error
    }
  }
  return {
    url,
    kind: embedded ? 'embedded' : 'server',
    sql,
    forVenture: (ventureId) => new VentureDb(sql, ventureId, sql),
    listen: listener.listen,
    close,
  }
}

async function openDataFolder({ dataDir, lingerSeconds }: { dataDir: string; lingerSeconds?: number }) {
  const { openEmbedded } = await import('./embedded/open-embedded.ts')
  try {
    return await openEmbedded(dataDir, lingerSeconds === undefined ? {} : { lingerSeconds })
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    throw new ConfigError([
      `CREW_DATA_DIR: the embedded database in ${dataDir} cannot be used. ${problem}\nName a folder that you may write to, or set DATABASE_URL to a Postgres server.`,
    ])
  }
}

async function checkServer(sql: Sql, url: string): Promise<void> {
  const at = describe(url)
  const [server] = await sql<{ version: string; versionText: string; vector: string | null }[]>`
    select current_setting('server_version_num') as version, current_setting('server_version') as version_text,
      (select coalesce(installed_version, default_version) from pg_available_extensions where name = 'vector') as vector
  `.catch((error: unknown) => {
    throw new ConfigError([
      `DATABASE_URL: no answer from ${at} (${connectionProblem(error)}). Start that server or correct the address; unset DATABASE_URL to use the embedded database.`,
    ])
  })
  if (!server) throw new ConfigError([`DATABASE_URL: ${at} answered nothing. Is it a Postgres server?`])
  if (Number(server.version) < OLDEST_POSTGRES) {
    throw new ConfigError([`DATABASE_URL: ${at} runs Postgres ${server.versionText}; 15 or later is needed.`])
  }
  if (server.vector === null) {
    throw new ConfigError([
      `DATABASE_URL: pgvector is not installed on ${at}. Install the package (Debian: apt install postgresql-${Math.floor(Number(server.version) / 10_000)}-pgvector), then run: CREATE EXTENSION vector;`,
    ])
  }
  const [major = 0, minor = 0] = server.vector.split('.').map(Number)
  if (major === OLDEST_PGVECTOR[0] && minor < OLDEST_PGVECTOR[1]) {
    throw new ConfigError([
      `DATABASE_URL: pgvector ${server.vector} on ${at} is too old; 0.5 or later is needed. Upgrade it, then run: ALTER EXTENSION vector UPDATE;`,
    ])
  }
  await ensureVector(sql, at)
}

const ALREADY_THERE = new Set(['23505', '42710'])

async function ensureVector(sql: Sql, at: string): Promise<void> {
  const [installed] = await sql`select 1 as one from pg_extension where extname = 'vector'`
  if (installed) return
  await sql`create extension if not exists vector`.catch((error: unknown) => {
    // Two processes at once on a new database: the other one made it.
    if (error instanceof Error && 'code' in error && ALREADY_THERE.has(String(error.code))) return
    throw new ConfigError([
      `DATABASE_URL: the extension vector is missing in ${at} and this user may not add it. As a superuser run: CREATE EXTENSION vector;`,
    ])
  })
}

/** host:port/database, never the user or the password. */
function describe(url: string): string {
  const parsed = new URL(url)
  return `${parsed.hostname || 'localhost'}:${parsed.port || '5432'}${parsed.pathname}`
}

function connectionProblem(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown problem'
  return (
    {
      ECONNREFUSED: 'connection refused',
      CONNECT_TIMEOUT: 'timed out',
      ENOTFOUND: 'no such host',
      '28P01': 'wrong password',
      '3D000': 'no such database',
    }[code] ?? code
  )
}
