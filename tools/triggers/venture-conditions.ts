/** The conditions of the whole venture that triggers watch: retention, NPS, and NPS falling. Each reads its tool. */
import type { ToolContext } from '../define-tool.ts'
import type { Fact } from '../facts.ts'
import { countFeedback } from '../feedback/count-feedback.ts'
import { getNps } from '../metrics/get-nps.ts'
import { getRetention } from '../metrics/get-retention.ts'
import { runTool } from '../run-tool.ts'

/** `triggers.md`: 1-month retention wanted, and the relative fall from one cohort to the next that is too much. */
const WANTED_RETENTION_PERCENT = 85
const RETENTION_FALL_PERCENT = 15
const NPS_FALL_POINTS = 10
const NPS_FALL_DAYS = 30
/** In smaller cohorts one customer more or less is a fall of its own. */
const MIN_COHORT = 10

export interface Condition {
  /** Null: not enough data to say. */
  holds: boolean | null
  evidence: Record<string, number | string | null>
  /** One sentence with `{{fact:id}}`. */
  why: string
  facts: Fact[]
}

export interface RetentionCondition extends Condition {
  /** The newest cohort is worse than the one before by more than 15 %. */
  isFalling: boolean
}

export async function retentionCondition(context: ToolContext): Promise<RetentionCondition> {
  const { output, facts } = await runTool(getRetention, {}, context)
  const [overall = null] = output.overallPercent
  const judged = output.cohorts.filter(
    ({ size, retentionPercent }) => size >= MIN_COHORT && retentionPercent[0] != null,
  )
  const [before, newest] = judged.slice(-2)
  const fallPercent = before && newest ? relativeFall(before.retentionPercent[0], newest.retentionPercent[0]) : null
  const isFalling = fallPercent !== null && fallPercent > RETENTION_FALL_PERCENT
  const isLow = overall !== null && overall < WANTED_RETENTION_PERCENT
  const used: Fact[] = []
  const refer = (key: string) => reference(facts, key, used)
  const cohort = (month: string) => refer(`cohort_${month.slice(0, 7).replace('-', '_')}.m1`)
  const parts = [
    isLow ? `One-month retention is ${refer('overall.m1')}, below what is wanted` : '',
    isFalling && before && newest
      ? `the newest cohort kept ${cohort(newest.month)}, the one before ${cohort(before.month)}`
      : '',
  ].filter((part) => part !== '')
  return {
    holds: overall === null ? null : isLow || isFalling,
    evidence: { retentionPercent: overall, fallPercent },
    why: `${sentence(parts.join('; '))}.`,
    facts: used,
    isFalling,
  }
}

export async function npsCondition(context: ToolContext): Promise<Condition> {
  const { output, facts } = await runTool(getNps, {}, context)
  const used: Fact[] = []
  const why =
    output.nps === null
      ? ''
      : `NPS is ${reference(facts, 'nps', used)} on ${reference(facts, 'responses', used)} responses.`
  return {
    holds: output.nps === null ? null : output.nps < context.settings.npsPositiveThreshold,
    evidence: { nps: output.nps, responses: output.responses },
    why,
    facts: used,
  }
}

export async function npsFallCondition(context: ToolContext): Promise<Condition> {
  const now = await runTool(getNps, {}, context)
  const asOf = new Date(Date.parse(`${context.asOf}T00:00:00Z`) - NPS_FALL_DAYS * 86_400_000).toISOString().slice(0, 10)
  const before = await runTool(getNps, {}, { ...context, asOf })
  const [one, other] = [before.output.nps, now.output.nps]
  const used: Fact[] = []
  return {
    holds: one === null || other === null ? null : one - other > NPS_FALL_POINTS,
    evidence: { npsBefore: one, nps: other },
    why:
      one === null || other === null
        ? ''
        : `NPS fell from ${reference(before.facts, 'nps', used)} to ${reference(now.facts, 'nps', used)} in thirty days.`,
    facts: used,
  }
}

/** What customers write about most, for a plan to act on: up to three themes with their counts. */
export async function topPains(context: ToolContext): Promise<{ text: string; facts: Fact[] }> {
  const { output, facts } = await runTool(countFeedback, {}, context)
  const used: Fact[] = []
  const themes = output.categories
    .filter(({ name }) => name !== 'uncategorised')
    .slice(0, 3)
    .flatMap(({ name }) => {
      const count = facts.find(({ metric }) => metric === `feedback_category_${name}_count`)
      if (!count) return []
      used.push(count)
      return [`${name.replaceAll('_', ' ')} ({{fact:${count.id}}} texts)`]
    })
  const text =
    themes.length === 0 ? 'No feedback says why yet.' : `What customers write about most: ${themes.join(', ')}.`
  return { text, facts: used }
}

/** How much less `after` is than `before`, in per cent of `before`; null where that says nothing. */
export function relativeFall(before: number | null | undefined, after: number | null | undefined): number | null {
  if (before == null || after == null || before === 0) return null
  return (100 * (before - after)) / before
}

function reference(facts: readonly Fact[], key: string, used: Fact[]): string {
  const found = facts.find(({ id }) => id.replace(/^R\d+\./, '') === key)
  if (!found) throw new Error(`a tool states no fact ${key}`)
  if (!used.includes(found)) used.push(found)
  return `{{fact:${found.id}}}`
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}
