/**
 * One database for a whole test run: a fresh one on the server of TEST_DATABASE_URL, else the embedded one in a
 * temporary folder. Test files share it and keep apart by making their own ventures.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { uuidv7 } from 'uuidv7'
import { inject } from 'vitest'
import type { TestProject } from 'vitest/node'
import { readTestConfig } from '../config.ts'
import { createClient, type Sql } from './client.ts'
import { migrate } from './migrate.ts'
import { VentureDb } from './venture-db.ts'

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string
  }
}

/** Vitest's global setup. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { databaseUrl } = readTestConfig()
  const { url, drop } = databaseUrl ? await freshOnServer(databaseUrl) : await freshEmbedded()
  const sql = createClient(url, { max: 1 })
  await migrate(sql)
  await sql.end()
  project.provide('databaseUrl', url)
  return drop
}

async function freshOnServer(serverUrl: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `crew_test_${uuidv7().replaceAll('-', '').slice(0, 16)}_${process.pid}`
  const admin = createClient(serverUrl, { max: 1 })
  await admin.unsafe(`create database ${name}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return {
    url: url.href,
    drop: async () => {
      await admin.unsafe(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}

async function freshEmbedded(): Promise<{ url: string; drop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'crew-test-'))
  const { openEmbedded } = await import('./embedded/open-embedded.ts')
  const embedded = await openEmbedded(folder, { lingerSeconds: 0 })
  return {
    url: embedded.url,
    drop: async () => {
      await embedded.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
    },
  }
}

/** The run's database, from inside a test file. */
export function testDatabaseUrl(): string {
  return inject('databaseUrl')
}

/** Runs of a property test: all of them on a server, a third on the embedded database, which takes one statement at a time. */
export function propertyRuns(count: number): number {
  return readTestConfig().databaseUrl === undefined ? Math.ceil(count / 3) : count
}

export interface TestVenture {
  sql: Sql
  db: VentureDb
  ventureId: string
}

/** A new empty venture (currency USD, UTC) with settings version 1 at the defaults. Call `sql.end()` in afterAll. */
export async function createTestVenture(sql: Sql = createClient(testDatabaseUrl())): Promise<TestVenture> {
  const ventureId = uuidv7()
  await sql`insert into ventures (id, slug, name, currency) values (${ventureId}, ${`test-${ventureId}`}, 'Test', 'USD')`
  await sql`insert into settings_versions (venture_id, version, settings, effective_from, changed_by, reason)
    values (${ventureId}, 1, '{}', '2000-01-01', 'system', 'defaults')`
  return { sql, ventureId, db: new VentureDb(sql, ventureId, sql) }
}
