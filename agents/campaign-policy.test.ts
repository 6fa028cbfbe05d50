import { expect, test } from 'vitest'
import { type Approach, chooseAction } from './campaign-policy.ts'
import { campaignTemplates } from './campaign-templates.ts'
import { causePhrases } from './cause-phrases.ts'
import { type CauseCode, causeOrder, rankCauses } from './causes.ts'
import type { CustomerCase } from './customer-case.ts'

const limits = {
  highValueArrMinor: 1_000_000,
  criticalResponseHours: 24,
  offerCostMinor: 500,
  offerBudgetLeftMinor: 100_000,
}
const cause = (code: CauseCode, severity: 1 | 2 | 3 = 2) => ({ code, severity, factIds: [], feedbackIds: [] })

function decide(code: CauseCode | undefined, more: Partial<CustomerCase> = {}, changed: Partial<typeof limits> = {}) {
  const causes = code ? [cause(code)] : []
  const customerCase: CustomerCase = {
    customer: { id: 'c1', externalId: 'A-1', name: 'Acme' },
    status: 'at_risk',
    arrMinor: 60_000,
    mrrMinor: 5_000,
    churn: { probability: 0.2, urgency: 'medium' },
    pointsLost: [],
    reachableUsers: 1,
    causes,
    facts: [],
    quotes: [],
    ...more,
  }
  return chooseAction(customerCase, causes[0], { ...limits, ...changed })
}

test.each<[CauseCode, string, Approach]>([
  ['never_onboarded', 'message', 'onboarding_help'],
  ['inactive', 'message', 'session'],
  ['usage_fading', 'message', 'session'],
  ['low_adoption', 'message', 'adoption_help'],
  ['tickets_unresolved', 'task', 'support_lead'],
  ['tickets_escalated', 'task', 'support_lead'],
  ['champion_left', 'task', 'new_contact'],
  ['champion_inactive', 'task', 'new_contact'],
  ['price', 'offer', 'price_offer'],
  ['competitor', 'task', 'rival_call'],
  ['missing_feature', 'task', 'product_answer'],
  ['payment_overdue', 'task', 'billing'],
])('%s calls for a %s (%s)', (code, kind, approach) => {
  expect(decide(code)).toMatchObject({ kind, approach })
})

test('who has no cause, pauses, only renews or has left gets nothing, with why', () => {
  for (const action of [
    decide(undefined),
    decide('seasonal_pause'),
    decide('renewal_soon'),
    decide('inactive', { status: 'churned' }),
  ]) {
    expect(action).toMatchObject({ kind: 'none', why: expect.stringMatching(/\w/) })
  }
})

test('a critical customer is called within the response time, not written to', () => {
  expect(decide('inactive', { status: 'critical' })).toMatchObject({ kind: 'task', approach: 'call', dueInDays: 1 })
  expect(decide('never_onboarded', { status: 'critical' })).toMatchObject({ approach: 'onboarding_call', dueInDays: 1 })
  expect(decide('inactive', { status: 'critical' }, { criticalResponseHours: 48 })).toMatchObject({ dueInDays: 2 })
})

test('nobody who agreed to mail: a call instead of a message', () => {
  expect(decide('usage_fading', { reachableUsers: 0 })).toMatchObject({ kind: 'task', approach: 'call' })
  expect(decide('never_onboarded', { reachableUsers: 0 })).toMatchObject({ kind: 'task', approach: 'onboarding_call' })
})

test('an account of high value that is predicted to churn goes to the Chairman', () => {
  const likely = { arrMinor: 1_000_000, churn: { probability: 0.8, urgency: 'high' as const } }
  expect(decide('price', likely)).toMatchObject({ kind: 'escalation', approach: 'chairman' })
  expect(decide('price', { ...likely, arrMinor: 999_999 })).toMatchObject({ kind: 'offer' })
  expect(decide('price', { ...likely, churn: null })).toMatchObject({ kind: 'offer' })
})

test('an offer beyond the budget becomes a talk', () => {
  expect(decide('price', {}, { offerBudgetLeftMinor: 499 })).toMatchObject({ kind: 'task', approach: 'price_call' })
  expect(decide('price', {}, { offerCostMinor: 0 })).toMatchObject({ kind: 'task', approach: 'price_call' })
})

test('what explains comes before what it explains, and what is only worth knowing comes last', () => {
  const ranked = rankCauses([cause('inactive', 3), cause('renewal_soon', 1), cause('price'), cause('price', 3)])
  expect(ranked.map(({ code, severity }) => [code, severity])).toEqual([
    ['price', 3],
    ['inactive', 3],
    ['renewal_soon', 1],
  ])
})

test('every cause and approach has its words', () => {
  for (const code of causeOrder) expect(causePhrases[code].why.length).toBeGreaterThan(0)
  for (const template of Object.values(campaignTemplates)) expect(template.bodies.length).toBeGreaterThan(0)
})
