/** How answers say when, and from when on there are records to answer from. */
import { byKey, type FactsByKey, fill } from '../../../agents/phrases.ts'
import type { Fact } from '../../../tools/facts.ts'
import { runTool } from '../../../tools/run-tool.ts'
import { getStatus } from '../../../tools/status/get-status.ts'
import { type Answer, type Answerer, lastDayOf } from '../answer.ts'
import type { Period } from '../period.ts'

const kinds = {
  subscriptions: { noun: 'subscriptions', key: 'begin.subscriptions' },
  usage: { noun: 'use', key: 'begin.usage' },
  tickets: { noun: 'tickets', key: 'begin.support_tickets' },
  surveys: { noun: 'survey answers', key: 'begin.survey_responses' },
  feedback: { noun: 'what customers wrote', key: 'begin.feedback' },
} as const

/**
 * Instead of an answer that has nothing to say: that the records begin later than the time asked for, that there are none
 * at all, or `otherwise`, where there are some and none of them is of that time.
 */
export async function noRecords(
  kind: keyof typeof kinds,
  otherwise: string,
  period: Period | undefined,
  context: Parameters<Answerer>[1],
): Promise<Answer> {
  const { noun, key } = kinds[kind]
  const { facts, receipt } = await runTool(getStatus, {}, context)
  const about = byKey(facts)
  const first = about.get(key)?.value
  const last = period ? lastDayOf(period) : context.asOf
  const text =
    typeof first !== 'string'
      ? `No records of ${noun} were ever loaded.`
      : last < first
        ? (fill(`The records of ${noun} begin on {${key}}, so there is nothing for that time.`, about) ?? otherwise)
        : otherwise
  return { text, facts, receipts: [receipt] }
}

/** `from 1 to 31 Aug 2026`, `on 5 Aug 2026`, with the period's fact in place. */
export function during(about: FactsByKey, key = 'period'): string {
  return `${isOneDay(about.get(key)) ? 'on' : 'from'} {${key}}`
}

/** The same to begin a sentence with. */
export function During(about: FactsByKey, key = 'period'): string {
  const words = during(about, key)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function isOneDay(period: Fact | undefined): boolean {
  const [from = '', until = ''] = String(period?.value ?? '').split('/')
  return Date.parse(until) - Date.parse(from) === 86_400_000
}
