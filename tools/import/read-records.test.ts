import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { inspectFile, readRecords, type SourceRecord } from './read-records.ts'

const folder = mkdtempSync(join(tmpdir(), 'crew-records-'))
afterAll(() => rmSync(folder, { recursive: true }))
let made = 0

function file(content: string | Buffer): string {
  const path = join(folder, `${made++}.csv`)
  writeFileSync(path, content)
  return path
}

async function recordsOf(path: string, columns: string[] = []): Promise<SourceRecord[]> {
  const records: SourceRecord[] = []
  for await (const record of readRecords(await inspectFile(path, columns))) records.push(record)
  return records
}

test('any delimiter, quotes, BOM, line end and compression read back the same values and lines', async () => {
  const value = fc.string({ unit: fc.constantFrom(...'ab"; ,|\t\n0é→'.split('')), maxLength: 8 })
  const rows = fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 6 })
  const writing = fc.record({
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    bom: fc.boolean(),
    isGzip: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(rows, writing, async (values, { delimiter, lineEnd, bom, isGzip }) => {
      const csv = stringify([['id', 'name', 'note'], ...values], {
        delimiter,
        record_delimiter: lineEnd,
        bom,
        quoted: true,
      })
      const records = await recordsOf(file(isGzip ? gzipSync(csv) : csv), ['id', 'name', 'note'])
      expect(records.map((record) => record.values)).toEqual(values)
      let line = 2
      for (const [at, row] of values.entries()) {
        expect(records[at]?.line).toBe(line)
        line += 1 + (row.join('').split('\n').length - 1)
      }
    }),
    { numRuns: 60 },
  )
})

test('the delimiter is the one whose header has the mapped columns', async () => {
  const path = file('id;"name, full";note\n1;a, b, c;x\n')
  expect(await inspectFile(path, ['id', 'note'])).toMatchObject({
    delimiter: ';',
    columns: ['id', 'name, full', 'note'],
  })
})

test('blank lines are skipped and counted, and a row of another width is a problem of that row only', async () => {
  const records = await recordsOf(file('a,b\n\n1,2\n\n\n3\n4,5,6\n7,8\n'))
  expect(records.map(({ line, problem }) => [line, problem])).toEqual([
    [3, undefined],
    [6, '1 value where the header has 2'],
    [7, '3 values where the header has 2'],
    [8, undefined],
  ])
})

test('JSONL: numbers, booleans, nulls and missing keys become text; a broken line is a problem of that line', async () => {
  const records = await recordsOf(file('{"a":1,"b":true}\n\n{"a":null,"c":"x\\ny"}\n{"a":\n{"b":{"d":1}}\n'))
  expect(records).toEqual([
    { line: 1, values: ['1', 'true', ''] },
    { line: 3, values: ['', '', 'x\ny'] },
    { line: 4, values: ['{"a":'], problem: 'not a JSON object' },
    { line: 5, values: ['', '{"d":1}', ''] },
  ])
})

test('a file that cannot be used says why', async () => {
  await expect(inspectFile(join(folder, 'none.csv'), [])).rejects.toThrow('does not exist')
  await expect(inspectFile(file('  \n'), [])).rejects.toThrow('is empty')
  await expect(inspectFile(file(Buffer.from('\ufeffid,name\n', 'utf16le')), [])).rejects.toThrow('UTF-16')
  await expect(inspectFile(file(Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8])), [])).rejects.toThrow('gzip')
  await expect(recordsOf(file('a,b\n1,2\n3,"open\n4,5\n'))).rejects.toThrow(/never closed/)
  await expect(recordsOf(file(gzipSync('a,b\n'.repeat(200_000)).subarray(0, -8)))).rejects.toThrow('gzip')
})
