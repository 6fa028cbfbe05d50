/** Charts and tables of a report, built from tools' results. */
import { DateTime } from 'luxon'
import type { Fact } from '../facts.ts'
import { idOf } from './fact-text.ts'
import type { ReportBlock } from './report-document.ts'
import { statusLabel } from './words.ts'

const statuses = ['healthy', 'at_risk', 'critical', 'trial', 'no_data', 'churned'] as const

/** From `get_health_summary`. A status that nobody has is left out. */
export function distributionBlock(facts: readonly Fact[]): ReportBlock {
  const counts = new Map(facts.map(({ id, value }) => [id, value]))
  const slices = statuses
    .map((status) => ({ status, label: statusLabel(status), factId: idOf(facts, `count.${status}`) }))
    .filter(({ factId }) => counts.get(factId) !== 0)
  return {
    type: 'distribution',
    title: 'Customers by health',
    caption: 'Every customer in the records is in one band.',
    slices,
  }
}

/** From `get_health_trend`. */
export function trendBlock(
  points: readonly { on: string }[],
  facts: readonly Fact[],
  healthyThreshold: number,
): ReportBlock {
  return {
    type: 'trend',
    title: 'Average health over time',
    caption: 'The average of all scored customers on the same day of each month, computed anew from the records.',
    points: points.map(({ on }, index) => ({ on, factId: idOf(facts, `p${index + 1}.average_score`) })),
    thresholds: [{ label: `healthy from ${healthyThreshold}`, value: healthyThreshold }],
  }
}

interface Retention {
  months: readonly number[]
  cohorts: readonly { month: string; retentionPercent: readonly (number | null)[] }[]
}

/** From `get_retention`: the newest cohort last, and all together below. */
export function cohortsBlock({ months, cohorts }: Retention, facts: readonly Fact[]): ReportBlock {
  return {
    type: 'cohorts',
    title: 'How long customers stay',
    caption:
      'Of the customers that began to pay in a month, the share still here some months later. Blank: not all of them are old enough to tell.',
    months: [...months],
    rows: cohorts.map(({ month, retentionPercent }) => {
      const key = `cohort_${month.slice(0, 7).replace('-', '_')}`
      return {
        cohort: DateTime.fromISO(month, { zone: 'utc', locale: 'en-US' }).toFormat('LLL yyyy'),
        sizeFactId: idOf(facts, `${key}.size`),
        cells: months.map((each, index) => (retentionPercent[index] === null ? null : idOf(facts, `${key}.m${each}`))),
      }
    }),
    ...(cohorts.length > 0 ? { overall: months.map((each) => idOf(facts, `overall.m${each}`)) } : {}),
  }
}

/** From `count_feedback`: what customers write about, or that they wrote nothing. */
export function voicesBlock(total: number | null, facts: readonly Fact[]): ReportBlock {
  const categories = facts.filter(({ id }) => /\.category\.[a-z0-9_]+\.count$/.test(id)).slice(0, 8)
  if (total === null || categories.length === 0) {
    const text =
      total === null
        ? 'No data: no survey comment, ticket text or reason for leaving was ever loaded.'
        : 'Customers wrote nothing in the last 90 days.'
    return { type: 'paragraph', text, writtenBy: 'report' }
  }
  return {
    type: 'table',
    caption: 'What customers wrote about in the last 90 days',
    columns: [
      { label: 'About', numeric: false },
      { label: 'Texts', numeric: true },
      { label: 'Share', numeric: true },
      { label: '90 days before', numeric: true },
    ],
    rows: categories.map(({ id, metric }) => {
      const stem = id.slice(0, -'.count'.length)
      const name = metric.slice('feedback_category_'.length, -'_count'.length)
      return [
        asCell(name.replaceAll('_', ' ')),
        `{{fact:${id}}}`,
        `{{fact:${stem}.share}}`,
        `{{fact:${stem}.previous_count}}`,
      ]
    }),
  }
}

const records = [
  ['customers', 'Customers'],
  ['users', 'People who use the product'],
  ['subscriptions', 'Subscriptions'],
  ['usage_events', 'Usage events'],
  ['support_tickets', 'Support tickets'],
  ['survey_responses', 'Surveys sent'],
  ['feedback', 'Texts that customers wrote'],
  ['churn_events', 'Departures recorded'],
] as const

/** From `get_status`: how much was loaded, so that a reader can compare with the files. */
export function recordsBlock(facts: readonly Fact[]): ReportBlock {
  return {
    type: 'table',
    caption: 'The records behind this report',
    columns: [
      { label: 'Records', numeric: false },
      { label: 'Loaded', numeric: true },
    ],
    rows: records.map(([key, label]) => [label, `{{fact:${idOf(facts, `counts.${key}`)}}}`]),
  }
}

/** A name from the data in a cell that facts may stand in: it must not be read as a reference. */
export function asCell(text: string): string {
  return text.replaceAll('{{', '{ {')
}
