import { expect, test } from 'vitest'
import { featureIn, subjectOf } from './topic.ts'

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
