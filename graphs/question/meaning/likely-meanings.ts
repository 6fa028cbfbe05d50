/** What a question is likely to ask, by the weights learned from the paraphrases. No customer, number or name is in them. */
import { readFileSync } from 'node:fs'
import { featuresOf, stemOf } from './features.ts'
import type { IntentName } from './meanings.ts'

/** `none` is what is not to be answered. */
export type Meant = IntentName | 'none'

export interface Weights {
  /** The columns. */
  intents: readonly Meant[]
  bias: Float64Array
  /** Which row a feature has. */
  rows: ReadonlyMap<string, number>
  /** TF-IDF's second half, a row. */
  rarity: Float32Array
  /** Of a word that no paraphrase has. */
  strangeRarity: number
  /** Rows by columns. */
  matrix: Float32Array
}

export interface Likely {
  meant: Meant
  /** 0 to 1; over all meanings it is 1. */
  probability: number
}

/** Rows and their values, the whole of length 1. */
export interface Vector {
  rows: number[]
  values: number[]
}

/** Smaller ones change no answer and would fill the file. */
const LEAST_WEIGHT = 0.2

export const weightsFile = new URL('./weights.tsv', import.meta.url)
let kept: Weights | undefined

/** The weights of the repository, read once. */
export function keptWeights(): Weights {
  kept ??= parseWeights(readFileSync(weightsFile, 'utf8'))
  return kept
}

/** Every meaning, the likeliest first, of words with `#customer`, `#group` and `#period` in their places. */
export function likelyMeanings(words: readonly string[], weights: Weights = keptWeights()): Likely[] {
  const shares = sharesOf(vectorOf(words, weights), weights)
  return weights.intents
    .map((meant, column) => ({ meant, probability: shares[column] ?? 0 }))
    .sort((a, b) => b.probability - a.probability)
}

/** Whether people use the word when they ask: a customer is not recognised by such a word alone. */
export function isKnownWord(word: string, { rows }: Weights = keptWeights()): boolean {
  return rows.has(stemOf(word))
}

export function vectorOf(words: readonly string[], { rows: rowOf, rarity, strangeRarity }: Weights): Vector {
  const rows: number[] = []
  const values: number[] = []
  let squares = 0
  for (const feature of featuresOf(words, (stem) => rowOf.has(stem))) {
    const row = rowOf.get(feature)
    if (row !== undefined) {
      rows.push(row)
      values.push(rarity[row] ?? 0)
      squares += (rarity[row] ?? 0) ** 2
    } else if (!feature.includes(' ') && !feature.startsWith('~')) squares += strangeRarity ** 2
  }
  const length = Math.sqrt(squares) || 1
  return { rows, values: values.map((value) => value / length) }
}

/** The softmax of the weighted features, a column each. */
export function sharesOf({ rows, values }: Vector, { bias, matrix }: Weights): Float64Array {
  const shares = Float64Array.from(bias)
  const columns = shares.length
  for (const [at, row] of rows.entries()) {
    const value = values[at] ?? 0
    for (let column = 0; column < columns; column++) {
      shares[column] = (shares[column] ?? 0) + value * (matrix[row * columns + column] ?? 0)
    }
  }
  const most = Math.max(...shares)
  let sum = 0
  for (const [column, share] of shares.entries()) {
    const raised = Math.exp(share - most)
    shares[column] = raised
    sum += raised
  }
  return shares.map((share) => share / sum)
}

/** The text of `weights.tsv`: a line a feature, `madeFrom` saying of which paraphrases. */
export function formatWeights(weights: Weights, madeFrom: string): string {
  const { intents, bias, rows, rarity, strangeRarity, matrix } = weights
  const lines = [
    '# How much each feature speaks for each meaning: feature, rarity, then column:weight. Made by npm run learn.',
    `made from\t${madeFrom}`,
    `intents\t${intents.join('\t')}`,
    `bias\t${[...bias].map((each) => each.toFixed(2)).join('\t')}`,
    `strange\t${strangeRarity.toFixed(2)}`,
  ]
  for (const [feature, row] of [...rows].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const own = intents.flatMap((_, column) => {
      const weight = matrix[row * intents.length + column] ?? 0
      return Math.abs(weight) >= LEAST_WEIGHT ? [`${column}:${weight.toFixed(1)}`] : []
    })
    const isWord = !feature.includes(' ') && !feature.startsWith('~')
    if (own.length > 0 || isWord) lines.push([feature, (rarity[row] ?? 0).toFixed(2), ...own].join('\t'))
  }
  return `${lines.join('\n')}\n`
}

export function parseWeights(text: string): Weights {
  const [, , intentsLine = '', biasLine = '', strangeLine = '', ...lines] = text.trimEnd().split('\n')
  const intents = intentsLine.split('\t').slice(1) as Meant[]
  const rows = new Map<string, number>()
  const rarity = new Float32Array(lines.length)
  const matrix = new Float32Array(lines.length * intents.length)
  for (const [row, line] of lines.entries()) {
    const [feature = '', idf, ...own] = line.split('\t')
    rows.set(feature, row)
    rarity[row] = Number(idf)
    for (const each of own) {
      const colon = each.indexOf(':')
      matrix[row * intents.length + Number(each.slice(0, colon))] = Number(each.slice(colon + 1))
    }
  }
  return {
    intents,
    bias: Float64Array.from(biasLine.split('\t').slice(1), Number),
    rows,
    rarity,
    strangeRarity: Number(strangeLine.split('\t')[1]),
    matrix,
  }
}
