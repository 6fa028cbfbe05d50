/** Whether it is clear what a question asks. What is not is declined: an answer to another question is worse than none. */
import { keptWeights, type Likely, likelyMeanings, type Weights } from './likely-meanings.ts'
import type { IntentName } from './meanings.ts'

/** Below it a question is declined: `npm run learn -- --measure` says what that costs and saves. */
const SURE = 0.7
/** What begins like an order is a question only beyond this: "put retail next to software". */
const SURE_NO_ORDER = 0.9
/** What is at least so likely may have been meant. */
const PERHAPS = 0.1
const MOST_PERHAPS = 3
/** Each half of two questions at once is clear by itself; beyond doubt where the whole is clear too. */
const SURE_OF_HALF = 0.6
const SURE_OF_HALF_OF_CLEAR = 0.9

export type Judged =
  | { kind: 'meant'; intent: IntentName }
  | { kind: 'two'; intents: [IntentName, IntentName] }
  /** The likeliest first; empty where nothing is near. */
  | { kind: 'unclear'; perhaps: IntentName[] }

/** `words` with `#customer`, `#group`, `#period` and `#subject` in their places; `isOrder` for what begins like one. */
export function judgeMeaning(
  words: readonly string[],
  { isOrder = false }: { isOrder?: boolean } = {},
  weights: Weights = keptWeights(),
): Judged {
  const likely = likelyMeanings(words, weights)
  const clear = clearOf(likely, isOrder ? SURE_NO_ORDER : SURE)
  const two = twoIn(words, clear ? SURE_OF_HALF_OF_CLEAR : SURE_OF_HALF, weights)
  if (two) return { kind: 'two', intents: two }
  if (clear) return { kind: 'meant', intent: clear }
  const near = likely.filter(({ meant, probability }) => meant !== 'none' && probability >= PERHAPS)
  return { kind: 'unclear', perhaps: near.slice(0, MOST_PERHAPS).map(({ meant }) => meant as IntentName) }
}

function clearOf([first]: readonly Likely[], least: number): IntentName | undefined {
  return first && first.meant !== 'none' && first.probability >= least ? first.meant : undefined
}

/** "How is Acme doing and when was the last import": each half asks something else. */
function twoIn(words: readonly string[], least: number, weights: Weights): [IntentName, IntentName] | undefined {
  for (const [at, word] of words.entries()) {
    if (!/^(?:and|then|plus|also)$/.test(word)) continue
    const halves = [words.slice(0, at), words.slice(at + 1)]
    if (halves.some((half) => half.length === 0)) continue
    const [first, second] = halves.map((half) => clearOf(likelyMeanings(half, weights), least))
    if (first && second && first !== second) return [first, second]
  }
  return undefined
}
