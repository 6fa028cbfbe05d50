import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { judgeMeaning } from './judge-meaning.ts'
import { learnMeanings } from './learn-meanings.ts'
import { formatWeights, isKnownWord, likelyMeanings, parseWeights, weightsFile } from './likely-meanings.ts'
import { fingerprint, type Paraphrase, readParaphrases } from './paraphrases.ts'

const judged = (text: string) => judgeMeaning(text.split(' '))

test('the weights are of the paraphrases as they stand', () => {
  const madeFrom = /^made from\t(\w+)$/m.exec(readFileSync(weightsFile, 'utf8'))?.[1]
  expect(madeFrom, 'run npm run learn').toBe(fingerprint(readParaphrases()))
})

test('no paraphrase is filed under two meanings', () => {
  const filed = Map.groupBy(readParaphrases(), ({ words }) => words.join(' '))
  const twice = [...filed].filter(([, all]) => new Set(all.map(({ intent }) => intent)).size > 1)
  expect(
    twice.map(([words, all]) => `${words}: ${all.map(({ by, intent }) => `${intent} (${by})`).join(', ')}`),
  ).toEqual([])
})

test('what is clear is told, what is not is said to be near', () => {
  expect(judged('what was the churn rate #period')).toEqual({ kind: 'meant', intent: 'churn_rate' })
  expect(judged('why did #customer drop so much #period')).toEqual({ kind: 'meant', intent: 'why_moved' })
  expect(judged('write me a poem about spring')).toEqual({ kind: 'unclear', perhaps: [] })
  expect(judged('proposals and the mrr')).not.toMatchObject({ kind: 'meant' })
})

test('two questions at once are two', () => {
  expect(judged('what is our nps and which tickets are open')).toEqual({ kind: 'two', intents: ['nps', 'tickets'] })
})

test('an order is one though it has the words of a question', () => {
  const words = 'show the open tickets'.split(' ')
  expect(judgeMeaning(words)).toMatchObject({ kind: 'meant' })
  expect(judgeMeaning('approve the open proposals'.split(' '), { isOrder: true })).toMatchObject({ kind: 'unclear' })
})

test('the shares of all meanings are one', () => {
  const likely = likelyMeanings('how many tickets are open'.split(' '))
  expect(likely.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 6)
  expect(likely[0]?.meant).toBe('tickets')
})

test('a name is no known word, and a common word is no name', () => {
  expect(isKnownWord('health')).toBe(true)
  expect(isKnownWord('tickets')).toBe(true)
  expect(isKnownWord('globex')).toBe(false)
})

describe('learning', () => {
  const lesson = (intent: Paraphrase['intent'], ...texts: string[]): Paraphrase[] =>
    texts.map((text) => ({ by: 'test', intent, words: text.split(' ') }))
  const lessons = [
    ...lesson('nps', 'what is the nps', 'show the nps', 'nps please'),
    ...lesson('tickets', 'which tickets are open', 'open tickets', 'show tickets please'),
    ...lesson('none', 'what is love', 'open the door please'),
  ]

  test('it tells what it was taught, the same each time, and the same from its file', () => {
    const weights = learnMeanings(lessons)
    expect(learnMeanings(lessons).matrix).toEqual(weights.matrix)
    const kept = parseWeights(formatWeights(weights, 'test'))
    for (const { words, intent } of lessons) {
      expect(likelyMeanings(words, weights)[0]?.meant).toBe(intent)
      expect(likelyMeanings(words, kept)[0]?.meant).toBe(intent)
    }
  })

  test('a word of one paraphrase alone is strange', () => {
    const weights = learnMeanings(lessons)
    expect(isKnownWord('tickets', weights)).toBe(true)
    expect(isKnownWord('love', weights)).toBe(false)
  })
})
