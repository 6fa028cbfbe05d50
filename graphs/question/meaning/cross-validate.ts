/**
 * How well questions are understood of people none of whose words were learned from: each writer's paraphrases in turn are
 * judged by weights learned from all the others'.
 */
import { commandIn } from '../commands.ts'
import { judgeMeaning } from './judge-meaning.ts'
import { learnMeanings } from './learn-meanings.ts'
import type { Weights } from './likely-meanings.ts'
import { bearings } from './meanings.ts'
import type { Paraphrase } from './paraphrases.ts'

export interface Score {
  by: string
  /** Questions that can be answered. */
  asked: number
  right: number
  /** Taken for another question. */
  wrong: string[]
  /** Of what is not to be answered. */
  none: number
  answered: string[]
}

export function* crossValidate(
  paraphrases: readonly Paraphrase[],
  kept: (weights: Weights) => Weights = (weights) => weights,
): Generator<Score> {
  for (const [by, own] of Map.groupBy(paraphrases, (each) => each.by)) {
    const weights = kept(learnMeanings(paraphrases.filter((each) => each.by !== by)))
    const score: Score = { by, asked: 0, right: 0, wrong: [], none: 0, answered: [] }
    for (const { intent, words } of own) {
      const answered = answeredAs(words, weights)
      const said = `"${words.join(' ')}" is ${intent}, taken for ${answered}`
      if (intent === 'none') {
        score.none += 1
        if (answered) score.answered.push(said)
      } else {
        score.asked += 1
        if (answered === intent) score.right += 1
        else if (answered) score.wrong.push(said)
      }
    }
    yield score
  }
}

/** As `understand` decides, of what can be told without a database. */
function answeredAs(words: readonly string[], weights: Weights): string | undefined {
  const judged = judgeMeaning(words, { isOrder: commandIn(words) !== undefined }, weights)
  if (judged.kind !== 'meant') return undefined
  const { customer } = bearings[judged.intent]
  const isNamed = words.includes('#customer')
  return (customer === 'must') === isNamed || customer === 'may' ? judged.intent : undefined
}
