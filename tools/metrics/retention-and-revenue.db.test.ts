/** Cohorts, churn rates and revenue against a plain reading of the same histories. */
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { createClient } from '../../db/client.ts'
import { activeSpells, churnRule } from '../../db/queries/lifecycle.ts'
import { churnInPeriod, cohortRetention, monthlyChurn } from '../../db/queries/retention.ts'
import { revenueChange, revenueOn } from '../../db/queries/revenue.ts'
import { createTestVenture, propertyRuns, testDatabaseUrl } from '../../db/test-database.ts'
import { type CustomerHistory, customerHistory, knownAt, on, writeHistories } from '../health/history.fixture.ts'
import { defaultSettings } from '../settings/settings.ts'

const sql = createClient(testDatabaseUrl())
afterAll(() => sql.end())

/** A customer that pays in the given intervals of days, 50.00 a month. */
function paying(...intervals: [from: number, until: number | null][]): CustomerHistory {
  const subscriptions = intervals.map(([from, until]) => ({ from, until, isTrial: false, mrrMinor: 5000 }))
  return { signedUp: 0, isTrial: null, logins: [], uses: [], tickets: [], subscriptions, events: [] }
}

/** The same date `months` later, or the last of that month. */
function plusMonths(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10)
}

describe('retention of the January cohort', () => {
  // Day 30 is 31 January 2025; one month later is 28 February, day 58.
  const cohort = async (asOf: number, ...customers: CustomerHistory[]) => {
    const { db, ...made } = await createTestVenture(sql)
    await writeHistories({ db, ...made }, customers)
    const at = { asOf: on(asOf), knownAt, months: [1, 3], cohorts: 12 }
    const rows = await cohortRetention(db, at, 'subscription', defaultSettings)
    return rows
      .filter(({ cohortMonth }) => cohortMonth === '2025-01-01')
      .map(({ months, cohortSize, oldEnoughCount, retainedCount }) => [
        months,
        cohortSize,
        oldEnoughCount,
        retainedCount,
      ])
  }

  test('a month after 31 January is the last of February', async () => {
    expect(await cohort(57, paying([30, null]))).toEqual([
      [1, 1, 0, 0],
      [3, 1, 0, 0],
    ])
    expect(await cohort(58, paying([30, null]))).toEqual([
      [1, 1, 1, 1],
      [3, 1, 0, 0],
    ])
  })

  test('who left before the day is lost and who left after it was retained', async () => {
    const [left, stayed, later] = [paying([5, 30]), paying([5, null]), paying([5, 60])]
    // 6 January + 1 month is day 36, + 3 months day 95.
    expect(await cohort(120, left, stayed, later)).toEqual([
      [1, 3, 3, 2],
      [3, 3, 3, 1],
    ])
  })

  test('a return does not undo that the customer was gone on the day', async () => {
    expect(await cohort(180, paying([5, 30], [100, null]))).toEqual([
      [1, 1, 1, 0],
      [3, 1, 1, 0],
    ])
  })
})

test('a churn on the first day of a period is in it, one on the day after its last is not', async () => {
  const made = await createTestVenture(sql)
  await writeHistories(made, [paying([0, 40]), paying([0, 70]), paying([0, 39]), paying([0, null]), paying([40, 60])])
  const period = { asOf: on(150), knownAt, from: on(40), until: on(70) }
  expect(await churnInPeriod(made.db, period, 'subscription', defaultSettings)).toEqual({
    activeAtStart: 3,
    churned: 1,
    leftInAll: 2,
    stoppedPaying: 0,
  })
})

const ventures = fc.array(customerHistory, { minLength: 1, maxLength: 12 })

test('cohorts and churn rates count the spells, whatever the rule', async () => {
  await fc.assert(
    fc.asyncProperty(
      ventures,
      fc.constantFrom('auto' as const, 'event' as const, 'inactivity' as const),
      fc.integer({ min: 60, max: 200 }),
      async (histories, churnDefinition, end) => {
        const made = await createTestVenture(sql)
        await writeHistories(made, histories)
        const settings = { ...defaultSettings, churnDefinition }
        const at = { asOf: on(end), knownAt }
        const rule = await churnRule(made.db, at, settings)
        const spells = await sql<{ customerId: string; activeFrom: string; churnedOn: string | null }[]>`
          select customer_id, active_from, churned_on from (${activeSpells(made.db, at, rule, settings)}) spells`
        const isThere = (customerId: string, day: string) =>
          spells.some(
            (spell) =>
              spell.customerId === customerId &&
              spell.activeFrom <= day &&
              (spell.churnedOn === null || spell.churnedOn > day),
          )
        const rate = (from: string, until: string) => {
          const atStart = spells.filter(
            ({ activeFrom, churnedOn }) => activeFrom < from && (churnedOn === null || churnedOn >= from),
          )
          const churned = atStart.filter(({ churnedOn }) => churnedOn !== null && churnedOn < until)
          const people = (rows: typeof atStart) => new Set(rows.map(({ customerId }) => customerId)).size
          const left = spells.filter(({ churnedOn }) => churnedOn !== null && churnedOn >= from && churnedOn < until)
          return { activeAtStart: people(atStart), churned: people(churned), leftInAll: people(left) }
        }

        const starts = new Map<string, string>()
        for (const { customerId, activeFrom } of spells)
          if (activeFrom < (starts.get(customerId) ?? '9')) starts.set(customerId, activeFrom)
        const cohorts = await cohortRetention(made.db, { ...at, months: [1, 3, 6], cohorts: 24 }, rule, settings)
        expect(cohorts).toHaveLength(3 * new Set([...starts.values()].map((start) => start.slice(0, 7))).size)
        for (const row of cohorts) {
          const members = [...starts].filter(([, start]) => start.slice(0, 7) === row.cohortMonth.slice(0, 7))
          const checks = members.map(([id, start]) => ({ id, day: plusMonths(start, row.months) }))
          const oldEnough = checks.filter(({ day }) => day <= at.asOf)
          expect(row).toMatchObject({
            cohortSize: members.length,
            oldEnoughCount: oldEnough.length,
            retainedCount: oldEnough.filter(({ id, day }) => isThere(id, day)).length,
          })
        }

        const period = { from: on(end - 50), until: on(end - 20) }
        expect(await churnInPeriod(made.db, { ...at, ...period }, rule, settings)).toMatchObject(
          rate(period.from, period.until),
        )
        for (const { month, ...counted } of await monthlyChurn(made.db, { ...at, months: 4 }, rule, settings))
          expect(rate(month, plusMonths(month, 1))).toMatchObject(counted)
      },
    ),
    { numRuns: propertyRuns(40) },
  )
})

test('MRR, and what became of it, count each active paid subscription once', async () => {
  await fc.assert(
    fc.asyncProperty(ventures, fc.integer({ min: 60, max: 200 }), async (histories, end) => {
      const made = await createTestVenture(sql)
      await writeHistories(made, histories)
      const mrrOn = (day: number) =>
        histories.map(({ subscriptions }) =>
          subscriptions
            .filter(({ from, until, isTrial }) => !isTrial && from <= day && (until === null || until > day))
            .reduce((sum, { mrrMinor }) => sum + mrrMinor, 0),
        )
      const [before, now] = [mrrOn(end - 60), mrrOn(end)]
      const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0)
      const at = { asOf: on(end), knownAt }
      expect(await revenueOn(made.db, at)).toMatchObject({
        mrrMinor: sum(now),
        payingCustomers: now.filter((amount) => amount > 0).length,
      })
      expect(await revenueChange(made.db, { ...at, from: on(end - 60) })).toEqual({
        startMrrMinor: sum(before),
        endMrrMinor: sum(now.filter((_, index) => (before[index] ?? 0) > 0)),
        keptMrrMinor: sum(before.map((amount, index) => Math.min(amount, now[index] ?? 0))),
        customersAtStart: before.filter((amount) => amount > 0).length,
        lostMrrMinor: sum(before.filter((_, index) => !now[index])),
        customersLost: before.filter((amount, index) => amount > 0 && !now[index]).length,
      })
    }),
    { numRuns: propertyRuns(40) },
  )
})
