/** Writes the report's words for a reader who knows nothing of the system; figures and tables are the report's own. */
import type { Fact } from '../tools/facts.ts'
import type { FactText, ReportParagraph, SectionKey } from '../tools/report/report-document.ts'
import { causePhrases } from './cause-phrases.ts'
import type { ChurnAssessment } from './churn-predictor.ts'
import { type CustomerCase, factSheet, factsFor, quotesOf, subjectsOf } from './customer-case.ts'
import type { HealthAnalysis } from './health-analyst.ts'
import { type InsightsReport, insightsReport } from './insights-report.ts'
import { loadPrompt } from './load-prompt.ts'
import { byKey, choose, fill, paragraph } from './phrases.ts'
import { knownFacts, type RunView, rulesForVenture, ventureFacts } from './run-view.ts'
import { noChoices, type TextSlot, writeTexts } from './write-texts.ts'

const prompt = loadPrompt('insights-writer', ['asOf', 'venture', 'facts', 'findings'])

export interface Findings {
  analysis: HealthAnalysis
  assessments: readonly ChurnAssessment[]
}

const QUOTES_A_CUSTOMER = 2
/** The prompt's names of the sections that are written. */
const writtenSections = [
  { section: 'changed', key: 'changed', part: 'what changed' },
  { section: 'at_risk', key: 'atRisk', part: 'who is at risk' },
  { section: 'voices', key: 'voices', part: 'what customers write' },
  { section: 'next', key: 'next', part: 'what to do next' },
] as const satisfies readonly { section: SectionKey; key: string; part: string }[]

/** The report's text; quotations are passed through as data. */
export async function writeInsights(view: RunView, { analysis, assessments }: Findings): Promise<InsightsReport> {
  const known = knownFacts(view)
  const rules = rulesForVenture(view, known)
  const [first] = view.cases
  const templates: Record<SectionKey, string> = {
    changed: changedTemplate(view),
    at_risk: atRiskTemplate(view, assessments),
    voices: voicesTemplate(view),
    next: nextTemplate(view, first),
    proposed: '',
    decided: '',
  }
  const slots = writtenSections.map(({ section, part }): TextSlot => {
    const subjects = section === 'next' && first ? [...rules.subjects, ...subjectsOf(first)] : rules.subjects
    return { part, rules: { ...rules, subjects }, template: templates[section] }
  })
  const { texts, fallbacks } = await writeTexts(view.writer, {
    agent: 'insights_writer',
    prompt,
    values: {
      asOf: view.asOf,
      venture: view.venture.name,
      facts: factSheet([...ventureFacts(view), ...(first ? first.facts.slice(0, FACTS_OF_THE_FIRST) : [])]),
      findings: findingsForPrompt(assessments),
    },
    slots,
    keyOf: (index) => writtenSections[index]?.key ?? '',
    choices: noChoices,
  })
  const paragraphs = texts.flatMap((text, index): ReportParagraph[] => {
    const section = writtenSections[index]?.section
    return section ? [{ ...text, section }] : []
  })
  return insightsReport.parse({
    paragraphs: [{ ...analysis.summary, section: 'changed' }, ...paragraphs],
    findings: assessments.map((assessment) => ({
      customer: assessment.customer,
      why: joined(
        analysis.notable.find(({ customer }) => customer.id === assessment.customer.id)?.note,
        assessment.text,
      ),
      quotes: quotesFor(view, assessment),
    })),
    templateParts: [...analysis.fallbacks, ...assessments.flatMap((each) => each.fallbacks), ...fallbacks],
  })
}

/** What the score says, then why they may leave. */
function joined(note: FactText | undefined, why: FactText): FactText {
  if (!note) return why
  return {
    text: `${note.text} ${why.text}`,
    facts: [...new Map([...note.facts, ...why.facts].map((fact) => [fact.id, fact])).values()],
    writtenBy: note.writtenBy === 'model' || why.writtenBy === 'model' ? 'model' : 'template',
  }
}

/** Name, score, ARR and probability come first in a customer's facts. */
const FACTS_OF_THE_FIRST = 6

function findingsForPrompt(assessments: readonly ChurnAssessment[]): string {
  const lines = assessments.map(({ primary, urgency }, index) => {
    const label = primary ? causePhrases[primary].label : 'no cause in the records'
    return `- customer ${index + 1}: ${label}, urgency ${urgency}`
  })
  return lines.join('\n') || '(none)'
}

/** Words that state the primary cause come first. */
function quotesFor({ cases }: RunView, { customer, primary }: ChurnAssessment) {
  const of = cases.find((each) => each.customer.id === customer.id)
  if (!of) return []
  const cause = of.causes.find(({ code }) => code === primary)
  const telling = cause ? quotesOf(of, cause) : []
  const others = of.quotes.filter((quote) => quote.category !== 'praise' && !telling.includes(quote))
  return [...telling, ...others].slice(0, QUOTES_A_CUSTOMER).map(({ category: _, ...quote }) => quote)
}

// Templates -------------------------------------------------------------------------------------------------------

function changedTemplate({ figures }: RunView): string {
  const revenue = byKey(figures.revenue)
  const churn = byKey(figures.churn)
  return (
    paragraph(
      fill('Active subscriptions bring {mrr} a month from {paying_customers|customer|customers}.', revenue),
      fill('Customers who paid a year ago pay {nrr} of that today.', revenue),
      fill('From {period} {churned|customer|customers} left, a churn rate of {churn_rate}.', churn) ??
        fill('Nobody left from {period} (a churn rate of {churn_rate}).', churn),
    ) || 'There is not enough data yet to say what changed: {fact}'.replace('{fact}', anyFact(figures.health))
  )
}

function atRiskTemplate({ figures }: RunView, assessments: readonly ChurnAssessment[]): string {
  const risk = byKey(figures.atRisk)
  const common = mostFrequent(assessments.flatMap(({ primary }) => primary ?? []))
  return paragraph(
    fill('{total|customer needs|customers need} attention.', risk) ??
      fill('Nobody needs attention now ({total}).', risk),
    fill(
      'Those at risk or critical bring {arr_at_risk} a year; weighed by what became of customers like them, {expected_loss} of it may be lost.',
      risk,
    ),
    common === undefined
      ? undefined
      : `The most frequent main reason among those looked at is ${causePhrases[common].label}.`,
  )
}

function voicesTemplate({ figures }: RunView): string {
  const feedback = byKey(figures.feedback)
  const [top] = [...feedback]
    .filter(([key, { value }]) => /^category\.\w+\.count$/.test(key) && typeof value === 'number' && value > 0)
    .filter(([key]) => !/praise|other|uncategorised/.test(key))
    .sort(([, a], [, b]) => Number(b.value) - Number(a.value))
  const category = top?.[0].split('.')[1]
  return paragraph(
    fill('Customers wrote {total|text|texts} in the latest months.', feedback) ??
      fill('Nothing that customers wrote in the latest months is recorded ({total}).', feedback) ??
      `Nothing that customers write was ever loaded: {{fact:${feedback.get('total')?.id}}}.`,
    category === undefined
      ? undefined
      : fill(
          `What they write about most, praise aside, is ${topics[category] ?? category.replaceAll('_', ' ')}: {category.${category}.count|text|texts}.`,
          feedback,
        ),
  )
}

const topics: Record<string, string> = {
  billing_price: 'price and billing',
  missing_feature: 'what is missing',
  bug_reliability: 'faults',
  performance: 'slowness',
  onboarding_how_to: 'how to use it',
  support_experience: 'support',
  competitor: 'other products',
  champion_left: 'people who left',
  seasonal_pause: 'pausing for a season',
}

function nextTemplate({ figures }: RunView, first: CustomerCase | undefined): string {
  if (!first)
    return fill('Nobody needs a decision today ({total} customers need attention).', byKey(figures.atRisk)) ?? ''
  return paragraph(
    choose(['Begin with {name}: {arr} a year is at stake there.', 'Begin with {name}.'], factsFor(first), 0),
    'The proposals that wait stand in the order of what they are worth, each with its reason and its receipts.',
  )
}

function anyFact(facts: readonly Fact[]): string {
  const [fact] = facts.filter(({ subject, value }) => subject.kind === 'venture' && value !== null)
  return fact ? `{{fact:${fact.id}}}` : ''
}

function mostFrequent<Value>(values: readonly Value[]): Value | undefined {
  const counts = new Map<Value, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0]
}
