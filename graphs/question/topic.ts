/** What a question is about beside its names: a subject to search for, or one of the product's features. */
import { stemOf } from './meaning/features.ts'

/** How those who ask introduce a subject, the surest first. */
const introductions = [
  /^(?:about|regarding|concerning|mentioning|mention|mentions|mentioned|re)$/,
  /^(?:on|around|with|toward|towards|like|love|hate|dislike|enjoy|received|over)$/,
  /^(?:of|for|to)$/,
]
/** What may stand between the introduction and the subject, and after it, and says nothing of it. */
const determiner =
  /^(?:the|our|a|an|this|that|these|those|new|recent|latest|their|your|its|any|some|specifically|topic|subject|matter|issue|of|all|whole|by|voice|customer|clients?|customers)$/
const trailing =
  /^(?:lately|recently|these|days|please|right|now|currently|at|the|moment|today|so|far|over|during|in|for|then|again|and|would|you|thanks|me|us|is|are|was|were|been|from|with|to|by|since|as)$/
/** Another clause begins. */
const ending = /^(?:or|but|do|does|did|are|is|was|were|have|has|been|being|so|when|because|since|if|received)$/
/** Words of asking what is said, and who says it: never the subject. */
const asking =
  /^(?:what|which|how|who|say|says|said|saying|tell|think|thinks|thinking|thoughts|feel|feeling|hear|heard|them|em|they|us|me|you|it|customers?|clients?|people|users?|accounts?|everyone|anyone|folks|i|we|do|does|did|are|is|have|has|and|or|hate|love|most|least|best|worst|so|much|top|recurring|common|main|any|some|all|voice|customer|free|qualitative|survey|open|latest|recent|new)$/
/** "Pricing feedback": the subject stands before these. */
const feedbackNoun = /^(?:feedback|complaints?|comments?|reviews?|opinions?|praise|remarks?|grumbles|gripes)$/

const sayers =
  '(?:customers?|clients?|people|users?|accounts?|subscribers?|everyone|everybody|anyone|anybody|they|folks|#customer|#group)'
const saying =
  '(?:say|says|saying|said|think|thinks|thinking|thought|feel|feels|feeling|talk|talks|talking|complain|complains|complaining|complained|comment|commented|commenting|write|writes|writing|wrote|written|tell|telling|told|moan|moaning|grumble|grumbling|praise|praising)'
const saidThings =
  '(?:feedback|complaints?|comments?|opinions?|reviews?|remarks?|verbatims?|quotes|praise|gripes|grumbles|sentiment)'
/** Customers say something, or there is something that they said: what follows an introduction then is what it is about. */
const customersSay = new RegExp(`(?<!\\S)(?:${sayers}(?: \\S+){0,4} ${saying}|${saidThings})(?!\\S)`)

/**
 * The words with `#subject` for what customers are said to speak of: it may be anything, and tells nothing of what is asked.
 */
export function markSubject(words: readonly string[]): string[] {
  for (const introduction of [...introductions.slice(0, 2), /^of$/]) {
    const at = words.findLastIndex(
      (word, index) => introduction.test(word) && customersSay.test(words.slice(0, index).join(' ')),
    )
    const subject = at < 0 ? undefined : trimmed(words.slice(at + 1))
    if (!subject) continue
    const length = subject.split(' ').length
    const start = words.findIndex((_, index) => index > at && words.slice(index, index + length).join(' ') === subject)
    return [...words.slice(0, start), '#subject', ...words.slice(start + length)]
  }
  return [...words]
}

/** The subject in `words`, undefined where they speak of feedback at all. */
export function subjectOf(words: readonly string[]): string | undefined {
  for (const introduction of introductions) {
    for (let at = words.length - 1; at > 0; at--) {
      const said = introduction.test(words[at] ?? '') ? trimmed(words.slice(at + 1)) : undefined
      if (said) return said
    }
    // "About us" is about nothing in particular, whatever stands before it.
    if (introduction === introductions[0] && words.some((word) => introduction.test(word))) return undefined
  }
  return subjectBefore(words)
}

/** Up to the next name or time, without what says nothing of the subject. */
function trimmed(words: readonly string[]): string | undefined {
  const end = words.findIndex((word) => word.startsWith('#') || ending.test(word))
  const own = end < 0 ? [...words] : words.slice(0, end)
  while (own.length > 0 && determiner.test(own[0] ?? '')) own.shift()
  while (own.length > 0 && trailing.test(own.at(-1) ?? '')) own.pop()
  return own.length > 0 && own.length <= 8 && own.some((word) => !asking.test(word)) ? own.join(' ') : undefined
}

/** "Pricing feedback" and "pricing, what do they say". */
function subjectBefore(words: readonly string[]): string | undefined {
  const noun = words.findIndex((word) => feedbackNoun.test(word))
  const first = words[noun - 1] ?? ''
  if (noun > 0 && !asking.test(first) && !determiner.test(first) && !trailing.test(first) && noun <= 2) return first
  const asks = words.findIndex((word) => /^(?:what|any|how|who)$/.test(word))
  return asks > 0 &&
    asks <= 3 &&
    words.slice(0, asks).every((word) => !/^(?:hey|hi|ok|so|uh|um|well|pray|eva|tell|show|give)$/.test(word))
    ? trimmed(words.slice(0, asks))
    : undefined
}

/** Which of the `features` the words name, if any: the longest. */
export function featureIn(words: readonly string[], features: readonly string[]): string | undefined {
  const said = new Set<string>()
  for (let length = 1; length <= 4; length++) {
    for (let at = 0; at + length <= words.length; at++) said.add(bare(words.slice(at, at + length).join('')))
  }
  return features
    .filter((feature) => said.has(bare(feature)))
    .sort((a, b) => b.length - a.length)
    .at(0)
}

/** "Reporting" and "the report" are the feature `reports`. */
const bare = (text: string): string => stemOf(text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ''))
