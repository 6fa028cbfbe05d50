import { expect, test } from 'vitest'
import { judgeMeaning } from './meaning/judge-meaning.ts'
import { featureIn, markSubject, subjectOf } from './topic.ts'

test.each([
  ['what do customers say about pricing', 'pricing'],
  ['what are they saying about the new dashboards lately', 'new dashboards'],
  ['pricing feedback', 'pricing'],
  ['the onboarding what do they say', 'onboarding'],
  ['do users like the reports or do they hate em', 'reports'],
  ['what does #customer say about the api #period', 'api'],
  ['what do people say about us', undefined],
  ['what do customers say', undefined],
  ['any feedback from #customer', undefined],
])('%s', (text, subject) => {
  const found = subjectOf(text.split(' '))
  if (subject === undefined) expect(found).toBeUndefined()
  else expect(found).toContain(subject.split(' ').at(-1))
})

test('a feature is found by its name, in one word or several, the longest of them', () => {
  const features = ['reports', 'custom_reports', 'api']
  expect(featureIn('who uses the api'.split(' '), features)).toBe('api')
  expect(featureIn('how many use custom reports'.split(' '), features)).toBe('custom_reports')
  expect(featureIn('how many use report'.split(' '), features)).toBe('reports')
  expect(featureIn('how many use exports'.split(' '), features)).toBeUndefined()
})

test.each(['the price', 'invoices', 'our mobile app', 'how slow the search is', 'gdpr exports'])(
  'customers may speak of anything: %s',
  (subject) => {
    const words = markSubject(`what do customers say about ${subject}`.split(' '))
    expect(words).toContain('#subject')
    expect(judgeMeaning(words)).toEqual({ kind: 'meant', intent: 'feedback' })
  },
)

test('what nobody is said to speak of stays as it is', () => {
  for (const text of [
    'tell me about #customer',
    'what do you think about our churn',
    'how many tickets about logins',
  ]) {
    expect(markSubject(text.split(' ')).join(' ')).toBe(text)
  }
})
