import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Gate, type GateReadings, judgeGates, together } from './judge-gates.ts'

const now = new Date('2026-03-31T12:00:00Z')

/** A venture about which everything is known and good. */
const good: GateReadings = {
  asOf: '2026-03-31',
  now,
  onboardingDays: 14,
  everCount: 500,
  activeCount: 400,
  pastOnboardingCount: 380,
  usedCount: 360,
  lastUsedOn: '2026-03-31',
  lastTicketOn: '2026-03-29',
  crmPlatform: 'none',
  refreshedAt: new Date('2026-03-31T02:00:00Z'),
  refreshedAsOf: '2026-03-30',
  ranAt: new Date('2026-03-31T03:00:00Z'),
  alertsInTime: 7,
  alertsLate: 0,
  alertsWaiting: 1,
  baseline: { from: '2025-12-02', until: '2026-01-01', activeAtStart: 400, churned: 20 },
  current: { from: '2026-01-31', until: '2026-03-02', activeAtStart: 400, churned: 19 },
  recoveryJudged: 20,
  recovered: 6,
  npsResponses: 120,
  npsMinResponses: 100,
  nps: 4,
  npsPositiveThreshold: 0,
  npsTargetScore: 30,
  npsExcellentScore: 50,
}
const answersOf = (readings: Partial<GateReadings>): Record<string, string> => {
  const gates = judgeGates({ ...good, ...readings })
  return Object.fromEntries([
    ...gates.map(({ gate, answer }) => [gate, answer]),
    ...gates.flatMap(({ checks }) => checks.map(({ check, answer }) => [check, answer])),
  ])
}

test('all is well, by hand', () => {
  // 360 of 380 is 94.7 %; churn 19 of 400 is exactly 5 % below 20 of 400; recovered 6 of 20 is exactly 30 %.
  expect(judgeGates(good).map(({ answer }) => answer)).toEqual(['pass', 'pass', 'pass', 'pass', 'pass'])
  expect(answersOf({}).crm_synced).toBe('off')
})

test.each<[string, Partial<GateReadings>, string, string]>([
  ['nobody is left', { activeCount: 0, pastOnboardingCount: 0, usedCount: 0 }, 'active_customers', 'fail'],
  [
    'nothing is loaded',
    { everCount: 0, activeCount: 0, pastOnboardingCount: 0 },
    'customers_onboarded',
    'not_enough_data',
  ],
  ['nine in ten came to use it, not more', { pastOnboardingCount: 400, usedCount: 360 }, 'onboarded', 'fail'],
  ['no use was ever loaded', { lastUsedOn: null, usedCount: 0 }, 'onboarded', 'not_enough_data'],
  ['the newest use is two days old', { lastUsedOn: '2026-03-29' }, 'data_flowing', 'fail'],
  ['no ticket was ever loaded', { lastTicketOn: null }, 'data_flowing', 'not_enough_data'],
  ['a CRM that nothing was synced with', { crmPlatform: 'hubspot' }, 'success_system_active', 'not_enough_data'],
  ['the crew has not run for a week', { ranAt: new Date('2026-03-24T12:00:00Z') }, 'playbooks_running', 'fail'],
  ['scores of a day ago', { refreshedAt: new Date('2026-03-30T12:00:00Z') }, 'scores_fresh', 'fail'],
  ['fresh scores of another day', { refreshedAsOf: '2026-03-29' }, 'scores_fresh', 'fail'],
  ['never scored', { refreshedAt: null, refreshedAsOf: null }, 'scores_fresh', 'fail'],
  ['one alert of eight was late', { alertsLate: 1 }, 'success_system_active', 'fail'],
  ['alerts only wait', { alertsInTime: 0, alertsWaiting: 3 }, 'success_system_active', 'not_enough_data'],
  [
    'churn is 4.75 % below',
    { baseline: { ...good.baseline, activeAtStart: 401, churned: 20 } },
    'churn_below_baseline',
    'fail',
  ],
  [
    'nine churned in the baseline',
    { baseline: { ...good.baseline, churned: 9 } },
    'retention_improving',
    'not_enough_data',
  ],
  ['a quarter recovered', { recovered: 5 }, 'retention_improving', 'fail'],
  ['nine were reached', { recoveryJudged: 9, recovered: 9 }, 'retention_improving', 'not_enough_data'],
  ['one answer is missing', { npsResponses: 99, nps: 80 }, 'nps_positive', 'not_enough_data'],
  ['more detractors', { nps: -0.1 }, 'nps_positive', 'fail'],
])('%s', (_, readings, about, answer) => {
  expect(answersOf(readings)[about]).toBe(answer)
})

const count = fc.integer({ min: 0, max: 40 })
const churnReading = fc.record({ activeAtStart: count, churned: count }).map(({ activeAtStart, churned }) => ({
  from: '2026-01-01',
  until: '2026-01-31',
  activeAtStart,
  churned: Math.min(activeAtStart, churned),
}))
const dayOrNone = fc.constantFrom(null, '2026-03-31', '2026-03-30', '2026-02-01', '2025-01-01')
const timeOrNone = fc.constantFrom(null, new Date('2026-03-31T03:00:00Z'), new Date('2026-03-01T03:00:00Z'))
const anyReadings: fc.Arbitrary<GateReadings> = fc
  .record({
    counts: fc.array(count, { minLength: 9, maxLength: 9 }),
    lastUsedOn: dayOrNone,
    lastTicketOn: dayOrNone,
    crmPlatform: fc.constantFrom('none', 'hubspot'),
    refreshedAt: timeOrNone,
    refreshedAsOf: dayOrNone,
    ranAt: timeOrNone,
    baseline: churnReading,
    current: churnReading,
    npsResponses: fc.integer({ min: 0, max: 200 }),
    nps: fc.option(fc.integer({ min: -100, max: 100 })),
  })
  .map(({ counts: [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0], ...rest }) => ({
    ...good,
    ...rest,
    everCount: a,
    activeCount: Math.min(a, b),
    pastOnboardingCount: Math.min(a, b, c),
    usedCount: Math.min(a, b, c, d),
    alertsInTime: e,
    alertsLate: f,
    alertsWaiting: g,
    recoveryJudged: h,
    recovered: Math.min(h, i),
  }))

test('no gate passes without data: each of its checks that is on passed, on a value', () => {
  fc.assert(
    fc.property(anyReadings, (readings) => {
      for (const { answer, checks } of judgeGates(readings)) {
        if (answer !== 'pass') continue
        const on = checks.filter((check) => check.answer !== 'off')
        expect(on.length).toBeGreaterThan(0)
        for (const check of on) expect([check.answer, check.value === null]).toEqual(['pass', false])
      }
    }),
  )
})

test('what is not known is neither passed nor failed', () => {
  const nothing: GateReadings = {
    ...good,
    everCount: 0,
    activeCount: 0,
    pastOnboardingCount: 0,
    usedCount: 0,
    lastUsedOn: null,
    lastTicketOn: null,
    refreshedAt: null,
    refreshedAsOf: null,
    ranAt: null,
    alertsInTime: 0,
    alertsWaiting: 0,
    baseline: { ...good.baseline, activeAtStart: 0, churned: 0 },
    current: { ...good.current, activeAtStart: 0, churned: 0 },
    recoveryJudged: 0,
    recovered: 0,
    npsResponses: 0,
    nps: null,
  }
  const answered = (gates: Gate[]) =>
    gates.flatMap(({ answer, checks }) => [answer, ...checks.map((check) => check.answer)])
  expect(new Set(answered(judgeGates(nothing)))).toEqual(new Set(['not_enough_data', 'off']))
})

test('a gate with nothing that is on has not enough data', () => {
  expect([together([]), together(['off', 'off']), together(['off', 'pass'])]).toEqual([
    'not_enough_data',
    'not_enough_data',
    'pass',
  ])
})
