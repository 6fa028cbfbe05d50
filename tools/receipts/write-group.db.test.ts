/** Receipts and ledger rows of many calls at once, from more than one process. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient } from '../../db/client.ts'
import type { NewReceipt } from '../../db/queries/receipts.ts'
import { createTestVenture, type TestVenture, testDatabaseUrl } from '../../db/test-database.ts'
import { VentureDb } from '../../db/venture-db.ts'
import { appendLedger, type LedgerEntry } from '../ledger/append-ledger.ts'
import { checkLedger } from '../ledger/check-chain.ts'
import { writeReceipt } from './write-group.ts'

const key = Buffer.alloc(32, 1)
const at = new Date('2026-01-02T03:04:05Z')
let venture: TestVenture
let dataDir: string
beforeAll(async () => {
  venture = await createTestVenture()
  dataDir = await mkdtemp(join(tmpdir(), 'crew-groups-'))
})
afterAll(async () => {
  await venture.sql.end()
  await rm(dataDir, { recursive: true })
})

function receipt(): NewReceipt {
  return {
    id: uuidv7(),
    tool: 'get_nps',
    arguments: '{}',
    settingsVersion: 1,
    asOf: '2026-01-02',
    knownAt: at,
    rowCount: 1,
    result: '{}',
    resultHash: 'h',
    actor: 'system:test',
    runId: null,
    createdAt: at,
  }
}

function called(receiptId: string): LedgerEntry {
  return { event: 'tool.called', actor: { kind: 'system', id: 'test' }, at, ids: { receiptId } }
}

async function counts() {
  const [row] = await venture.sql<{ receipts: number; rows: number }[]>`
    select (select count(*) from receipts where venture_id = ${venture.ventureId}) as receipts,
      (select count(*) from ledger where venture_id = ${venture.ventureId}) as rows`
  return row
}

test('two processes and who else appends write one unbroken chain, with a receipt for each call', async () => {
  // A pool of its own is what another process has: it knows nothing of the head that this one left.
  const otherSql = createClient(testDatabaseUrl(), { max: 2 })
  const other = new VentureDb(otherSql, venture.ventureId, otherSql)
  const write = async (db: VentureDb) => {
    const made = receipt()
    return writeReceipt(db, key, made, called(made.id))
  }
  try {
    const numbers: number[] = []
    for (let round = 0; round < 8; round++) {
      numbers.push(
        ...(await Promise.all(Array.from({ length: 20 }, (_, n) => write(n % 2 === 0 ? venture.db : other)))),
      )
      await venture.db.transaction((tx) => appendLedger(tx, key, called('none')))
    }
    expect(new Set(numbers).size).toBe(160)
    expect(await counts()).toEqual({ receipts: 160, rows: 168 })
    expect(await checkLedger(venture.db, key, dataDir)).toMatchObject({ lastSeq: 168, problems: [] })
  } finally {
    await otherSql.end()
  }
})

test('a receipt that the database refuses leaves no ledger row, and takes nobody with it', async () => {
  const before = await counts()
  const [good, bad] = [receipt(), { ...receipt(), rowCount: -1 }]
  const settled = await Promise.allSettled(
    [good, bad].map((each) => writeReceipt(venture.db, key, each, called(each.id))),
  )
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  expect(await counts()).toEqual({ receipts: (before?.receipts ?? 0) + 1, rows: (before?.rows ?? 0) + 1 })
  expect(await checkLedger(venture.db, key, dataDir)).toMatchObject({ problems: [] })
})
