import { DateTime } from 'luxon'
import { z } from 'zod'
import { churnRule } from '../../db/queries/lifecycle.ts'
import { type CohortRow, cohortRetention } from '../../db/queries/retention.ts'
import { defineTool } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'

const MONTHS = [1, 3, 6] as const

export const getRetention = defineTool({
  name: 'get_retention',
  title: 'Cohort retention',
  description:
    'Share of each month’s new paying customers still there 1, 3 and 6 months later, and over all cohorts together. Cohorts too young for a column are blank, never counted as lost.',
  effect: 'read',
  capability: 'read',
  input: z.object({ cohorts: z.number().int().min(1).max(36).default(12).describe('How many months back') }),
  output: z.object({
    asOf: z.string(),
    churnRule: z.enum(['subscription', 'event', 'inactivity']).describe('Which records say who churned'),
    months: z.array(z.number().int()),
    cohorts: z.array(
      z.object({
        month: z.string().describe('First day of the month the cohort first paid'),
        size: z.number().int(),
        retentionPercent: z
          .array(z.number().nullable())
          .describe('One a column of months; null for a cohort too young'),
      }),
    ),
    overallPercent: z.array(z.number().nullable()).describe('Over all cohorts old enough'),
  }),
  async run(input, context) {
    const at = { asOf: context.asOf, knownAt: context.knownAt }
    const rule = await churnRule(context.db, at, context.settings)
    const rows = await cohortRetention(
      context.db,
      { ...at, months: MONTHS, cohorts: input.cohorts },
      rule,
      context.settings,
    )
    const cohortMonths = [...new Set(rows.map(({ cohortMonth }) => cohortMonth))]
    const cohorts = cohortMonths.map((month) => {
      const cells = MONTHS.map((months) => rows.find((row) => row.cohortMonth === month && row.months === months))
      return { month, size: cells[0]?.cohortSize ?? 0, retentionPercent: cells.map(retained) }
    })
    const overallPercent = MONTHS.map((months) => {
      const old = rows.filter((row) => row.months === months && row.oldEnoughCount === row.cohortSize)
      const sum = (value: (row: CohortRow) => number) => old.reduce((total, row) => total + value(row), 0)
      return percent(
        sum(({ retainedCount }) => retainedCount),
        sum(({ cohortSize }) => cohortSize),
      )
    })
    const fact = factsAbout(context, ventureSubject(context))
    return {
      output: { asOf: context.asOf, churnRule: rule, months: [...MONTHS], cohorts, overallPercent },
      facts: [
        ...MONTHS.map((months, index) =>
          fact(`overall.m${months}`, `retention_${months}_months`, 'percent', overallPercent[index] ?? null),
        ),
        ...cohorts.flatMap(({ month, size, retentionPercent }) => {
          const key = `cohort_${month.slice(0, 7).replace('-', '_')}`
          const period = monthPeriod(month)
          return [
            fact(`${key}.month`, 'cohort_month', 'name', monthName(month), null),
            fact(`${key}.size`, 'cohort_size', 'count', size, period),
            ...MONTHS.map((months, index) =>
              fact(
                `${key}.m${months}`,
                `retention_${months}_months`,
                'percent',
                retentionPercent[index] ?? null,
                period,
              ),
            ),
          ]
        }),
      ],
      rowCount: cohorts.reduce((total, { size }) => total + size, 0),
    }
  },
})

/** Only a cohort all of which is old enough has a share. */
function retained(row: CohortRow | undefined): number | null {
  return row && row.oldEnoughCount === row.cohortSize ? percent(row.retainedCount, row.cohortSize) : null
}

function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((1000 * part) / whole) / 10
}

function monthName(month: string): string {
  return DateTime.fromISO(month, { zone: 'utc', locale: 'en-US' }).toFormat('LLLL yyyy')
}

function monthPeriod(month: string): string {
  const next = new Date(`${month}T00:00:00Z`)
  next.setUTCMonth(next.getUTCMonth() + 1)
  return `${month}/${next.toISOString().slice(0, 10)}`
}
