import { expect, test } from 'vitest'
import type { CustomerProfileRow, CustomerSignalsRow } from '../../db/queries/customers.ts'
import { causesOf } from './causes.ts'

const profile: CustomerProfileRow = {
  id: '01900000-0000-7000-8000-000000000001',
  externalId: 'C1',
  name: 'Made',
  industry: null,
  country: null,
  segment: null,
  plan: 'Pro',
  seats: 5,
  ownerEmail: null,
  timeZone: null,
  signedUpOn: '2025-01-01',
  mrrMinor: 5_000,
  renewsOn: null,
  userCount: 3,
  reachableUserCount: 1,
}
const wellUsed: CustomerSignalsRow = {
  customerId: profile.id,
  lastActiveOn: '2025-09-30',
  usesLast28: 40,
  usesBefore28: 40,
  activeUsersLast28: 3,
  activeUsersBefore28: 3,
  firstFeatureUsedOn: '2025-01-05',
  firstCoreFeatureUsedOn: null,
  openTicketCount: 0,
  escalatedTicketCount: 0,
  oldestOpenTicketOn: null,
  ticketsLast30: 0,
  lastNpsScore: 9,
  lastNpsOn: '2025-09-01',
  overdueInvoiceCount: 0,
  overdueMinor: 0,
  championUserId: null,
  championLastActiveOn: null,
}

function causes(
  signals: Partial<CustomerSignalsRow>,
  {
    about = {},
    ...facts
  }: { about?: Partial<CustomerProfileRow>; isActivityLoaded?: boolean; featuresUsedCount?: number } = {},
) {
  return causesOf({
    asOf: '2025-10-01',
    profile: { ...profile, ...about },
    signals: { ...wellUsed, ...signals },
    featuresUsedCount: 5,
    hasCoreFeatures: false,
    isActivityLoaded: true,
    currency: 'USD',
    ...facts,
  })
}
const codes = (...input: Parameters<typeof causes>) => causes(...input).map(({ code }) => code)

test('a customer that is all right has no cause', () => {
  expect(causes({})).toEqual([])
})

test.each([
  ['tickets_escalated', { escalatedTicketCount: 1, openTicketCount: 1 }],
  ['inactive', { lastActiveOn: '2025-09-17' }],
  ['champion_inactive', { championUserId: 'u', championLastActiveOn: '2025-09-03' }],
  ['tickets_unresolved', { openTicketCount: 2 }],
  ['tickets_unresolved', { openTicketCount: 1, oldestOpenTicketOn: '2025-09-17' }],
  ['usage_fading', { usesLast28: 20 }],
  ['unhappy_answer', { lastNpsScore: 6 }],
  ['payment_overdue', { overdueInvoiceCount: 1, overdueMinor: 12_000 }],
] as const)('%s', (code, signals) => {
  expect(codes(signals)).toEqual([code])
})

test('onboarding, adoption and renewal look at the customer’s own dates', () => {
  expect(codes({ firstFeatureUsedOn: null }, { about: { signedUpOn: '2025-08-01' } })).toEqual(['never_onboarded'])
  expect(codes({ firstFeatureUsedOn: null }, { about: { signedUpOn: '2025-09-20' } })).toEqual([])
  expect(codes({}, { featuresUsedCount: 2 })).toEqual(['low_adoption'])
  expect(codes({}, { about: { renewsOn: '2025-11-30' } })).toEqual(['renewal_soon'])
  expect(codes({}, { about: { renewsOn: '2025-12-01' } })).toEqual([])
})

test.each([
  ['a day too few idle', { lastActiveOn: '2025-09-18' }],
  ['one ticket, fresh', { openTicketCount: 1, oldestOpenTicketOn: '2025-09-18' }],
  ['little use that fell', { usesBefore28: 7, usesLast28: 1 }],
  ['a bad answer long ago', { lastNpsScore: 2, lastNpsOn: '2025-07-02' }],
  ['a champion away while nobody is there', { lastActiveOn: null, championLastActiveOn: '2025-08-01' }],
] as const)('%s is no cause', (_what, signals) => {
  expect(causes(signals)).toEqual([])
})

test('nothing is concluded from activity that was never loaded', () => {
  const nothing = { lastActiveOn: null, firstFeatureUsedOn: null, usesLast28: 0, usesBefore28: 0 }
  expect(causes(nothing, { isActivityLoaded: false, featuresUsedCount: 0 })).toEqual([])
})

test('many come by severity; equal ones in the order in which they matter', () => {
  expect(
    codes({
      lastActiveOn: '2025-08-01',
      escalatedTicketCount: 1,
      openTicketCount: 3,
      usesLast28: 1,
      overdueInvoiceCount: 1,
    }),
  ).toEqual(['tickets_escalated', 'inactive', 'tickets_unresolved', 'usage_fading', 'payment_overdue'])
})
