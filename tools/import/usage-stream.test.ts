/** The parts of the direct way that only a file too large for a test would put to work. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DayRollup } from './day-rollup.ts'
import { NameTable } from './name-table.ts'
import { ReusedIds, SeenEvents } from './seen-events.ts'

const event = fc.record({
  day: fc.integer({ min: 100, max: 106 }),
  low: fc.integer({ min: 0, max: 40 }),
  high: fc.integer({ min: 0, max: 2 }),
})

test('an event is called the first only when it is, and always in a file in the order of days', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 300 }), fc.boolean(), (events, isSorted) => {
      const read = isSorted ? [...events].sort((a, b) => a.day - b.day) : events
      const seen = new SeenEvents()
      const before = new Set<string>()
      for (const { day, low, high } of read) {
        const key = `${day} ${low} ${high === 0 ? 1 : high}`
        const isFirst = seen.isFirst(day, low, high)
        if (isFirst) expect(before.has(key)).toBe(false)
        if (isSorted) expect(isFirst).toBe(!before.has(key))
        before.add(key)
      }
    }),
  )
})

test('a day of 100,000 events has room, and each of them is met once', () => {
  const seen = new SeenEvents()
  const hash = (n: number) => [Math.imul(n, 0x9e3779b1) >>> 0, Math.imul(n ^ 77, 0x85ebca6b) >>> 0] as const
  for (let n = 0; n < 100_000; n++) expect(seen.isFirst(1, ...hash(n))).toBe(true)
  for (let n = 0; n < 100_000; n += 997) expect(seen.isFirst(1, ...hash(n))).toBe(false)
})

test('every id that comes twice is a candidate, and few others are', () => {
  const ids = new ReusedIds()
  const add = (n: number) => ids.add(Math.imul(n, 0x9e3779b1) >>> 0, Math.imul(n ^ 77, 0x85ebca6b) >>> 0, () => `E${n}`)
  for (let n = 0; n < 200_000; n++) add(n)
  const others = ids.candidates?.length ?? 0
  expect(others).toBeLessThan(20)
  for (let n = 0; n < 200_000; n += 1000) add(n)
  expect(ids.candidates?.slice(others)).toEqual(Array.from({ length: 200 }, (_, at) => `E${at * 1000}`))
})

test('sums stay what they are when owners get other numbers', () => {
  const use = fc.tuple(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 0, max: 3 }), fc.nat(9), fc.nat(9))
  fc.assert(
    fc.property(fc.array(use, { maxLength: 3000 }), fc.array(use, { maxLength: 50 }), (first, then) => {
      const rollup = new DayRollup(1)
      const expected = new Map<string, number[]>()
      const add = (shift: number) => (one: [number, number, number, number]) => {
        const [owner, kind, quantity, duration] = one
        rollup.add(owner + shift, kind, quantity, duration)
        const [n = 0, q = 0, d = 0] = expected.get(`${owner + 7} ${kind}`) ?? []
        expected.set(`${owner + 7} ${kind}`, [n + 1, q + quantity, d + duration])
      }
      first.forEach(add(0))
      rollup.renumber((owner) => owner + 7)
      then.forEach(add(7))
      const sums = Array.from({ length: rollup.count }, (_, at): [string, (number | undefined)[]] => [
        `${rollup.owner[at]} ${rollup.kind[at]}`,
        [rollup.events[at], rollup.quantity[at], rollup.duration[at]],
      ])
      expect(new Map(sums)).toEqual(expected)
    }),
    { numRuns: 30 },
  )
})

test('a name has one number, whatever its kind’s other names', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(2), fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 3000 }),
      (names) => {
        const table = new NameTable()
        const known = new Map<string, number>()
        for (const [kind, name] of names) {
          const bytes = Buffer.from(`,${name},`)
          const entry = table.entry(kind, bytes, 1, bytes.length - 1)
          const key = `${kind} ${bytes.toString('hex')}`
          if (!known.has(key)) known.set(key, known.size)
          expect(entry).toBe(known.get(key))
          expect(Buffer.from(table.text(entry))).toEqual(bytes.subarray(1, -1))
        }
      },
    ),
    { numRuns: 30 },
  )
})
