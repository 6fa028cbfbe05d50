import { z } from 'zod'
import {
  type GroupChurnRow,
  type GroupHealthRow,
  type GroupNpsRow,
  groupChurn,
  groupHealth,
  groupings,
  groupNps,
  sizeBands,
  tenureBands,
} from '../../db/queries/customer-groups.ts'
import { churnRule } from '../../db/queries/lifecycle.ts'
import { lastSettledMonth, openPart, settledChurn, settledUntil, settlingDays } from '../churn/settled.ts'
import { sourceOfCustomers } from '../customers/customer-source.ts'
import { defineTool, type ToolContext } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import type { FactDraft } from '../facts.ts'
import { netPromoterScore } from './nps.ts'
import { checkedPeriod, day, lastDays, percentOf, periodText } from './period.ts'

const NPS_DAYS = 30

const segment = z.object({
  name: z.string().describe('`none` where the record does not say'),
  customers: z.number().int().describe('On record, also those that left and trials'),
  activeCustomers: z.number().int().describe('Healthy, at risk, critical or without data'),
  healthy: z.number().int(),
  atRisk: z.number().int(),
  critical: z.number().int(),
  churned: z.number().int().describe('Gone at the as-of'),
  trial: z.number().int(),
  noData: z.number().int(),
  averageScore: z.number().nullable(),
  mrrMinor: z.number().int(),
  mrrPercent: z.number().nullable().describe('Of all MRR'),
  activeAtStart: z.number().int(),
  churnedInPeriod: z.number().int().nullable().describe('Of those; null when nothing of the period is settled'),
  churnRatePercent: z
    .number()
    .nullable()
    .describe('Null when nobody was active at the start, or nothing of the period is settled'),
  leftInAll: z.number().int().nullable().describe('Also those that came only during the period'),
  stoppedPaying: z.number().int().describe('In the part of the period that is not settled; not counted as churned yet'),
  npsResponses: z.number().int(),
  nps: z.number().nullable().describe('Null below the venture’s minimum of responses'),
  npsLow: z.number().nullable(),
  npsHigh: z.number().nullable(),
  responseRatePercent: z.number().nullable(),
})
type Segment = z.output<typeof segment>

export const getSegments = defineTool({
  name: 'get_segments',
  title: 'Segments compared',
  description:
    'Customers by plan, segment, industry, country, size (seats) or tenure: how many, health by status, average score, MRR, churn rate and NPS of a period (by default the last month whose churn is all known, and the last 30 days). The plan is that of a customer’s dearest subscription, and its whole MRR counts there. Use it to compare groups, such as Enterprise and Basic; for everyone together use get_health_summary.',
  effect: 'read',
  capability: 'read',
  input: z.object({
    by: z.enum(groupings).default('plan'),
    from: day.optional().describe('First day of the period of churn and NPS'),
    until: day.optional().describe('The day after its last'),
    limit: z.number().int().min(1).max(200).default(50).describe('How many to list, the largest first'),
  }),
  output: z.object({
    asOf: z.string(),
    by: z.enum(groupings),
    from: z.string(),
    until: z.string(),
    settledUntil: z.string().describe('From this day on it is not known yet who churned'),
    npsFrom: z.string(),
    npsUntil: z.string(),
    minResponses: z.number().int(),
    segments: z.array(segment),
    left: z.number().int().describe('Segments beyond the limit, which are not listed'),
  }),
  async run(input, context) {
    const { asOf, knownAt, db, settings } = context
    const source = await sourceOfCustomers(context)
    const at = { asOf, knownAt, by: input.by, source }
    const rule = await churnRule(db, at, settings)
    const settled = settledUntil(rule, asOf)
    const period = checkedPeriod(input, asOf, lastSettledMonth(settled))
    const npsPeriod = checkedPeriod(input, asOf, lastDays(asOf, NPS_DAYS))
    const { groups: health } = await groupHealth(db, { ...at, movers: 0 }, settings)
    const churn = await groupChurn(db, { ...at, ...period }, rule, settings)
    const answers = await groupNps(db, { ...at, ...npsPeriod })
    const known = churn.map((row) => ({ ...row, ...settledChurn(period, row, settled) }))
    const all = joinGroups(health, known, answers, settings.npsMinResponses).sort(order[input.by] ?? byCustomers)
    const segments = all.slice(0, input.limit)
    const fact = factsAbout(context, ventureSubject(context))
    const open = openPart(period, settled)
    const periods = {
      churn: periodText(period),
      open: open && periodText(open),
      nps: periodText(npsPeriod),
    }
    return {
      output: {
        asOf,
        by: input.by,
        ...period,
        settledUntil: settled,
        npsFrom: npsPeriod.from,
        npsUntil: npsPeriod.until,
        minResponses: settings.npsMinResponses,
        segments,
        left: all.length - segments.length,
      },
      facts: [
        fact('segments', 'segments', 'count', all.length),
        fact('as_of', 'as_of', 'date', asOf),
        fact('period', 'period', 'period', periods.churn, periods.churn),
        fact('starts_on', 'period_start', 'date', period.from, periods.churn),
        fact('min_responses', 'nps_min_responses', 'count', settings.npsMinResponses, null),
        ...(open
          ? [
              fact('open_period', 'period_not_settled', 'period', periodText(open), periodText(open)),
              fact('settling_days', 'days_until_churn_counts', 'days', settlingDays(rule), null),
            ]
          : []),
        ...segments.flatMap((row, index) => segmentFacts(row, index, { ...periods, by: input.by }, context)),
      ],
      rowCount: all.reduce((sum, { customers }) => sum + customers, 0),
    }
  },
})

const byCustomers = (a: Segment, b: Segment) =>
  b.activeCustomers - a.activeCustomers || b.customers - a.customers || a.name.localeCompare(b.name)
const inBands = (bands: readonly { name: string }[]) => (a: Segment, b: Segment) =>
  place(bands, a.name) - place(bands, b.name)
const place = (bands: readonly { name: string }[], name: string) => {
  const index = bands.findIndex((band) => band.name === name)
  return index < 0 ? bands.length : index
}
const order: Partial<Record<string, (a: Segment, b: Segment) => number>> = {
  size: inBands(sizeBands),
  tenure: inBands(tenureBands),
}

type KnownChurn = Pick<GroupChurnRow, 'name' | 'activeAtStart' | 'stoppedPaying'> & ReturnType<typeof settledChurn>

/** One row a group that any of the three names: a group can have churned customers and nobody left. */
function joinGroups(
  health: readonly GroupHealthRow[],
  churn: readonly KnownChurn[],
  answers: readonly GroupNpsRow[],
  minResponses: number,
): Segment[] {
  const names = new Set([...health, ...churn, ...answers].map(({ name }) => name))
  const allMrrMinor = health.reduce((sum, { mrrMinor }) => sum + mrrMinor, 0)
  return [...names].map((name) => {
    const state = health.find((row) => row.name === name)
    const moved = churn.find((row) => row.name === name)
    const asked = answers.find((row) => row.name === name)
    const responses = asked?.responses ?? 0
    const score =
      asked && responses >= minResponses ? netPromoterScore(asked.promoters, asked.detractors, responses) : null
    return {
      name,
      customers: state?.customers ?? 0,
      activeCustomers: state ? state.healthy + state.atRisk + state.critical + state.noData : 0,
      healthy: state?.healthy ?? 0,
      atRisk: state?.atRisk ?? 0,
      critical: state?.critical ?? 0,
      churned: state?.churned ?? 0,
      trial: state?.trial ?? 0,
      noData: state?.noData ?? 0,
      averageScore: state?.averageScore ?? null,
      mrrMinor: state?.mrrMinor ?? 0,
      mrrPercent: percentOf(state?.mrrMinor ?? 0, allMrrMinor),
      activeAtStart: moved?.activeAtStart ?? 0,
      churnedInPeriod: moved ? moved.churned : 0,
      churnRatePercent: moved?.churnRatePercent ?? null,
      leftInAll: moved ? moved.leftInAll : 0,
      stoppedPaying: moved?.stoppedPaying ?? 0,
      npsResponses: responses,
      nps: score?.nps ?? null,
      npsLow: score?.low ?? null,
      npsHigh: score?.high ?? null,
      responseRatePercent: percentOf(asked?.answeredCount ?? 0, asked?.sentCount ?? 0),
    }
  })
}

function segmentFacts(
  row: Segment,
  index: number,
  {
    by,
    churn: churnPeriod,
    open,
    nps: npsPeriod,
  }: { by: string; churn: string; open: string | undefined; nps: string },
  context: ToolContext,
): FactDraft[] {
  const of = factsAbout(context, { kind: 'segment', id: `${by}:${row.name}`, name: row.name }, `g${index + 1}.`)
  return [
    of('name', `${by}_name`, 'name', row.name, null),
    of('active', 'active_customers', 'count', row.activeCustomers),
    of('average_score', 'average_health_score', 'points', row.averageScore),
    of('healthy', 'healthy_customers', 'count', row.healthy),
    of('at_risk', 'at_risk_customers', 'count', row.atRisk),
    of('critical', 'critical_customers', 'count', row.critical),
    of('mrr', 'mrr', 'money', row.mrrMinor),
    of('mrr_share', 'mrr_share', 'percent', row.mrrPercent),
    of('active_at_start', 'customers_at_start', 'count', row.activeAtStart, churnPeriod.slice(0, 10)),
    of('churned', 'churned_customers', 'count', row.churnedInPeriod, churnPeriod),
    of('churn_rate', 'churn_rate', 'percent', row.churnRatePercent, churnPeriod),
    of('nps', 'nps', 'points', row.nps, npsPeriod),
    of('nps_responses', 'nps_responses', 'count', row.npsResponses, npsPeriod),
    of('response_rate', 'survey_response_rate', 'percent', row.responseRatePercent, npsPeriod),
    of('left_in_all', 'customers_that_left', 'count', row.leftInAll, churnPeriod),
    ...(open ? [of('stopped_paying', 'customers_that_stopped_paying', 'count', row.stoppedPaying, open)] : []),
    of('nps_period', 'period', 'period', npsPeriod, npsPeriod),
  ]
}
