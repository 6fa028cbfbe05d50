/** Migrations are applied once, whoever comes at the same time. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { readTestConfig } from '../config.ts'
import { createClient } from './client.ts'
import { migrate } from './migrate.ts'
import { testDatabaseUrl } from './test-database.ts'

const { databaseUrl: server } = readTestConfig()
const migrations = readdirSync(new URL('./migrations/', import.meta.url)).sort()

/** Opens the database and migrates it in a process of its own; resolves to the names it applied. */
async function migrateElsewhere(options: { databaseUrl: string | undefined; dataDir: string }): Promise<string[]> {
  const source = `
    import { connectDatabase } from ${JSON.stringify(new URL('./connect.ts', import.meta.url).href)}
    import { migrate } from ${JSON.stringify(new URL('./migrate.ts', import.meta.url).href)}
    const database = await connectDatabase({ ...${JSON.stringify(options)}, lingerSeconds: 0 })
    console.log(JSON.stringify(await migrate(database.sql)))
    await database.close()`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source])
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout) as string[]
}

async function freshDatabase(): Promise<{ databaseUrl: string | undefined; dataDir: string }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'crew-migrate-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 }))
  if (!server) return { databaseUrl: undefined, dataDir }
  const name = `crew_migrate_${process.pid}`
  const admin = createClient(server, { max: 1 })
  await admin.unsafe(`create database ${name}`)
  onTestFinished(async () => {
    await admin.unsafe(`drop database ${name} with (force)`)
    await admin.end()
  })
  const url = new URL(server)
  url.pathname = `/${name}`
  return { databaseUrl: url.href, dataDir }
}

test('two processes at once on an empty database: one applies all of them, in order, the other none', async () => {
  const database = await freshDatabase()
  const applied = await Promise.all([migrateElsewhere(database), migrateElsewhere(database)])
  expect(applied.sort((one, other) => one.length - other.length)).toEqual([[], migrations])
})

test('nothing is pending afterwards, and every one is recorded', async () => {
  const sql = createClient(testDatabaseUrl(), { max: 1 })
  onTestFinished(() => sql.end())
  expect(await migrate(sql)).toEqual([])
  const rows = await sql<{ name: string }[]>`select name from schema_migrations order by name`
  expect(rows.map(({ name }) => name)).toEqual(migrations)
})
