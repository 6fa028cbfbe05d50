import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EdgeReading } from '../../db/queries/edge-cases.ts'
import { edgeCaseNames, edgeCasesOf, handlings } from './edge-cases.ts'

const asOf = '2026-03-02'
const everything = { users: true, subscriptions: true, activity: true, owners: true }
const plain: EdgeReading = {
  customerId: 'a',
  externalId: 'A',
  name: 'Acme',
  status: 'healthy',
  score: 80,
  trend: 'stable',
  arrMinor: 100,
  hasOwner: true,
  userCount: 3,
  hasSubscription: true,
  hasActivity: true,
  signedUpOn: '2025-01-01',
  lastNpsScore: null,
  negativeAnswers: 0,
  escalatedTickets: 0,
  openEscalatedTickets: 0,
  overdueInvoices: 0,
  churnEventOn: null,
  openProposals: 0,
  openTasks: 0,
  recentMessages: 0,
  asked: 0,
  answered: 0,
  isWithChairman: false,
}
const cases = (reading: Partial<EdgeReading>, loaded = everything) =>
  edgeCasesOf({ ...plain, ...reading }, loaded, asOf).map(({ edgeCase }) => edgeCase)

test('worked by hand: healthy at 80 with a survey score of 6 contradicts itself; with 7 it does not', () => {
  expect(edgeCasesOf({ ...plain, lastNpsScore: 6 }, everything, asOf)).toEqual([
    {
      edgeCase: 'contradictory_signals',
      findings: ['the score is healthy, and its latest survey score is 6'],
      handling: handlings.contradictory_signals,
    },
  ])
  expect(cases({ lastNpsScore: 7 })).toEqual([])
})

test.each([
  ['no user, where the venture has users', { userCount: 0 }, 'incomplete_data'],
  ['never used the product, though no newcomer', { hasActivity: false }, 'incomplete_data'],
  ['healthy with an escalated ticket', { openEscalatedTickets: 1 }, 'contradictory_signals'],
  ['healthy with an overdue invoice', { overdueInvoices: 2 }, 'contradictory_signals'],
  ['critical and a promoter', { status: 'critical', score: 20, lastNpsScore: 9 }, 'contradictory_signals'],
  ['left by its records, and paying', { churnEventOn: '2026-02-01' }, 'contradictory_signals'],
  ['three things open', { openProposals: 1, openTasks: 2 }, 'intervention_overload'],
  ['two messages within the cooldown', { recentMessages: 2 }, 'intervention_overload'],
  [
    'declining, with a bad answer and an escalation',
    { trend: 'declining', negativeAnswers: 1, escalatedTickets: 1 },
    'negative_spiral',
  ],
  ['asked three times, never answered', { asked: 3 }, 'unresponsive_customer'],
  ['with the Chairman because nobody answered', { isWithChairman: true }, 'unresponsive_customer'],
] as const)('%s', (_, reading, edgeCase) => {
  expect(cases(reading)).toEqual([edgeCase])
})

test('one less of each is no edge case', () => {
  expect(cases({ openProposals: 1, openTasks: 1, recentMessages: 1 })).toEqual([])
  expect(cases({ trend: 'declining', negativeAnswers: 1 })).toEqual([])
  expect(cases({ trend: 'stable', negativeAnswers: 2 })).toEqual([])
  expect(cases({ asked: 2 })).toEqual([])
  expect(cases({ asked: 9, answered: 1 })).toEqual([])
  expect(cases({ hasActivity: false, signedUpOn: '2026-02-20' })).toEqual([])
})

test('what the venture never loaded is missing of nobody', () => {
  const nothing = { users: false, subscriptions: false, activity: false, owners: false }
  expect(cases({ userCount: 0, hasSubscription: false, hasActivity: false, hasOwner: false }, nothing)).toEqual([])
})

test('whatever the readings: each case at most once, in order, never without a finding; more open never ends an overload', () => {
  const count = fc.nat(6)
  const reading = fc.record({
    status: fc.constantFrom('healthy', 'at_risk', 'critical', 'no_data'),
    trend: fc.constantFrom('improving', 'stable', 'declining', null),
    userCount: count,
    hasOwner: fc.boolean(),
    lastNpsScore: fc.option(fc.nat(10)),
    negativeAnswers: count,
    escalatedTickets: count,
    openEscalatedTickets: count,
    overdueInvoices: count,
    openProposals: count,
    openTasks: count,
    recentMessages: count,
    asked: count,
    answered: count,
    isWithChairman: fc.boolean(),
  })
  fc.assert(
    fc.property(reading, (given) => {
      const found = edgeCasesOf({ ...plain, ...given }, everything, asOf)
      const names = found.map(({ edgeCase }) => edgeCase)
      expect(names).toEqual(edgeCaseNames.filter((name) => names.includes(name)))
      for (const { findings } of found) expect(findings.length).toBeGreaterThan(0)
      if (names.includes('intervention_overload')) {
        expect(cases({ ...given, openTasks: given.openTasks + 1 })).toContain('intervention_overload')
      }
    }),
  )
})
