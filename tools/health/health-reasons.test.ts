import { expect, test } from 'vitest'
import { defaultSettings } from '../settings/settings.ts'
import { healthReasons, type ReasonFacts } from './health-reasons.ts'

const perfect: ReasonFacts = {
  engagement: 40,
  support: 30,
  value: 30,
  engagementBasis: 'logins',
  daysSinceActive: 0,
  openTicketCount: 0,
  featuresUsedCount: 6,
}
const reasonsOf = (facts: Partial<ReasonFacts>) => healthReasons({ ...perfect, ...facts }, defaultSettings)

test('a score without a loss has no reasons; neither has a part that is missing', () => {
  expect(reasonsOf({})).toEqual([])
  expect(reasonsOf({ engagement: null, support: null, value: null })).toEqual([])
})

test('one loss is one reason, with what it costs and the facts it rests on', () => {
  const [reason, ...others] = reasonsOf({ support: 20, openTicketCount: 1 })
  expect(others).toEqual([])
  expect(reason).toEqual({
    code: 'open_tickets',
    part: 'support',
    pointsLost: 10,
    text: '1 support ticket is open or pending, which costs 10 of 30 points',
    factKeys: ['open_tickets', 'support'],
  })
})

test('many come with the greatest loss first', () => {
  const reasons = reasonsOf({
    engagement: 30,
    daysSinceActive: 5,
    support: 0,
    openTicketCount: 4,
    value: 5,
    featuresUsedCount: 1,
  })
  expect(reasons.map(({ code, pointsLost }) => [code, pointsLost])).toEqual([
    ['open_tickets', 30],
    ['few_features', 25],
    ['inactive', 10],
  ])
})

test('equal losses come in the order engagement, support, value', () => {
  const reasons = reasonsOf({
    engagement: 20,
    daysSinceActive: 20,
    support: 10,
    openTicketCount: 2,
    value: 10,
    featuresUsedCount: 2,
  })
  expect(reasons.map(({ part }) => part)).toEqual(['engagement', 'support', 'value'])
})

test('never logged in, never used, and no feature are said as such', () => {
  expect(reasonsOf({ engagement: 0, daysSinceActive: null })[0]).toMatchObject({ code: 'never_active' })
  expect(reasonsOf({ engagement: 0, daysSinceActive: null, engagementBasis: 'usage' })[0]?.text).toMatch(/^never used/)
  expect(reasonsOf({ value: 0, featuresUsedCount: 0 })[0]).toMatchObject({ code: 'no_features', pointsLost: 30 })
})
