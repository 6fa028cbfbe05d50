import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RowCutter } from './row-cutter.ts'

/** Rows are padded so that a few make a piece. */
const PADDING = 'x'.repeat(700_000)

function cut(csv: ConstructorParameters<typeof RowCutter>[0], data: Buffer, chunkSizes: number[]): Buffer[] {
  const cutter = new RowCutter(csv)
  const pieces: Buffer[] = []
  for (let at = 0, turn = 0; at < data.length; turn++) {
    const size = chunkSizes[turn % chunkSizes.length] ?? 1
    pieces.push(...cutter.push(data.subarray(at, at + size)))
    at += size
  }
  return [...pieces, cutter.rest()]
}

const rowEnds = (rows: string[]): Set<number> =>
  new Set(rows.map((_, index) => rows.slice(0, index + 1).join('').length))

/** Where each piece that is not empty ends, in the whole. */
function pieceEnds(pieces: Buffer[]): number[] {
  const filled = pieces.filter(({ length }) => length > 0)
  return filled.map((_, index) => Buffer.concat(filled.slice(0, index + 1)).length)
}

const chunks = fc.array(fc.integer({ min: 100_000, max: 900_000 }), { minLength: 1, maxLength: 5 })

test('csv is cut only between rows, whatever the quotes and wherever the chunks end', () => {
  const field = fc.array(fc.constantFrom('a', '"', '\n', ',', '\r\n'), { maxLength: 8 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(fc.array(field, { minLength: 4, maxLength: 12 }), chunks, (fields, sizes) => {
      const rows = fields.map((text) => `"${text.replaceAll('"', '""')}${PADDING}"\n`)
      const pieces = cut({ quote: '"', escapeWith: '"' }, Buffer.from(rows.join('')), sizes)
      expect(Buffer.concat(pieces).equals(Buffer.from(rows.join('')))).toBe(true)
      expect([...rowEnds(rows)]).toEqual(expect.arrayContaining(pieceEnds(pieces)))
    }),
    { numRuns: 15 },
  )
})

test('text is cut only at newlines that no backslash escapes', () => {
  const field = fc.array(fc.constantFrom('a', '\\\\', '\\\n', '\\t'), { maxLength: 8 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(fc.array(field, { minLength: 4, maxLength: 12 }), chunks, (fields, sizes) => {
      const rows = fields.map((text) => `${PADDING}${text}\n`)
      const pieces = cut(null, Buffer.from(rows.join('')), sizes)
      expect(Buffer.concat(pieces).equals(Buffer.from(rows.join('')))).toBe(true)
      expect([...rowEnds(rows)]).toEqual(expect.arrayContaining(pieceEnds(pieces)))
    }),
    { numRuns: 15 },
  )
})

test('pieces stay near their size', () => {
  const row = `${'y'.repeat(999)}\n`
  const sizes = cut(null, Buffer.from(row.repeat(9_000)), [65_536]).map(({ length }) => length)
  expect(sizes).toHaveLength(5)
  expect(Math.max(...sizes)).toBeLessThan(2.2 * 1024 * 1024)
})
