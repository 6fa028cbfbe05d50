/**
 * The words beside a placeholder say what it must be: "{{…}} open tickets" calls for a count of tickets. A true number
 * of the right customer is still wrong when it measures something else.
 */
import type { Fact } from '../tools/facts.ts'

interface SlotRule {
  /** On the words before the placeholder (they end at it), or after it (they begin there). */
  before?: RegExp
  after?: RegExp
  fits(fact: Fact): boolean
  expects: string
}

const metric = (pattern: RegExp) => (fact: Fact) => pattern.test(fact.metric)
const unit =
  (...units: Fact['unit'][]) =>
  (fact: Fact) =>
    units.includes(fact.unit)

const is = String.raw`(?:\s+(?:is|was|of|at|stands at|stood at|now|still|to|from|fell to|rose to|has fallen to|has risen to))*\s+$`

const rules: readonly SlotRule[] = [
  { after: /^\s+(?:(?!of\b)\p{L}+\s+){0,2}tickets?\b/u, fits: metric(/ticket/), expects: 'a count of tickets' },
  { after: /^\s+(?:(?!of\b)\p{L}+\s+)?features?\b/u, fits: metric(/feature|adoption/), expects: 'a count of features' },
  {
    after: /^\s+(?:(?!of\b)\p{L}+\s+)?(?:users?|people|seats?)\b/u,
    fits: metric(/user|seat|people/),
    expects: 'a count of users',
  },
  {
    after: /^\s+(?:(?!of\b)\p{L}+\s+)?(?:customers|accounts)\b/u,
    fits: metric(/customer|count|active|at_risk|critical|healthy|churned/),
    expects: 'a count of customers',
  },
  { after: /^\s+(?:ago|without)\b/u, fits: unit('days'), expects: 'a number of days' },
  { after: /^\s+(?:points?)\b/u, fits: unit('points'), expects: 'points' },
  { before: new RegExp(`\\b(?:score)${is}`, 'iu'), fits: metric(/score|health/), expects: 'a health score' },
  {
    before: new RegExp(`\\b(?:probability|likelihood|chance|odds)(?:\\s+of\\s+(?:leaving|churn\\w*))?${is}`, 'iu'),
    fits: (fact) => /probability|churn/.test(fact.metric) && (fact.unit === 'probability' || fact.unit === 'percent'),
    expects: 'a probability',
  },
  {
    before: new RegExp(`\\b(?:revenue|pays|paying|MRR|ARR|worth|money at stake)${is.replace('\\s+$', '\\s*$')}`, 'iu'),
    fits: unit('money', 'percent'),
    expects: 'an amount of money',
  },
  { before: /\bNPS(?:\s+(?:is|was|of|at|stands at))?\s+$/iu, fits: metric(/nps/), expects: 'the NPS' },
  { before: /\bchurn rate(?:\s+(?:is|was|of|at))?\s+$/iu, fits: metric(/churn/), expects: 'a churn rate' },
  { before: /\brenew\w*(?:\s+(?:is|falls|comes|due))?\s+on\s+$/iu, fits: metric(/renew/), expects: 'a renewal date' },
  {
    before: /\b(?:since|on|until|by)\s+$/iu,
    fits: unit('date', 'period', 'name', 'text'),
    expects: 'a date or a name',
  },
  {
    before:
      /\b(?:minus|negative|more than|less than|fewer than|over|nearly|almost|about|around|roughly|up to|at least|at most)\s+$/iu,
    fits: unit('name', 'text', 'date', 'period'),
    expects: 'nothing that changes its value before it',
  },
]

/** What the words beside the fact's place call for, when the fact is something else; undefined when it fits. */
export function slotProblem(before: string, fact: Fact, after: string): string | undefined {
  // "The score of Acme": a name says whose, and is no value.
  if (fact.unit === 'name') return undefined
  const rule = rules.find(
    ({ before: front, after: back, fits }) =>
      // A noun after a number counts; after a name it only follows.
      (front ? front.test(before) : typeof fact.value === 'number' && back?.test(after)) && !fits(fact),
  )
  return rule && `is ${fact.metric} (${fact.unit}), where the words beside it call for ${rule.expects}`
}
