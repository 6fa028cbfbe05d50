import { expect, test } from 'vitest'
import { markSlots, unknownGroup } from './slots.ts'
import { spokenWords } from './spoken-words.ts'

const recorded = (names: readonly string[]) => names.map((name) => ({ dimension: 'country' as const, name }))
const heard = (question: string, names: readonly string[]) =>
  markSlots(spokenWords(question).join(' '), [], recorded(names)).groups.map(({ name }) => name)

test.each([
  ['what is churn in Germany?', ['DE', 'US'], ['DE']],
  ['compare the United States and the UK', ['UK', 'US', 'IN'], ['US', 'UK']],
  ['mrr in great britain', ['GB'], ['GB']],
  ['mrr in the UK', ['United Kingdom'], ['United Kingdom']],
  ['churn in Türkiye', ['TR'], ['TR']],
  ['churn in turkey', ['Türkiye'], ['Türkiye']],
  ['churn in norway', ['Norway'], ['Norway']],
  ['MRR of the US', ['US', 'DE'], ['US']],
  ['churn in the U.S. last month', ['US'], ['US']],
  ['How healthy are US customers?', ['United States'], ['United States']],
  ['show us customers at risk', ['US'], []],
  ['what can it tell us in march, is it at risk', ['US', 'IN', 'IT', 'IS', 'AT'], []],
])('%s, of countries recorded as %j', (question, names, countries) => {
  expect(heard(question, names)).toEqual(countries)
})

test('of a plan and a segment of one name the one is meant whose noun stands beside it', () => {
  const names = (['plan', 'segment'] as const).map((dimension) => ({ dimension, name: 'enterprise' }))
  const heard = (question: string) => markSlots(spokenWords(question).join(' '), [], names).groups
  expect(heard('churn of the enterprise segment')).toEqual([names[1]])
  expect(heard('churn of the enterprise plan')).toEqual([names[0]])
  expect(heard('churn of enterprise')).toEqual([names[0]])
})

test.each([
  ['mrr of norway', { dimension: 'country', said: 'Norway' }],
  ['mrr in the United States', { dimension: 'country', said: 'United States' }],
  ['churn of the gold plan', { dimension: 'plan', said: 'gold' }],
  ['churn of the banking industry', { dimension: 'industry', said: 'banking' }],
  ['churn by plan', undefined],
  ['what is the win-back plan for acme', undefined],
  ['which plan has the most churn', undefined],
])('%s, where no customer is of such a group', (question, group) => {
  expect(unknownGroup(spokenWords(question))?.group).toEqual(group)
})
