/**
 * Holds every written text to its facts: nothing checkable stands in it but as `{{fact:id}}`, and each fact is of the
 * subject, metric and period that its place calls for. Model and template go through the same check.
 */
import type { Fact, FactSubject } from '../tools/facts.ts'
import { numberWordProblem } from './number-words.ts'
import { slotProblem } from './slot-words.ts'

/** Who reads the text. A customer is never shown our scores, probabilities or what we call them. */
type Audience = 'team' | 'customer'

export interface TextRules {
  /** Every fact that was read so far, by id: what is not among them does not exist. */
  facts: ReadonlyMap<string, Fact>
  /** Whom the text is about; a fact about anyone else is wrong here, however true. */
  subjects: readonly Pick<FactSubject, 'kind' | 'id' | 'name'>[]
  /** Metrics that have a place in this text; by default all. */
  metrics?: ReadonlySet<string>
  /** Facts of a later day are not known yet. */
  asOf: string
  audience?: Audience
  /** Names of other customers: they are facts too, and not of this text. */
  otherNames?: readonly string[]
  /** A reason without a fact cannot be checked by anyone. */
  mustCite?: boolean
  maxLength?: number
}

const placeholder = /\{\{fact:([A-Za-z0-9_.:-]+)\}\}/g
/** Stands where a fact stood; a letter would join the words beside it. */
const gap = '\u{FFFC}'
const defaultMaxLength = 1500

/** What is wrong with `text`, each in words that tell the writer what to do; empty when it may be shown. */
export function checkText(text: string, rules: TextRules): string[] {
  const prose = text.replaceAll(placeholder, gap)
  const problems = [...shapeProblems(text, prose, rules), ...factProblems(text, rules), ...proseProblems(prose, rules)]
  return [...new Set(problems)]
}

/** The ids `text` refers to, once each, in order. */
export function citedIds(text: string): string[] {
  return [...new Set([...text.matchAll(placeholder)].map((match) => match[1] ?? ''))]
}

function shapeProblems(text: string, prose: string, rules: TextRules): string[] {
  const maxLength = rules.maxLength ?? defaultMaxLength
  const problems: string[] = []
  if (text.trim() === '') problems.push('the text is empty')
  if (text.length > maxLength) problems.push('the text is too long')
  if (/[{}]/.test(prose)) problems.push('a placeholder is malformed; write it exactly as it was given')
  if (/[\p{L}\p{N}\-−–+~×*/^.,$€£¥]\uFFFC/u.test(prose)) {
    problems.push('something is joined to the front of a placeholder, which changes what it says')
  }
  if (/\uFFFC(?:[\p{L}\p{N}%‰°*^]|[.,]\p{N}|\uFFFC|-\p{L})/u.test(prose)) {
    problems.push('something is joined to the end of a placeholder, which changes what it says')
  }
  if (/https?:|www\.|\S@\S/i.test(prose)) problems.push('addresses and links do not belong in the text')
  if (rules.mustCite && citedIds(text).length === 0) problems.push('no fact is cited')
  return problems
}

function factProblems(text: string, rules: TextRules): string[] {
  const problems: string[] = []
  for (const match of text.matchAll(placeholder)) {
    const id = match[1] ?? ''
    const fact = rules.facts.get(id)
    if (!fact) {
      problems.push(`{{fact:${id}}} is not one of the facts that were given`)
      continue
    }
    const about = rules.subjects.map(({ name }) => name).join(' and ')
    if (
      !rules.subjects.some(({ kind, id: subjectId }) => kind === fact.subject.kind && subjectId === fact.subject.id)
    ) {
      problems.push(`{{fact:${id}}} is about ${fact.subject.name}, and this text is about ${about}`)
    } else if (rules.metrics && !rules.metrics.has(fact.metric)) {
      problems.push(`{{fact:${id}}} (${fact.metric}) has no place in this text`)
    }
    if (fact.period !== null && startOf(fact.period) > rules.asOf) {
      problems.push(`{{fact:${id}}} is of ${fact.period}, which is after ${rules.asOf}`)
    }
    const before = text.slice(0, match.index).replaceAll(placeholder, gap)
    const after = text.slice(match.index + match[0].length).replaceAll(placeholder, gap)
    const problem = slotProblem(before, fact, after)
    if (problem !== undefined) problems.push(`{{fact:${id}}} ${problem}`)
  }
  return problems
}

function startOf(period: string): string {
  return period.split('/')[0] ?? period
}

/** Zero-width and bidirectional marks hide a number from the eye of a check and not of a reader. */
const invisible = /\p{Cf}|\u034F|\u115F|\u1160|\u3164/gu
const spelledApart = /(?<![\p{L}\p{N}])(?:\p{L}[\s._*-]{1,2}){2,}\p{L}(?![\p{L}\p{N}])/u
/** What we call things among ourselves. */
const internalWords =
  /\b(?:churn\w*|health score|risk|at-risk|probabilit\w+|likelihood|escalat\w+|retention|proposal|segment|win-?back|upsell|MRR|ARR)\b/i

function proseProblems(prose: string, rules: TextRules): string[] {
  const problems: string[] = []
  if (prose.replaceAll(gap, '').search(invisible) >= 0) problems.push('the text holds characters that cannot be seen')
  const plain = prose.replaceAll(invisible, '').normalize('NFKC')
  const digits = plain.match(/[\p{L}\p{N}.,]*\p{N}[\p{L}\p{N}]*/u)
  if (digits) problems.push(`"${digits[0]}" is a number; cite a fact in its place`)
  if (/[%‰$€£¥₹]/.test(plain)) problems.push('a sign for per cent or money stands outside a fact')
  if (spelledApart.test(plain)) problems.push('a word is spelled in single letters')
  const foreign = plain.match(/(?!\p{Script=Latin})\p{L}+/u)
  if (foreign) problems.push(`"${foreign[0]}" is not in the Latin script; write English`)
  for (const match of plain.matchAll(/\p{L}+/gu)) {
    const startsSentence = /(?:^|[.!?:;]["')]*\s+|["'(])$/.test(plain.slice(0, match.index))
    const problem = numberWordProblem(match[0], startsSentence)
    if (problem !== undefined) problems.push(`${problem}; cite a fact or leave it out`)
  }
  const name = rules.otherNames?.find((each) => mentions(plain, each))
  if (name !== undefined) problems.push(`"${name}" is another customer; this text is not about them`)
  const own = rules.subjects.find((each) => each.kind === 'customer' && mentions(plain, each.name))
  if (own) problems.push(`"${own.name}" is a name; cite the fact that holds it`)
  const internal = rules.audience === 'customer' ? plain.match(internalWords) : null
  if (internal) problems.push(`"${internal[0]}" is our word, not one for a customer`)
  return problems
}

/** Names of a few letters are words of the language as well, so they are let pass. */
function mentions(prose: string, name: string): boolean {
  if (name.length < 4) return false
  const at = prose.toLowerCase().indexOf(name.normalize('NFKC').toLowerCase())
  if (at < 0) return false
  const isLetter = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}]/u.test(character)
  return !isLetter(prose[at - 1]) && !isLetter(prose[at + name.length])
}
