/**
 * Learns from the paraphrases how much each feature speaks for each meaning: multinomial logistic regression on TF-IDF features
 * of unit length, fitted by AdaGrad (Duchi, Hazan and Singer, 2011) with an L2 penalty. The order of learning is fixed, so the
 * same paraphrases give the same weights.
 */
import { featuresOf, stemOf } from './features.ts'
import { sharesOf, vectorOf, type Weights } from './likely-meanings.ts'
import type { Paraphrase } from './paraphrases.ts'

const ROUNDS = 16
const STEP = 0.5
const BIAS_STEP = 0.02
const PENALTY = 1e-4
const FIRST_SQUARES = 0.1
/** An error so small teaches nothing. */
const LEAST_ERROR = 1e-3
/** A feature of one paraphrase alone says nothing about the next. */
const LEAST_SEEN = 2

export function learnMeanings(paraphrases: readonly Paraphrase[]): Weights {
  const said = countEach(paraphrases.map(({ words }) => new Set(words.map(stemOf))))
  const isKnown = (stem: string) => (said.get(stem) ?? 0) >= LEAST_SEEN
  const seen = [...countEach(paraphrases.map(({ words }) => featuresOf(words, isKnown)))].filter(
    ([, times]) => times >= LEAST_SEEN,
  )
  const intents = [...new Set(paraphrases.map(({ intent }) => intent))].sort()
  const weights: Weights = {
    intents,
    bias: new Float64Array(intents.length),
    rows: new Map(seen.map(([feature], row) => [feature, row])),
    rarity: Float32Array.from(seen, ([, times]) => Math.log((paraphrases.length + 1) / (times + 0.5))),
    strangeRarity: Math.log(paraphrases.length),
    matrix: new Float32Array(seen.length * intents.length),
  }
  adjust(weights, paraphrases)
  return weights
}

/** Each paraphrase in turn, in another order each round, moves the weights of its features towards what it asks. */
function adjust(weights: Weights, paraphrases: readonly Paraphrase[]): void {
  const { intents, bias, matrix } = weights
  const squares = new Float32Array(matrix.length).fill(FIRST_SQUARES)
  const lessons = paraphrases.map(({ words, intent }) => ({
    vector: vectorOf(words, weights),
    answer: intents.indexOf(intent),
  }))
  const random = seeded(7)
  for (let round = 0; round < ROUNDS; round++) {
    shuffle(lessons, random)
    for (const { vector, answer } of lessons) {
      const guessed = sharesOf(vector, weights)
      for (let column = 0; column < guessed.length; column++) {
        const error = (guessed[column] ?? 0) - (column === answer ? 1 : 0)
        if (Math.abs(error) < LEAST_ERROR) continue
        bias[column] = (bias[column] ?? 0) - BIAS_STEP * error
        for (let at = 0; at < vector.rows.length; at++) {
          const cell = (vector.rows[at] ?? 0) * intents.length + column
          const gradient = error * (vector.values[at] ?? 0) + PENALTY * (matrix[cell] ?? 0)
          const sum = (squares[cell] ?? 0) + gradient ** 2
          squares[cell] = sum
          matrix[cell] = (matrix[cell] ?? 0) - (STEP * gradient) / Math.sqrt(sum)
        }
      }
    }
  }
}

function countEach(lists: Iterable<Iterable<string>>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const list of lists) for (const each of list) counts.set(each, (counts.get(each) ?? 0) + 1)
  return counts
}

/** Fisher and Yates. */
function shuffle(list: unknown[], random: () => number): void {
  for (let at = list.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    const kept = list[at]
    list[at] = list[other]
    list[other] = kept
  }
}

/** Numbers from 0 to 1 that are the same each time (a linear congruential generator). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fff_ffff
    return state / 0x8000_0000
  }
}
