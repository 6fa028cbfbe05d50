import { z } from 'zod'
import { UserError } from '../../errors.ts'
import { customerRef, statuses } from '../customers/customer-shapes.ts'
import { type CustomerRef, findCustomer } from '../customers/find-customer.ts'
import { defineTool, type ToolContext } from '../define-tool.ts'
import type { FactDraft } from '../facts.ts'
import { type Days, daysAsked, type ExplainedCustomer, explainCustomer } from './explain-customer.ts'
import type { CustomerScore } from './score-at.ts'
import { stepNames, stepsOf } from './waterfall.ts'
import { customerClause, type Evidence, gatherEvidence, type Reason, reasonNames, reasonsOf } from './why-customer.ts'
import { customerDetails } from './why-details.ts'
import { whyFacts } from './why-facts.ts'
import { noScoreSentence, readable, whySentence } from './why-words.ts'

const day = z.iso.date()
const scoreThen = z
  .object({
    score: z.number().nullable(),
    status: z.enum(statuses),
    engagement: z.number().nullable(),
    support: z.number().nullable(),
    value: z.number().nullable(),
    coverage: z.number().describe('0–1: the share of the weight whose source was loaded'),
  })
  .nullable()
  .describe('Null when it was no customer then')

export const explainScore = defineTool({
  name: 'explain_score',
  title: 'Why a customer’s score moved',
  description:
    'One customer’s health score on two days and the change between them, split into settings, missing data, late data, time passing and behaviour (engagement, support, value); the parts add up exactly. With the sentence that says why and the facts behind it. Use it for “why did it drop?”; for where the score stands now use get_customer.',
  effect: 'read',
  capability: 'read',
  isCurated: true,
  input: z.object({
    customer: z.string().min(1).describe('Id, external id, or a name only one customer has'),
    from: day.optional().describe('The first day; 30 days before the last when left out'),
    to: day.optional().describe('The last day; the as-of day when left out'),
  }),
  output: z.object({
    customer: customerRef,
    from: z.string(),
    to: z.string(),
    before: scoreThen.describe('As the first day’s settings judged what was known then'),
    after: scoreThen.describe('By today’s settings, from what is known now'),
    change: z.number().nullable(),
    steps: z
      .array(z.object({ step: z.enum(stepNames), points: z.number(), scoreAfter: z.number() }))
      .describe(
        'In order; each is the score with it replaced minus the score before. Empty without a score at both ends',
      ),
    timePassing: z.object({ engagement: z.number(), value: z.number() }).describe('The time step by what aged'),
    reasons: z
      .array(z.object({ reason: z.enum(reasonNames), points: z.number() }))
      .describe('Greatest first, with time passing put to the component that aged'),
    settingsBefore: z.number().int(),
    settingsAfter: z.number().int(),
    knownAtFirst: z.string().describe('Up to which instant facts count as known on the first day'),
    isKnownLater: z
      .boolean()
      .describe('The customer was loaded after the first day; what was loaded first stands for it'),
    sentence: z.string(),
    /** The sentence with `{key}` for each fact, for text that refers to facts. */
    template: z.string(),
    details: z.array(z.string()).describe('What happened between the days'),
  }),
  async run(input, context) {
    const customer = await findCustomer(context, input.customer)
    const days = daysAsked(context, input)
    const explained = await explainCustomer(context, customer.id, days)
    if (!explained)
      throw new UserError({
        code: 'no_data',
        message: `${customer.name} was no customer yet on ${days.to}.`,
        field: 'to',
        value: days.to,
        fix: 'Give a last day on which it was; get_customer says since when.',
      })
    return explanation(context, customer, days, explained, await gatherEvidence(context, explained, days))
  },
})

function explanation(
  context: ToolContext,
  customer: CustomerRef,
  days: Days,
  explained: ExplainedCustomer,
  seen: Evidence,
) {
  const { before, after, levels, ageing, records, first, last } = explained
  const steps = levels ? stepsOf(levels) : []
  const reasons = levels ? reasonsOf(levels, ageing) : []
  const facts = whyFacts(context, customer, days, explained, seen, reasons)
  const template = sentenceOf(explained, reasons, seen)
  return {
    output: {
      customer,
      ...days,
      before: shownScore(before),
      after: shownScore(after),
      change: levels ? ((levels.at(-1) ?? 0) - (levels[0] ?? 0)) / 100 : null,
      steps: stepNames.flatMap((step, index) =>
        levels ? [{ step, points: (steps[index] ?? 0) / 100, scoreAfter: (levels[index + 1] ?? 0) / 100 }] : [],
      ),
      timePassing: { engagement: ageing.engagement / 100, value: ageing.value / 100 },
      reasons: reasons.map(({ reason, points }) => ({ reason, points: points / 100 })),
      settingsBefore: first.version,
      settingsAfter: last.version,
      knownAtFirst: records.knownThen.toISOString(),
      isKnownLater: before !== null && isAfter(records.knownThen, days.from),
      sentence: readable(template, facts),
      template,
      details: customerDetails(seen, explained).map((line) => readable(line, facts)),
    },
    facts: facts satisfies FactDraft[],
    rowCount: before || after ? 1 : 0,
  }
}

function sentenceOf({ before, after, levels }: ExplainedCustomer, reasons: Reason[], seen: Evidence) {
  const called = '{name}’s health score'
  if (levels) {
    const clauses = reasons.map((reason) => ({
      clause: customerClause(reason, seen),
      key: `size.${reason.reason}`,
      points: reason.points,
    }))
    return whySentence(called, { before: levels[0] ?? 0, after: levels.at(-1) ?? 0 }, clauses)
  }
  const absent = (score: CustomerScore | null) =>
    score === null ? ('no_customer' as const) : score.score === null ? ('no_source' as const) : null
  return noScoreSentence(called, { before: absent(before), after: absent(after) })
}

function shownScore(score: CustomerScore | null) {
  if (!score) return null
  const { status, engagement, support, value, coverage } = score
  return { score: score.score, status, engagement, support, value, coverage }
}

const isAfter = (at: Date, day: string): boolean => at.toISOString().slice(0, 10) > day
