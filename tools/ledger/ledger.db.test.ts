import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestVenture, propertyRuns, type TestVenture } from '../../db/test-database.ts'
import type { Actor } from '../define-tool.ts'
import { appendLedger, appendLedgerRows, type LedgerEntry } from './append-ledger.ts'
import { checkLedger } from './check-chain.ts'
import { ledgerHeadsFile, signLedgerHead } from './ledger-heads.ts'

const key = Buffer.alloc(32, 1)
const actor: Actor = { kind: 'system', id: 'test', name: 'Test', roles: ['operator'] }
const at = new Date('2026-01-02T03:04:05Z')
let shared: TestVenture
let venture: TestVenture
let dataDir: string

beforeAll(async () => {
  shared = await createTestVenture()
})
afterAll(() => shared.sql.end())
beforeEach(async () => {
  venture = await createTestVenture(shared.sql)
  dataDir = await mkdtemp(join(tmpdir(), 'crew-ledger-'))
  return () => rm(dataDir, { recursive: true })
})

function entry(index: number): LedgerEntry {
  return { event: 'thing.happened', actor, at, ids: { thing: `thing-${index}` }, detail: { index } }
}

async function fill(target: TestVenture, rowCount: number): Promise<void> {
  await appendLedgerRows(
    target.db,
    key,
    Array.from({ length: rowCount }, (_, index) => entry(index)),
  )
}

/** Cuts the tail off and rewrites the head row to match, as someone who can write to the database would. */
async function cutTail({ sql, ventureId }: TestVenture, last: number): Promise<void> {
  await sql`delete from ledger where venture_id = ${ventureId} and seq > ${last}`
  await sql`update ledger_heads set seq = ${last},
    hash = coalesce((select hash from ledger where venture_id = ${ventureId} and seq = ${last}), '')
    where venture_id = ${ventureId}`
}

describe('appending', () => {
  test('400 appends at once all succeed, in one unbroken chain', async () => {
    await Promise.all(
      Array.from({ length: 400 }, (_, index) =>
        venture.db.transaction(async (tx) => {
          await tx.sql`select ${index}::integer`
          await appendLedger(tx, key, entry(index))
        }),
      ),
    )
    const check = await checkLedger(venture.db, key, dataDir)
    expect(check).toMatchObject({ rowCount: 400, lastSeq: 400, problems: [] })
    const rows = await venture.sql<
      { entry: string }[]
    >`select entry from ledger where venture_id = ${venture.ventureId}`
    expect(new Set(rows.map((row) => JSON.parse(row.entry).ids.thing)).size).toBe(400)
  })

  test('a transaction that fails leaves no row', async () => {
    await fill(venture, 2)
    await expect(
      venture.db.transaction(async (tx) => {
        await appendLedger(tx, key, entry(3))
        throw new Error('stop')
      }),
    ).rejects.toThrow('stop')
    expect(await checkLedger(venture.db, key, dataDir)).toMatchObject({ lastSeq: 2, problems: [] })
  })

  test('two ventures have two chains', async () => {
    const other = await createTestVenture(shared.sql)
    await fill(venture, 3)
    await fill(other, 1)
    expect(await checkLedger(other.db, key, dataDir)).toMatchObject({ rowCount: 1, problems: [] })
  })
})

describe('checking', () => {
  const ROWS = 12
  const places = { start: 1, middle: 6, end: ROWS }

  for (const [place, seq] of Object.entries(places)) {
    test(`an edited row at the ${place}`, async () => {
      await fill(venture, ROWS)
      await venture.sql`update ledger set entry = replace(entry, 'thing.happened', 'thing.hidden')
        where venture_id = ${venture.ventureId} and seq = ${seq}`
      const { problems } = await checkLedger(venture.db, key, dataDir)
      expect(problems).toMatchObject([{ seq, kind: 'edited' }])
      expect(problems[0]?.what).toContain(`Row ${seq} `)
    })

    test(`a removed row at the ${place}`, async () => {
      await fill(venture, ROWS)
      await venture.sql`delete from ledger where venture_id = ${venture.ventureId} and seq = ${seq}`
      const { problems } = await checkLedger(venture.db, key, dataDir)
      expect(problems).toMatchObject([{ seq, kind: place === 'end' ? 'truncated' : 'removed' }])
    })

    test(`a row put in another's place at the ${place}`, async () => {
      await fill(venture, ROWS)
      const other = seq === ROWS ? ROWS - 1 : seq + 1
      await swap(venture, seq, other)
      const { problems } = await checkLedger(venture.db, key, dataDir)
      expect(problems.map((problem) => problem.seq)).toEqual(expect.arrayContaining([seq, other]))
      expect(problems[0]?.kind).toBe('reordered')
    })
  }

  test('a row inserted at the end, head moved along', async () => {
    await fill(venture, ROWS)
    await venture.sql`insert into ledger (venture_id, seq, entry, prev_hash, hash)
      select venture_id, ${ROWS + 1}, entry, hash, hash from ledger
      where venture_id = ${venture.ventureId} and seq = ${ROWS}`
    await venture.sql`update ledger_heads set seq = ${ROWS + 1} where venture_id = ${venture.ventureId}`
    const { problems } = await checkLedger(venture.db, key, dataDir)
    expect(problems[0]).toMatchObject({ seq: ROWS + 1, kind: 'reordered' })
  })

  test('a tail cut off with its head row shows by the signed head, and only by it', async () => {
    await fill(venture, ROWS)
    await cutTail(venture, 9)
    expect((await checkLedger(venture.db, key, dataDir)).problems).toEqual([])
    await fill(venture, 3)
    await signLedgerHead(venture.db, key, dataDir, at)
    await cutTail(venture, 9)
    const { problems } = await checkLedger(venture.db, key, dataDir)
    expect(problems).toMatchObject([{ seq: 10, kind: 'truncated', what: 'Rows 10 to 12 were cut off the end.' }])
  })

  test('a tail cut off and grown again to the same length shows too', async () => {
    await fill(venture, ROWS)
    await signLedgerHead(venture.db, key, dataDir, at)
    await cutTail(venture, ROWS - 1)
    await appendLedger(venture.db, key, entry(99))
    const { problems } = await checkLedger(venture.db, key, dataDir)
    expect(problems).toMatchObject([{ seq: ROWS, kind: 'edited' }])
  })

  test('a signed head that was altered is named by its line', async () => {
    await fill(venture, 2)
    await signLedgerHead(venture.db, key, dataDir, at)
    const head = { ventureId: venture.ventureId, seq: 1, hash: 'x', at: at.toISOString(), signature: 'x' }
    await writeFile(ledgerHeadsFile(dataDir), `${JSON.stringify(head)}\n`)
    expect((await checkLedger(venture.db, key, dataDir)).problems).toMatchObject([{ kind: 'heads_file' }])
  })

  test('the head is signed once while nothing is added', async () => {
    await fill(venture, 1)
    await signLedgerHead(venture.db, key, dataDir, at)
    await signLedgerHead(venture.db, key, dataDir, at)
    expect((await checkLedger(venture.db, key, dataDir)).signedHeadCount).toBe(1)
  })

  test('a wrong key is told apart from an edited row', async () => {
    await fill(venture, 3)
    const { problems } = await checkLedger(venture.db, Buffer.alloc(32, 2), dataDir)
    expect(problems.map((problem) => problem.kind)).toEqual(['wrong_key', 'wrong_key', 'wrong_key'])
  })

  test('any tampering is found', async () => {
    await fill(venture, ROWS)
    await signLedgerHead(venture.db, key, dataDir, at)
    const seq = fc.integer({ min: 1, max: ROWS })
    const tampering = fc.oneof(
      fc.record({
        kind: fc.constant('edit' as const),
        seq,
        column: fc.constantFrom('entry', 'prev_hash', 'hash'),
        offset: fc.nat(),
      }),
      fc.record({ kind: fc.constant('remove' as const), seq }),
      fc.record({ kind: fc.constant('cut' as const), seq: fc.integer({ min: 0, max: ROWS - 1 }) }),
      fc
        .tuple(seq, seq)
        .filter(([a, b]) => a !== b)
        .map(([a, b]) => ({ kind: 'swap' as const, seq: a, other: b })),
    )
    await fc.assert(
      fc.asyncProperty(tampering, async (change) => {
        const rollback = new Error('rollback')
        let found = 0
        await venture.db
          .transaction(async (tx) => {
            const inside = { ...venture, sql: tx.sql as TestVenture['sql'] }
            if (change.kind === 'remove') {
              await tx.sql`delete from ledger where venture_id = ${venture.ventureId} and seq = ${change.seq}`
            } else if (change.kind === 'cut') await cutTail(inside, change.seq)
            else if (change.kind === 'swap') await swap(inside, change.seq, change.other)
            else await editCharacter(inside, change)
            found = (await checkLedger(tx, key, dataDir)).problems.length
            throw rollback
          })
          .catch((error: unknown) => {
            if (error !== rollback) throw error
          })
        expect(found).toBeGreaterThan(0)
      }),
      { numRuns: propertyRuns(60) },
    )
    expect((await checkLedger(venture.db, key, dataDir)).problems).toEqual([])
  })
})

async function swap({ sql, ventureId }: TestVenture, a: number, b: number): Promise<void> {
  await sql`update ledger set seq = seq + 1000 where venture_id = ${ventureId} and seq in (${a}, ${b})`
  await sql`update ledger set seq = case seq when ${a + 1000} then ${b}::bigint else ${a}::bigint end
    where venture_id = ${ventureId} and seq > 1000`
}

async function editCharacter(
  { sql, ventureId }: TestVenture,
  change: { seq: number; column: string; offset: number },
): Promise<void> {
  const [row] = await sql<{ entry: string; prevHash: string; hash: string }[]>`
    select entry, prev_hash, hash from ledger where venture_id = ${ventureId} and seq = ${change.seq}`
  if (!row) throw new Error('no such row')
  const edit = (text: string) => {
    const index = change.offset % Math.max(text.length, 1)
    return `${text.slice(0, index)}${text[index] === 'x' ? 'y' : 'x'}${text.slice(index + 1)}`
  }
  const next = {
    entry: change.column === 'entry' ? edit(row.entry) : row.entry,
    prevHash: change.column === 'prev_hash' ? edit(row.prevHash) : row.prevHash,
    hash: change.column === 'hash' ? edit(row.hash) : row.hash,
  }
  await sql`update ledger set entry = ${next.entry}, prev_hash = ${next.prevHash}, hash = ${next.hash}
    where venture_id = ${ventureId} and seq = ${change.seq}`
}
