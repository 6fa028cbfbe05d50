/** Reads how healthy the customers are: the whole, the notable ones with ranked reasons, and perhaps a setting. */
import { z } from 'zod'
import { fact } from '../tools/facts.ts'
import { factText, reportFinding, templatePart } from '../tools/report/report-document.ts'
import { causePhrases } from './cause-phrases.ts'
import { causeOrder } from './causes.ts'
import { type CustomerCase, factSheet, factsFor } from './customer-case.ts'
import { loadPrompt } from './load-prompt.ts'
import { byKey, choose, fill, listed, paragraph } from './phrases.ts'
import { knownFacts, type RunView, rulesForCase, rulesForVenture, ventureFacts } from './run-view.ts'
import { proposeSetting, type SettingLimits, settingProposal } from './setting-proposal.ts'
import { noChoices, type TextSlot, writeTexts } from './write-texts.ts'

const prompt = loadPrompt('health-analyst', ['asOf', 'venture', 'facts', 'customers'])

const scorePart = z.enum(['engagement', 'support', 'value'])

export const healthAnalysis = z.object({
  summary: factText,
  notable: z.array(
    z.object({
      customer: reportFinding.shape.customer,
      /** At most three, the most explaining first. */
      reasons: z.array(z.object({ cause: z.enum(causeOrder), facts: z.array(fact) })),
      /** Parts of the score that lost points, the greatest loss first. */
      pointsLost: z.array(z.object({ part: scorePart, points: z.number() })),
      note: factText,
    }),
  ),
  settingProposal: settingProposal.nullable(),
  fallbacks: z.array(templatePart),
})
export type HealthAnalysis = z.infer<typeof healthAnalysis>

/** With more in one request a model loses track of which fact is whose. */
const NOTABLE_CUSTOMERS = 12
const SHOWN_REASONS = 3

export async function analyseHealth(view: RunView, settings: SettingLimits): Promise<HealthAnalysis> {
  const known = knownFacts(view)
  const notable = view.cases.slice(0, NOTABLE_CUSTOMERS)
  const slotOf = (of: CustomerCase, turn: number): TextSlot => ({
    part: `the note about ${of.customer.name}`,
    rules: rulesForCase(view, known, of),
    template: noteTemplate(of, turn),
  })
  const summarySlot: TextSlot = {
    part: 'the summary of health',
    rules: rulesForVenture(view, known),
    template: summaryTemplate(view),
  }
  const { texts, fallbacks } = await writeTexts(view.writer, {
    agent: 'health_analyst',
    prompt,
    values: {
      asOf: view.asOf,
      venture: view.venture.name,
      facts: factSheet(ventureFacts(view)),
      customers: notable.map(describeCase).join('\n\n') || '(none)',
    },
    slots: [summarySlot, ...notable.map(slotOf)],
    keyOf: (index) => (index === 0 ? 'summary' : `c${index}`),
    choices: noChoices,
  })
  const [summary, ...notes] = texts
  return healthAnalysis.parse({
    summary,
    notable: notable.map((of, index) => ({
      customer: of.customer,
      reasons: of.causes.slice(0, SHOWN_REASONS).map(({ code, factIds }) => ({
        cause: code,
        facts: of.facts.filter(({ id }) => factIds.includes(id)),
      })),
      pointsLost: of.pointsLost,
      note: notes[index],
    })),
    settingProposal: proposeSetting(view.figures.health, settings),
    fallbacks,
  })
}

function describeCase(of: CustomerCase, index: number): string {
  const reasons = of.causes.slice(0, SHOWN_REASONS).map(({ code }) => causePhrases[code].label)
  const ranked = reasons.length === 0 ? 'none' : reasons.join('; then ')
  return `c${index + 1}. Ranked reasons: ${ranked}.\n${factSheet(of.facts)}`
}

// Templates -------------------------------------------------------------------------------------------------------

function summaryTemplate({ figures }: RunView): string {
  const about = byKey(figures.health)
  const movement = choose(
    [
      'Within the month {improving|customer|customers} improved and {declining|customer|customers} declined.',
      '{declining|customer|customers} declined within the month, and none improved.',
      '{improving|customer|customers} improved within the month, and none declined.',
      'Within the month nobody’s score moved by much.',
    ],
    about,
    0,
  )
  return paragraph(
    fill('{scored|customer has|customers have} a health score; the average is {average_score} points.', about) ??
      fill('{customers|customer is|customers are} recorded, and none has enough data for a health score yet.', about),
    fill(
      'Of them, {scored_both|had|had} a score a month before too, on average {average_month_ago} then and {average_of_both} now.',
      about,
    ),
    fill('{count.healthy} are healthy, {count.at_risk} at risk and {count.critical} critical.', about),
    movement,
  )
}

const openings = [
  '{name} is {status}, with a health score of {score}.',
  'With a health score of {score}, {name} counts as {status}.',
  '{name} stands at {score} and is {status}.',
  'At {score}, {name} is {status}.',
  '{name} scores {score} and counts as {status}.',
]

const partNames = { engagement: 'recent activity', support: 'support', value: 'use of features' } as const

function noteTemplate(of: CustomerCase, turn: number): string {
  const facts = factsFor(of)
  const opening = choose(openings, facts, turn) ?? fill('{name} has no health score yet.', facts)
  return paragraph(opening, lossSentence(of, turn))
}

/** The top three by points lost; equal ones are said to be equal. */
function lossSentence(of: CustomerCase, turn: number): string {
  const facts = factsFor(of)
  const losses = of.pointsLost.slice(0, SHOWN_REASONS).flatMap(({ part, points }) => {
    const words = fill(`${partNames[part]} ({${part}} of {${part}_weight} points)`, facts)
    return words === undefined ? [] : [{ words, points }]
  })
  const [first, second, ...rest] = losses
  if (!first) return 'No part of the score has lost anything.'
  if (!second) return `Only one part lost points: ${first.words}.`
  const equal = losses.filter(({ points }) => points === first.points).map(({ words }) => words)
  const others = losses.filter(({ points }) => points < first.points).map(({ words }) => words)
  if (equal.length > 1) {
    const then = others.length > 0 ? `, and less on ${listed(others)}` : ''
    return `It loses as much on each of ${listed(equal)}${then}.`
  }
  const after = [second, ...rest].map(({ words }) => words)
  const ways = [
    `Most is lost on ${first.words}, then on ${listed(after)}.`,
    `What costs it most is ${first.words}, before ${listed(after)}.`,
    `The greatest loss is in ${first.words}; next come ${listed(after)}.`,
  ]
  return (
    (after.length === 1 ? ways.map((way) => way.replace('next come', 'next comes')) : ways)[turn % ways.length] ?? ''
  )
}
