/** Says why a customer may leave and how urgent that is. The probability is the tool's fact, never the agent's. */
import { z } from 'zod'
import { fact } from '../tools/facts.ts'
import { factText, reportFinding, templatePart } from '../tools/report/report-document.ts'
import { causePhrases } from './cause-phrases.ts'
import { type Cause, type CauseCode, causeOrder } from './causes.ts'
import { type CustomerCase, factSheet, factsFor } from './customer-case.ts'
import { fence } from './fence.ts'
import { loadPrompt } from './load-prompt.ts'
import { choose, fill, keyOf, listed, paragraph } from './phrases.ts'
import { knownFacts, type RunView, rulesForCase } from './run-view.ts'
import { writeTexts } from './write-texts.ts'

const prompt = loadPrompt('churn-predictor', ['asOf', 'causes', 'facts', 'words'])

export const churnAssessment = z.object({
  customer: reportFinding.shape.customer,
  /** The churn share of similar customers, drawn towards the average; null where nobody like it was ever seen. */
  probability: fact.nullable(),
  primary: z.enum(causeOrder).nullable(),
  secondary: z.array(z.enum(causeOrder)),
  urgency: z.enum(['now', 'soon', 'watch']),
  text: factText,
  fallbacks: z.array(templatePart),
})
export type ChurnAssessment = z.infer<typeof churnAssessment>

const SECONDARY_CAUSES = 2

/** `turn` is the customer's place in the list: it varies the wording, so that twenty do not read alike. */
export async function assessChurn(view: RunView, of: CustomerCase, turn: number): Promise<ChurnAssessment> {
  const [primary, ...others] = of.causes
  const codes = of.causes.map(({ code }) => code)
  const fallback: Choice = {
    primary: primary?.code ?? null,
    secondary: others.slice(0, SECONDARY_CAUSES).map(({ code }) => code),
  }
  const { texts, choices, fallbacks } = await writeTexts(view.writer, {
    agent: 'churn_predictor',
    prompt,
    values: {
      asOf: view.asOf,
      causes: of.causes.map(({ code }) => `- ${code}: ${causePhrases[code].label}`).join('\n') || '(none)',
      facts: factSheet(of.facts),
      words: fence(of.quotes.map(({ words }) => words)),
    },
    slots: [
      {
        part: `why ${of.customer.name} may leave`,
        rules: rulesForCase(view, knownFacts(view), of),
        template: assessmentTemplate(of, turn),
      },
    ],
    keyOf: () => 'text',
    choices: {
      schema: z.object({ primary: z.string(), secondary: z.array(z.string()) }),
      parse: (answer) => chosenAmong(answer, codes),
      fallback,
    },
  })
  return churnAssessment.parse({
    customer: of.customer,
    probability: of.facts.find((each) => keyOf(each) === 'churn_probability') ?? null,
    ...choices,
    urgency: urgencyOf(of),
    text: texts[0],
    fallbacks,
  })
}

interface Choice {
  primary: CauseCode | null
  secondary: CauseCode[]
}

/** A choice is taken only when it is of causes that the records show. */
function chosenAmong(answer: unknown, codes: readonly CauseCode[]): Choice | undefined {
  const known = z.enum(causeOrder).refine((code) => codes.includes(code))
  const parsed = z.object({ primary: known, secondary: z.array(known) }).safeParse(answer)
  if (!parsed.success) return undefined
  const { primary, secondary } = parsed.data
  const others = [...new Set(secondary)].filter((code) => code !== primary)
  return { primary, secondary: others.slice(0, SECONDARY_CAUSES) }
}

function urgencyOf({ status, causes, churn }: CustomerCase): ChurnAssessment['urgency'] {
  if (status === 'critical' || causes.some(({ severity }) => severity === 3) || churn?.urgency === 'critical')
    return 'now'
  return causes.some(({ severity }) => severity === 2) ? 'soon' : 'watch'
}

// Template --------------------------------------------------------------------------------------------------------

/** The reasons in order, then what is at stake; also the reason of a proposal. `isNamed`: the sentence before named them. */
export function assessmentTemplate(of: CustomerCase, turn: number, { isNamed = false } = {}): string {
  const reasons = reasonSentences(of.causes, of, turn, isNamed)
  return paragraph(reasons, stakeSentence(of, turn)) || 'Nothing in the records says that they may leave.'
}

function reasonSentences(causes: readonly Cause[], of: CustomerCase, turn: number, isNamed: boolean): string {
  const [primary, ...others] = causes
  const named = isNamed ? 'it' : (fill('{name}', factsFor(of)) ?? 'this customer')
  if (!primary) return `Nothing in the records says that anything troubles ${named}.`
  const { label, why } = causePhrases[primary.code]
  const shown = choose(why, factsFor(of, primary), turn)
  const again = of.status === 'healthy' ? `What stands out is ${label}.` : `The main reason is ${label}.`
  const openings = [
    `${named}: the main reason is ${label}.`,
    `What stands out at ${named} is ${label}.`,
    `With ${named} it comes down to ${label}.`,
    `The first concern about ${named} is ${label}.`,
    `${named} may leave over ${label}.`,
  ]
  const besides = others.slice(0, SECONDARY_CAUSES).flatMap((cause) => {
    const clause = choose(causePhrases[cause.code].besides, factsFor(of, cause), turn)
    return clause === undefined ? [] : [clause]
  })
  const joints = ['Besides,', 'In addition,', 'What is more,', 'Also,']
  return paragraph(
    isNamed ? again : openings[turn % openings.length],
    shown,
    besides.length > 0 ? `${joints[turn % joints.length]} ${listed(besides)}.` : undefined,
  )
}

function stakeSentence(of: CustomerCase, turn: number): string | undefined {
  const facts = factsFor(of)
  if (of.arrMinor <= 0) return undefined
  const hasNoneLeft = facts.get('churned_looks')?.value === 0
  const withShare = hasNoneLeft
    ? [
        'At stake: {arr} a year. Of {churn_customers|customer|customers} like them none left within {churn_horizon}.',
        'They bring {arr} a year; of {churn_customers|customer|customers} like them none left within {churn_horizon}.',
      ]
    : [
        'At stake: {arr} a year, with a churn probability of {churn_probability} within {churn_horizon}.',
        'They bring {arr} a year, and customers like them leave with a probability of {churn_probability} within {churn_horizon}.',
        'Judged by similar customers, they leave with a probability of {churn_probability} within {churn_horizon}; {arr} a year is at stake.',
      ]
  return choose(withShare, facts, turn) ?? fill('At stake: {arr} a year.', facts)
}
