/** Ten thousand calls at EVA's door, in a process of its own, leave nothing behind. A thousand on the embedded database. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readTestConfig } from '../config.ts'
import { createTestVenture, testDatabaseUrl } from '../db/test-database.ts'
import { leftBehind } from './mcp-leaks.ts'
import { startMcpServers } from './start-mcp-servers.ts'

const CALLS = readTestConfig().databaseUrl === undefined ? 1_000 : 10_000
/** What is kept on purpose is bounded: prepared statements, parsed settings, words of fields. */
const MOST_MB = 5

const dataDir = await mkdtemp(join(tmpdir(), 'crew-leaks-'))
const { sql, ventureId } = await createTestVenture()
afterAll(async () => {
  await sql.end()
  await rm(dataDir, { recursive: true, force: true })
})

test(`${CALLS} calls, 50 at once, leave no memory, no handle and no connection`, { timeout: 300_000 }, async () => {
  const servers = await startMcpServers({ databaseUrl: testDatabaseUrl(), dataDir, venture: `test-${ventureId}` })
  try {
    const left = await leftBehind(servers, CALLS, async (call, n) => {
      if (n % 3 !== 0) return call('get_usage', { windowDays: 1 + (n % 180) })
      // A refusal goes another way.
      await expect(call('get_customer', { customer: `nobody ${n}` })).rejects.toThrow('not_found')
    })
    expect(left.heapMb).toBeLessThan(MOST_MB)
    expect(left.handles).toBeLessThanOrEqual(0)
    expect(left.connections).toBeLessThanOrEqual(0)
    const [kept] = await sql<{ receipts: number; rows: number }[]>`
      select (select count(*) from receipts where venture_id = ${ventureId}) as receipts,
        (select count(*) from ledger where venture_id = ${ventureId}) as rows`
    // Each call is in the ledger, and each answer has its receipt.
    expect(kept?.rows).toBeGreaterThan(CALLS)
    expect(kept?.receipts).toBeGreaterThan((2 / 3) * CALLS)
  } finally {
    await servers.close()
  }
})
