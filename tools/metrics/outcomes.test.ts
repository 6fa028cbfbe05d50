import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasRecovered, type JudgedOutreach, outcomeLine } from './outcomes.ts'
import { plusDays } from './period.ts'

const START = '2025-03-01'
const day = (count: number) => plusDays(START, count)
const statuses = ['healthy', 'at_risk', 'critical', 'churned'] as const
type Status = (typeof statuses)[number]

test('a better status within 30 days counts when it is kept for 7', () => {
  // At risk on 1 March, healthy from day 20 to day 26 inclusive (7 days), at risk again from day 27.
  const kept = (from: number, until: number) => [
    { status: 'at_risk' as const, from: day(0), until: day(from) },
    { status: 'healthy' as const, from: day(from), until: day(until) },
    { status: 'at_risk' as const, from: day(until), until: null },
  ]
  expect(hasRecovered(START, 'at_risk', kept(20, 27), day(40))).toBe(true)
  expect(hasRecovered(START, 'at_risk', kept(20, 26), day(40))).toBe(false)
  expect(hasRecovered(START, 'at_risk', kept(30, 37), day(40))).toBe(true)
  expect(hasRecovered(START, 'at_risk', kept(31, 60), day(70))).toBe(false)
})

test('a critical customer that becomes at risk and then healthy is better all the while', () => {
  const steps = [
    { status: 'critical' as const, from: day(0), until: day(5) },
    { status: 'at_risk' as const, from: day(5), until: day(9) },
    { status: 'healthy' as const, from: day(9), until: day(12) },
    { status: 'critical' as const, from: day(12), until: null },
  ]
  expect(hasRecovered(START, 'critical', steps, day(40))).toBe(true)
})

test('before 37 days, and for a customer that was neither at risk nor critical, nothing is judged', () => {
  const healthy = [{ status: 'healthy' as const, from: day(1), until: null }]
  expect(hasRecovered(START, 'at_risk', healthy, day(36))).toBeNull()
  expect(hasRecovered(START, 'at_risk', healthy, day(37))).toBe(true)
  expect(hasRecovered(START, 'healthy', healthy, day(60))).toBeNull()
  expect(hasRecovered(START, null, healthy, day(60))).toBeNull()
})

test('it reads the days one by one', () => {
  const daily = fc.array(fc.constantFrom(...statuses), { minLength: 45, maxLength: 45 })
  fc.assert(
    fc.property(daily, fc.constantFrom('at_risk' as const, 'critical' as const), (days, before) => {
      const order: Record<Status, number> = { churned: -1, critical: 0, at_risk: 1, healthy: 2 }
      const isBetter = (on: number) => order[days[on] ?? 'churned'] > order[before]
      let expected = false
      for (let from = 1; from <= 30; from++)
        if ([0, 1, 2, 3, 4, 5, 6].every((plus) => isBetter(from + plus))) expected = true
      const intervals = days.map((status, on) => ({ status, from: day(on), until: day(on + 1) }))
      // Neighbours of one status are one interval, as they are stored.
      const stored = intervals.reduce<typeof intervals>((merged, next) => {
        const last = merged.at(-1)
        if (last?.status === next.status) last.until = next.until
        else merged.push({ ...next })
        return merged
      }, [])
      expect(hasRecovered(START, before, stored, day(44))).toBe(expected)
    }),
  )
})

test('shares are of what can be judged, and never more than all of it', () => {
  const row = fc.record({
    proposalId: fc.uuid(),
    kind: fc.constantFrom('message', 'task'),
    customerId: fc.uuid(),
    startedAt: fc.constant(new Date(0)),
    startedOn: fc.constant(START),
    statusAtStart: fc.constantFrom(...statuses),
    messages: fc.nat(3),
    sent: fc.nat(3),
    failed: fc.nat(3),
    unknown: fc.nat(3),
    cancelled: fc.nat(3),
    tasksDone: fc.nat(3),
    tasksOpen: fc.nat(3),
    reachedAt: fc.constant(null),
    respondedAt: fc.option(fc.constant(new Date(1)), { nil: null }),
    paidAgainOn: fc.constant(null),
    recovered: fc.constantFrom(true, false, null),
    converted: fc.constantFrom(true, false, null),
  })
  fc.assert(
    fc.property(fc.array(row, { maxLength: 20 }), (rows: JudgedOutreach[]) => {
      const line = outcomeLine('all', rows)
      expect(line.responded).toBeLessThanOrEqual(line.delivered)
      expect(line.recovered).toBeLessThanOrEqual(line.judged)
      expect(line.recoveryPercent === null).toBe(line.judged === 0)
      expect(line.conversionPercent === null).toBe(line.conversionsJudged === 0)
      const parts = ['message', 'task'].map((kind) =>
        outcomeLine(
          kind,
          rows.filter((each) => each.kind === kind),
        ),
      )
      expect(parts.reduce((sum, { sent }) => sum + sent, 0)).toBe(line.sent)
    }),
  )
})
