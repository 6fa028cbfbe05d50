import { z } from 'zod'
import { customerCount, outcomeRules } from '../../db/queries/backtest.ts'
import { churnRule } from '../../db/queries/lifecycle.ts'
import { referenceDays } from '../churn/observed-share.ts'
import { settlingDays } from '../churn/settled.ts'
import { defineTool } from '../define-tool.ts'
import { backtestFacts } from './backtest-facts.ts'
import { findRecipe } from './find-recipe.ts'
import { gatherLooks, knowledgeOf, scoresOnSameLooks } from './gather-looks.ts'
import { churnByScore, churnByStatus, judgeRival, judgeScore, MIN_CUSTOMERS } from './judge.ts'
import { customersByOutcome, everyLook } from './looks.ts'
import { rounded } from './round.ts'

/** Beyond so many customers a sample of them: its intervals are narrow already, and all would not fit into memory. */
const MOST_CUSTOMERS = 200_000

const share = z.number().min(0).max(1).nullable()
const precision = z
  .object({
    taken: z.number().describe('Customers taken over all days: the capacity on each'),
    churnedTaken: z.number().describe('Of them, those that churned; a fraction where ties were drawn from'),
    precision: share,
    precisionLow: share,
    precisionHigh: share,
    recall: share,
    lift: z.number().nullable().describe('Precision ÷ share of all that churned: what it is over drawing at random'),
  })
  .nullable()
const quality = { auc: share, aucLow: share, aucHigh: share, precision }
const band = {
  looks: z.number().int(),
  churnedLooks: z.number().int(),
  customers: z.number().int(),
  churnedShare: share,
  shareLow: share,
  shareHigh: share,
}
const statuses = ['critical', 'at_risk', 'healthy'] as const
const rules = ['subscription', 'event', 'inactivity'] as const
const scoreVerdicts = ['ranks_churners', 'ranks_the_wrong_way', 'not_told_from_chance', 'not_measurable'] as const
const rivalVerdicts = ['score_is_better', 'score_is_worse', 'no_difference_shown', 'not_measurable'] as const

const backtestOutput = z.object({
  asOf: z.string(),
  recipe: z.string().describe('Which settings the score was made with'),
  churnRule: z.enum(rules).describe('Which records say who churned'),
  otherRules: z.array(z.enum(rules)).describe('Other records there are that could say who churned'),
  horizonDays: z.number().int(),
  settlingDays: z.number().int().describe('Days after the horizon that a churn takes to show'),
  capacity: z.number().int(),
  days: z.array(
    z.object({
      day: z.string(),
      known: z.enum(['then', 'now']).describe('Scores from what had been loaded by then, or from what is known now'),
      looks: z.number().int(),
      churned: z.number().int(),
    }),
  ),
  looks: z.number().int().describe('Active customers with a score, over all days'),
  customers: z.number().int(),
  sampledOneIn: z.number().int().describe('1: every customer; else one of so many, and the capacity in proportion'),
  churnedLooks: z.number().int(),
  churnedCustomers: z.number().int(),
  stayedCustomers: z.number().int(),
  minCustomers: z.number().int().describe('Churned customers, and ones that stayed, below which nothing is concluded'),
  missingChurned: z.number().int(),
  missingStayed: z.number().int(),
  score: z.object({ ...quality, verdict: z.enum(scoreVerdicts) }),
  byStatus: z.array(z.object({ band: z.enum(statuses), ...band })),
  byScore: z.array(z.object({ band: z.number().int().describe('Scores from this up to ten more'), ...band })),
  rivals: z.array(
    z.object({
      rival: z.enum(['days_since_last_login', 'open_tickets', 'other_settings']),
      name: z.string(),
      looks: z.number().int().describe('Looks where both the score and the rival are known'),
      ...quality,
      scoreAuc: share,
      difference: z.number().nullable().describe('AUC of the score − AUC of the rival on the same looks'),
      differenceLow: z.number().nullable(),
      differenceHigh: z.number().nullable(),
      verdict: z.enum(rivalVerdicts),
    }),
  ),
})
export type Backtest = z.output<typeof backtestOutput>

export const runBacktest = defineTool({
  name: 'run_backtest',
  title: 'Backtest of the health score',
  description:
    'Whether the health score ranks customers that later churned below those that stayed: scores of past days against what happened within the horizon. AUC with a 95 % interval, churned share by band, precision at a team’s capacity, against days since last login alone, open tickets alone, and other settings. Says so when too few churned.',
  effect: 'read',
  capability: 'read',
  input: z.object({
    settings: z.string().min(1).default('current').describe('current, a version number, or a preset'),
    compare: z.string().min(1).optional().describe('Other settings to compare: a version number or a preset'),
    horizonDays: z.number().int().min(7).max(365).optional().describe('Default: prediction_horizon_days'),
    outcome: z
      .enum(['setting', ...rules])
      .default('setting')
      .describe('Which records say who churned: churn_definition’s, or, to test against labels, others'),
    capacity: z.number().int().min(1).max(1_000_000).default(20).describe('Customers the team looks after a time'),
    days: z.number().int().min(1).max(24).default(6).describe('Reference days, thirty days apart'),
    knowledge: z
      .enum(['then', 'now'])
      .default('then')
      .describe('then: what had been loaded by each day, and what is known now for days before the first load'),
  }),
  output: backtestOutput,
  async run(input, context) {
    const { db, asOf, knownAt, settings } = context
    const horizonDays = input.horizonDays ?? settings.predictionHorizonDays
    const recipe = await findRecipe(context, 'settings', input.settings)
    const other = input.compare === undefined ? undefined : await findRecipe(context, 'compare', input.compare)
    const at = { asOf, knownAt }
    const rule = input.outcome === 'setting' ? await churnRule(db, at, settings) : input.outcome
    const onRecord = await outcomeRules(db, at)
    const settling = settlingDays(rule)
    const oldestFirst = referenceDays(asOf, horizonDays, settling, input.days).reverse()
    const days = await knowledgeOf(context, oldestFirst, input.knowledge)
    const sampledOneIn = Math.max(1, Math.ceil((await customerCount(db, knownAt)) / MOST_CUSTOMERS))
    const looks = await gatherLooks(context, days, horizonDays, rule, recipe.settings, sampledOneIn)
    const capacity = input.capacity / sampledOneIn
    const judged = (rival: Backtest['rivals'][number]['rival'], name: string, risk: readonly number[]) => ({
      rival,
      name,
      ...judgeRival(looks, looks.score, risk, capacity),
    })
    const rivals = [
      judged('days_since_last_login', 'days since last login', looks.idleDays),
      judged('open_tickets', 'open tickets', looks.openTicketCount),
    ]
    if (other) {
      const theirs = await gatherLooks(context, days, horizonDays, rule, other.settings, sampledOneIn)
      const risk = scoresOnSameLooks(looks, theirs).map((points) => -points)
      rivals.push(judged('other_settings', other.name, risk))
    }
    const outcomes = customersByOutcome(looks, everyLook(looks))
    const looksOn = days.map(() => ({ looks: 0, churned: 0 }))
    for (let look = 0; look < looks.length; look++) {
      const own = looksOn[Number(looks.day[look])]
      if (!own) continue
      own.looks++
      own.churned += Number(looks.hasChurned[look])
    }
    const output: Backtest = rounded({
      asOf,
      recipe: recipe.name,
      churnRule: rule,
      otherRules: onRecord.filter((other) => other !== rule),
      horizonDays,
      settlingDays: settling,
      capacity: input.capacity,
      days: days.map(({ day, known }, index) => ({ day, known, ...(looksOn[index] ?? { looks: 0, churned: 0 }) })),
      looks: looks.length,
      customers: looks.customerIds.length,
      sampledOneIn,
      churnedLooks: looksOn.reduce((sum, { churned }) => sum + churned, 0),
      churnedCustomers: outcomes.churned,
      stayedCustomers: outcomes.stayed,
      minCustomers: MIN_CUSTOMERS,
      missingChurned: Math.max(0, MIN_CUSTOMERS - outcomes.churned),
      missingStayed: Math.max(0, MIN_CUSTOMERS - outcomes.stayed),
      score: judgeScore(looks, looks.score, capacity),
      byStatus: churnByStatus(looks, looks.status, statuses),
      byScore: churnByScore(looks, looks.score),
      rivals,
    })
    return { output, facts: backtestFacts(output, context), rowCount: looks.length }
  },
})
