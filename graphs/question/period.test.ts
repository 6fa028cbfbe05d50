import { expect, test } from 'vitest'
import { periodIn, withoutPeriod } from './period.ts'

test.each([
  ['churn rate last quarter', '2026-07-01', '2026-10-01'],
  ['churn rate for last month', '2026-09-01', '2026-10-01'],
  ['churn this month', '2026-10-01', '2026-10-31'],
  ['churn last year', '2025-01-01', '2026-01-01'],
  ['churn in the last 30 days', '2026-10-01', '2026-10-31'],
  ['churn in March', '2026-03-01', '2026-04-01'],
  ['churn in December', '2025-12-01', '2026-01-01'],
  ['churn in December 2024', '2024-12-01', '2025-01-01'],
  ['churn in Q1', '2026-01-01', '2026-04-01'],
  ['churn in 2025-02', '2025-02-01', '2025-03-01'],
  ['churn in 2025', '2025-01-01', '2026-01-01'],
  ['what happened yesterday', '2026-10-29', '2026-10-30'],
])('%s is from %s until %s', (words, from, until) => {
  expect(periodIn(words, '2026-10-30')).toEqual({ from, until })
})

test('what is to come, and no time at all, is none', () => {
  expect(periodIn('churn in 2027-03', '2026-10-30')).toBeUndefined()
  expect(periodIn('who is at risk', '2026-10-30')).toBeUndefined()
  expect(withoutPeriod('churn rate for last quarter please')).toBe('churn rate for please')
})
