/** The crew's steps, each `(state, deps) => update`. Work on customers fans out, capped in number and at once. */
import { Annotation } from '@langchain/langgraph'
import pLimit from 'p-limit'
import { type CampaignPlan, type Offer, planCampaign } from '../../agents/campaign-agent.ts'
import { type Action, chooseAction } from '../../agents/campaign-policy.ts'
import type { Cause } from '../../agents/causes.ts'
import { assessChurn, type ChurnAssessment } from '../../agents/churn-predictor.ts'
import { type CustomerCase, readCase } from '../../agents/customer-case.ts'
import { analyseHealth, type HealthAnalysis } from '../../agents/health-analyst.ts'
import type { InsightsReport } from '../../agents/insights-report.ts'
import { writeInsights } from '../../agents/insights-writer.ts'
import { type AgentName, agentActor, type Figures, type RunView } from '../../agents/run-view.ts'
import type { Writer } from '../../agents/writer.ts'
import { UserError } from '../../errors.ts'
import { quoteOffer } from '../../tools/campaigns/quote-offer.ts'
import { getChurnRate } from '../../tools/churn/get-churn-rate.ts'
import { predictChurn } from '../../tools/churn/predict-churn.ts'
import { listAtRisk } from '../../tools/customers/list-at-risk.ts'
import type { Actor, ToolContext } from '../../tools/define-tool.ts'
import { countFeedback } from '../../tools/feedback/count-feedback.ts'
import { embedFeedback } from '../../tools/feedback/embed-feedback.ts'
import { currencyExponent } from '../../tools/format.ts'
import { getHealthSummary } from '../../tools/health/get-health-summary.ts'
import { refreshScores } from '../../tools/health/refresh-scores.ts'
import { getRevenue } from '../../tools/metrics/get-revenue.ts'
import { fileProposalTool } from '../../tools/proposals/file-proposal.ts'
import { runTool } from '../../tools/run-tool.ts'

/** What a person sees while it runs. */
export interface CrewProgress {
  step: 'refresh_scores' | 'file_proposals' | AgentName
  /** Of `total` pieces of work of this step. */
  done: number
  total: number
  /** For people: `25 customers to look at`. */
  message: string
}

export interface CrewDeps {
  /** The run's context; agents act in it under their own names. */
  context: ToolContext
  writer: Writer
  onProgress(progress: CrewProgress): void
  /** Looked at before each piece of work until proposals are filed: from there on a run goes to its end. */
  signal: AbortSignal
  maxCustomers: number
  /** Customers worked on at once. */
  concurrency: number
}

/** What became of one plan. */
export type FilingOutcome =
  | {
      customer: CustomerCase['customer'] | null
      kind: string
      cause: string
      outcome: 'filed' | 'already_open' | 'cooling_down'
      proposalId: string
      /** `P-1042` */
      proposal: string
      receipts: string[]
    }
  | { customer: CustomerCase['customer'] | null; outcome: 'not_filed'; why: string }

export const crewState = Annotation.Root({
  figures: Annotation<Figures>,
  cases: Annotation<CustomerCase[]>,
  analysis: Annotation<HealthAnalysis>,
  assessments: Annotation<ChurnAssessment[]>,
  plans: Annotation<CampaignPlan[]>,
  filings: Annotation<FilingOutcome[]>,
  report: Annotation<InsightsReport>,
})
export type State = typeof crewState.State
type Update = typeof crewState.Update

const crewActor: Actor = { kind: 'system', id: 'crew', name: 'The crew', roles: ['operator', 'analyst'] }

/** Scores everyone, takes the figures, and reads the customers with most money × risk. */
export async function refresh(_state: State, deps: CrewDeps): Promise<Update> {
  deps.onProgress({ step: 'refresh_scores', done: 0, total: 1, message: 'Scoring every customer' })
  const context = { ...deps.context, actor: crewActor }
  const refreshed = await runTool(refreshScores, {}, context)
  await runTool(predictChurn, {}, context)
  // What was written since the last run, also what came over the live door, is found by its meaning from here on.
  await embedFeedback(context.db, context.embedder)
  const analyst = contextOf(deps, 'health_analyst')
  const [health, atRisk, revenue, churn, feedback] = await Promise.all([
    runTool(getHealthSummary, {}, analyst),
    runTool(listAtRisk, { limit: deps.maxCustomers }, analyst),
    runTool(getRevenue, {}, analyst),
    runTool(getChurnRate, {}, analyst),
    runTool(countFeedback, {}, analyst),
  ])
  deps.onProgress({
    step: 'refresh_scores',
    done: 1,
    total: 1,
    message: `${refreshed.output.customers} customers scored, ${atRisk.output.customers.length} to look at`,
  })
  const cases = await forEachAtOnce(
    atRisk.output.customers,
    deps,
    { step: 'health_analyst', message: 'Reading customers' },
    ({ customer }) => readCase(analyst, customer.id),
  )
  return {
    figures: {
      health: health.facts,
      atRisk: atRisk.facts.filter(({ subject }) => subject.kind === 'venture'),
      revenue: revenue.facts,
      churn: churn.facts,
      feedback: feedback.facts,
    },
    cases,
  }
}

export async function analyse(state: State, deps: CrewDeps): Promise<Update> {
  deps.onProgress({ step: 'health_analyst', done: 0, total: 1, message: 'Health analyst: reading the whole' })
  const analysis = await analyseHealth(viewOf(state, deps), deps.context.settings)
  deps.onProgress({ step: 'health_analyst', done: 1, total: 1, message: 'Health analyst: done' })
  return { analysis }
}

export async function predict(state: State, deps: CrewDeps): Promise<Update> {
  const view = viewOf(state, deps)
  const assessments = await forEachAtOnce(
    state.cases,
    deps,
    { step: 'churn_predictor', message: 'Churn predictor: why each may leave' },
    (each, turn) => assessChurn(view, each, turn),
  )
  return { assessments }
}

/** Rules choose the actions in order of urgency, so that the budget goes to the first; texts are then written at once. */
export async function plan(state: State, deps: CrewDeps): Promise<Update> {
  const view = viewOf(state, deps)
  const chosen = await chooseActions(state, deps)
  const plans = await forEachAtOnce(
    chosen,
    deps,
    { step: 'campaign_agent', message: 'Campaign agent: what to do for each' },
    ({ of, action, offer }, turn) => planCampaign(view, of, action, offer, turn),
  )
  return { plans }
}

interface Chosen {
  of: CustomerCase
  action: Action
  offer: Offer | undefined
}

async function chooseActions({ cases, assessments }: State, deps: CrewDeps): Promise<Chosen[]> {
  const { settings, venture } = deps.context
  const minor = 10 ** currencyExponent(venture.currency)
  const context = contextOf(deps, 'campaign_agent')
  let offerBudgetLeftMinor = Math.floor(Math.min(settings.budgetPerCampaign, settings.budgetTotalMonthly) * minor)
  const chosen: Chosen[] = []
  for (const [index, of] of cases.entries()) {
    const primary = primaryCause(of, assessments[index])
    const quote =
      primary?.code === 'price' ? await runTool(quoteOffer, { customer: of.customer.id }, context) : undefined
    const action = chooseAction(of, primary, {
      highValueArrMinor: settings.highValueArr * minor,
      criticalResponseHours: settings.criticalResponseHours,
      offerCostMinor: quote?.output.costMinor ?? 0,
      offerBudgetLeftMinor,
    })
    if (action.kind === 'offer' && quote) offerBudgetLeftMinor -= quote.output.costMinor
    const offer = action.kind === 'offer' && quote ? { ...quote.output, facts: quote.facts } : undefined
    chosen.push({ of, action, offer })
  }
  return chosen
}

function primaryCause({ causes }: CustomerCase, assessment: ChurnAssessment | undefined): Cause | undefined {
  return causes.find(({ code }) => code === assessment?.primary) ?? causes[0]
}

export async function fileProposals({ plans, analysis }: State, deps: CrewDeps): Promise<Update> {
  deps.signal.throwIfAborted()
  const context = contextOf(deps, 'campaign_agent')
  const filings: FilingOutcome[] = []
  for (const [index, each] of plans.entries()) {
    filings.push(await filePlan(each, context))
    deps.onProgress({ step: 'file_proposals', done: index + 1, total: plans.length, message: 'Filing proposals' })
  }
  if (analysis.settingProposal) {
    filings.push(await fileSetting(analysis.settingProposal, contextOf(deps, 'health_analyst')))
  }
  return { filings }
}

async function filePlan(planned: CampaignPlan, context: ToolContext): Promise<FilingOutcome> {
  const { customer } = planned
  if (planned.kind === 'none') return { customer, outcome: 'not_filed', why: planned.why }
  const { cause, title, reason, draft, receipts } = planned
  return file(
    { customer: customer.id, cause, title: title.text, reason: reason.text, draft },
    customer,
    receipts,
    context,
  )
}

async function fileSetting(
  { changes, evidence }: NonNullable<HealthAnalysis['settingProposal']>,
  context: ToolContext,
): Promise<FilingOutcome> {
  const title = changes.some(({ parameter }) => parameter === 'healthyThreshold')
    ? 'Move the threshold for healthy'
    : 'Move the threshold for at risk'
  const input = {
    cause: 'threshold_does_not_fit',
    title,
    reason: evidence.text,
    draft: { kind: 'setting', changes, evidence: evidence.text },
  }
  return file(input, null, [...new Set(evidence.facts.map(({ receipt }) => receipt))], context)
}

/** A proposal that is refused is a fact of the run, not its end. */
async function file(
  input: { cause: string; draft: { kind: string }; [field: string]: unknown },
  customer: CustomerCase['customer'] | null,
  receipts: string[],
  context: ToolContext,
): Promise<FilingOutcome> {
  try {
    const { output } = await runTool(fileProposalTool, input, context)
    const { outcome, id: proposalId, proposal, kind } = output
    return { customer, kind, cause: input.cause, outcome, proposalId, proposal, receipts }
  } catch (error) {
    if (error instanceof UserError && error.answer.code !== 'bug') {
      return { customer, outcome: 'not_filed', why: error.message }
    }
    throw error
  }
}

export async function write(state: State, deps: CrewDeps): Promise<Update> {
  deps.onProgress({ step: 'insights_writer', done: 0, total: 1, message: 'Insights writer: the report' })
  const report = await writeInsights(viewOf(state, deps), state)
  deps.onProgress({ step: 'insights_writer', done: 1, total: 1, message: 'Insights writer: done' })
  const ofPlans = state.plans.flatMap(({ fallbacks }) => fallbacks)
  return { report: { ...report, templateParts: [...report.templateParts, ...ofPlans] } }
}

function viewOf({ figures, cases }: State, { context, writer }: CrewDeps): RunView {
  return { asOf: context.asOf, venture: { id: context.venture.id, name: context.venture.name }, writer, figures, cases }
}

function contextOf({ context }: CrewDeps, agent: AgentName): ToolContext {
  return { ...context, actor: agentActor(agent) }
}

/** Results in the order of `items`, at most `deps.concurrency` at once, each reported as it is done. */
async function forEachAtOnce<Item, Result>(
  items: readonly Item[],
  { concurrency, onProgress, signal }: CrewDeps,
  progress: Pick<CrewProgress, 'step' | 'message'>,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  signal.throwIfAborted()
  const limit = pLimit(concurrency)
  let done = 0
  const total = items.length
  onProgress({ ...progress, done, total })
  return Promise.all(
    items.map((item, index) =>
      limit(async () => {
        signal.throwIfAborted()
        const result = await work(item, index)
        done += 1
        onProgress({ ...progress, done, total })
        return result
      }),
    ),
  )
}
