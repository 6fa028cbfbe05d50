/** Numbered SQL, forward only. All pending migrations run in one transaction under a lock, so two processes are safe. */
import { readdir, readFile } from 'node:fs/promises'
import type { Sql } from './client.ts'

const FOLDER = new URL('./migrations/', import.meta.url)
const LOCK = 7_305_112

/** Applies what is pending. Returns the names applied, oldest first; throws what the database says of a bad migration. */
export async function migrate(sql: Sql): Promise<string[]> {
  const files = (await readdir(FOLDER)).filter((file) => /^\d{4}_[a-z0-9_]+\.sql$/.test(file)).sort()
  const applied: string[] = []
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${LOCK})`
    await tx`create table if not exists schema_migrations (
      name text primary key, applied_at timestamptz not null default now())`
    const done = new Set((await tx<{ name: string }[]>`select name from schema_migrations`).map((row) => row.name))
    for (const file of files.filter((name) => !done.has(name))) {
      await tx.unsafe(await readFile(new URL(file, FOLDER), 'utf8'))
      await tx`insert into schema_migrations (name) values (${file})`
      applied.push(file)
    }
  })
  return applied
}
