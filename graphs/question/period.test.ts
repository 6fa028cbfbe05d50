import { expect, test } from 'vitest'
import { findPeriods, periodIn } from './period.ts'
import { spokenWords } from './spoken-words.ts'

const today = '2026-10-30'

test.each([
  ['churn rate last quarter', '2026-07-01', '2026-10-01'],
  ['churn rate for last month', '2026-09-01', '2026-10-01'],
  ['churn this month', '2026-10-01', '2026-10-31'],
  ['churn over the past month', '2026-09-30', '2026-10-31'],
  ['churn last year', '2025-01-01', '2026-01-01'],
  ['churn in the last 30 days', '2026-10-01', '2026-10-31'],
  ['churn in the last thirty days', '2026-10-01', '2026-10-31'],
  ['score over the last six months', '2026-04-30', '2026-10-31'],
  ['churn in the last couple of weeks', '2026-10-17', '2026-10-31'],
  ['churn in March', '2026-03-01', '2026-04-01'],
  ['churn in may', '2026-05-01', '2026-06-01'],
  ['churn in December', '2025-12-01', '2026-01-01'],
  ['churn in December 2024', '2024-12-01', '2025-01-01'],
  ['churn in March of last year', '2025-03-01', '2025-04-01'],
  ['churn in Q1', '2026-01-01', '2026-04-01'],
  ['churn q two', '2026-04-01', '2026-07-01'],
  ['churn in the second quarter', '2026-04-01', '2026-07-01'],
  ['churn in Q4 2025', '2025-10-01', '2026-01-01'],
  ['churn in 2025-02', '2025-02-01', '2025-03-01'],
  ['churn in 2025', '2025-01-01', '2026-01-01'],
  ['churn in the first half of the year', '2026-01-01', '2026-07-01'],
  ['churn since the beginning of the year', '2026-01-01', '2026-10-31'],
  ['churn year to date', '2026-01-01', '2026-10-31'],
  ['churn this year so far', '2026-01-01', '2026-10-31'],
  ['churn since march', '2026-03-01', '2026-10-31'],
  ['churn since monday', '2026-10-26', '2026-10-31'],
  ['churn from May to July', '2026-05-01', '2026-08-01'],
  ['churn between may and july', '2026-05-01', '2026-08-01'],
  ['churn may through july', '2026-05-01', '2026-08-01'],
  ['churn from november to february', '2025-11-01', '2026-03-01'],
  ['churn on march 3rd', '2026-03-03', '2026-03-04'],
  ['churn last week', '2026-10-19', '2026-10-26'],
  ['churn this week', '2026-10-26', '2026-10-31'],
  ['churn on tuesday', '2026-10-27', '2026-10-28'],
  ['what happened yesterday', '2026-10-29', '2026-10-30'],
  ['did anything break last night', '2026-10-29', '2026-10-31'],
])('%s is from %s until %s', (words, from, until) => {
  expect(periodIn(words, today)).toEqual({ from, until })
})

test.each([
  'who is at risk',
  'keeping customers past month three',
  'may i ask about churn',
  "it's monday morning",
  'we march on',
])('%s names no time', (words) => {
  expect(findPeriods(spokenWords(words).join(' '), today)).toEqual([])
})

test.each([
  'churn in 2027-03',
  'churn next quarter',
  'mrr next year',
  'churn in the next 3 months',
  'tickets tomorrow',
])('%s is still to come', (words) => {
  expect(findPeriods(words, today)).toMatchObject([{ period: undefined }])
})

test('two times are found as two, and mean none alone', () => {
  expect(findPeriods('compare churn in march with churn in april', today).map(({ said }) => said)).toEqual([
    'march',
    'april',
  ])
  expect(periodIn('compare churn in march with churn in april', today)).toBeUndefined()
})
