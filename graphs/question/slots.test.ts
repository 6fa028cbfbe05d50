import { expect, test } from 'vitest'
import { markSlots } from './slots.ts'
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
  ['what can it tell us in march, is it at risk', ['US', 'IN', 'IT', 'IS', 'AT'], []],
])('%s, of countries recorded as %j', (question, names, countries) => {
  expect(heard(question, names)).toEqual(countries)
})
