/** A context to run tools in from a test: the test venture, as of `now`, everything loaded so far known. */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newestBatchAt } from '../db/queries/ventures.ts'
import type { TestVenture } from '../db/test-database.ts'
import type { Actor, ToolContext } from './define-tool.ts'
import { hashingEmbedder } from './feedback/hashing-embedder.ts'
import { readSettings } from './settings/settings.ts'

export const testKey = Buffer.alloc(32, 1)

/** May call everything. */
export const testChairman: Actor = {
  kind: 'person',
  id: '01900000-0000-7000-8000-000000000001',
  name: 'Test Chairman',
  roles: ['chairman', 'operator', 'analyst', 'success'],
}

/** As of the day of `now`, which is 15 January 2026 unless given; each call has a data folder of its own. */
export async function testContext(venture: TestVenture, overrides: Partial<ToolContext> = {}): Promise<ToolContext> {
  const now = overrides.now ?? new Date('2026-01-15T12:00:00Z')
  const { settings, version } = await readSettings(venture.db, now)
  return {
    db: venture.db,
    venture: {
      id: venture.ventureId,
      slug: `test-${venture.ventureId}`,
      name: 'Test',
      currency: 'USD',
      timeZone: 'UTC',
      simulated: false,
    },
    actor: testChairman,
    door: 'cli',
    settings,
    settingsVersion: version,
    asOf: now.toISOString().slice(0, 10),
    knownAt: (await newestBatchAt(venture.db)) ?? now,
    now,
    ledgerKey: testKey,
    embedder: hashingEmbedder,
    installation: { database: 'embedded', writer: 'offline' },
    dataDir: overrides.dataDir ?? (await mkdtemp(join(tmpdir(), 'crew-test-'))),
    ...overrides,
  }
}
