import { z } from 'zod'
import { npsAnswers } from '../../db/queries/nps.ts'
import { defineTool } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import { netPromoterScore } from './nps.ts'

export const getNps = defineTool({
  name: 'get_nps',
  title: 'Net promoter score',
  description:
    'NPS over the surveys answered in a window of days, by default the last 30 (the latest of each user), with a 95 % interval and the response rate. Below the venture’s minimum of responses it says so and gives no score.',
  effect: 'read',
  capability: 'read',
  input: z.object({
    windowDays: z
      .number()
      .int()
      .min(1)
      .max(366)
      .default(30)
      .describe('Days up to the as-of in which they were answered'),
  }),
  output: z.object({
    asOf: z.string(),
    responses: z.number().int(),
    minResponses: z.number().int(),
    isEnough: z.boolean(),
    nps: z.number().nullable().describe('−100 to 100; null without enough responses'),
    npsLow: z.number().nullable(),
    npsHigh: z.number().nullable(),
    promoters: z.number().int(),
    passives: z.number().int(),
    detractors: z.number().int(),
    responseRatePercent: z.number().nullable().describe('Answered ÷ sent, of those sent at least 7 days ago'),
  }),
  async run({ windowDays }, context) {
    const { asOf, knownAt, settings } = context
    const answers = await npsAnswers(context.db, { asOf, knownAt, windowDays })
    const isEnough = answers.responses >= settings.npsMinResponses
    const score = isEnough ? netPromoterScore(answers.promoters, answers.detractors, answers.responses) : null
    const responseRatePercent =
      answers.sentCount === 0 ? null : Math.round((1000 * answers.answeredCount) / answers.sentCount) / 10
    const fact = factsAbout(context, ventureSubject(context))
    const start = new Date(Date.parse(`${asOf}T00:00:00Z`) - (windowDays - 1) * 86_400_000).toISOString().slice(0, 10)
    const period = `${start}/${new Date(Date.parse(`${asOf}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)}`
    return {
      output: {
        asOf,
        responses: answers.responses,
        minResponses: settings.npsMinResponses,
        isEnough,
        nps: score?.nps ?? null,
        npsLow: score?.low ?? null,
        npsHigh: score?.high ?? null,
        promoters: answers.promoters,
        passives: answers.passives,
        detractors: answers.detractors,
        responseRatePercent,
      },
      facts: [
        fact('period', 'period', 'period', period, period),
        fact('nps', 'nps', 'points', score?.nps ?? null, period),
        fact('nps_low', 'nps_low', 'points', score?.low ?? null, period),
        fact('nps_high', 'nps_high', 'points', score?.high ?? null, period),
        fact('responses', 'nps_responses', 'count', answers.responses, period),
        fact('min_responses', 'nps_min_responses', 'count', settings.npsMinResponses, null),
        fact('promoters', 'nps_promoters', 'count', answers.promoters, period),
        fact('passives', 'nps_passives', 'count', answers.passives, period),
        fact('detractors', 'nps_detractors', 'count', answers.detractors, period),
        fact('response_rate', 'survey_response_rate', 'percent', responseRatePercent, period),
      ],
      rowCount: answers.responses,
    }
  },
})
