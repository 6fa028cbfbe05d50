/** Raises the week's digest: once a week, in words whose numbers are facts. */
import { DateTime } from 'luxon'
import type { ToolContext } from '../define-tool.ts'
import type { Fact } from '../facts.ts'
import { idOf } from '../report/fact-text.ts'
import { runTool } from '../run-tool.ts'
import { getWeeklyDigest } from './get-weekly-digest.ts'
import { type RaisedAlert, raiseAlert } from './raise-alert.ts'

/** Undefined where nobody is scored: no digest says nothing. */
export async function raiseWeeklyDigest(context: ToolContext): Promise<RaisedAlert | undefined> {
  const { output, facts } = await runTool(getWeeklyDigest, {}, context)
  if (output.customers === 0) return undefined
  const week = DateTime.fromISO(context.asOf, { zone: 'utc' }).toFormat("kkkk-'W'WW")
  const { title, body } = digestText(facts, { isCompared: output.atRiskBefore !== null, named: output.top.length })
  const moneyAtStakeMinor = output.arrAtRiskMinor
  return raiseAlert(context, {
    kind: 'weekly_digest',
    causeKey: week,
    customerId: null,
    title,
    body,
    facts,
    moneyAtStakeMinor,
  })
}

/** `isCompared`: somebody was scored a week before. `named`: customers that the facts tell of. */
export function digestText(
  facts: readonly Fact[],
  { isCompared, named }: { isCompared: boolean; named: number },
): { title: string; body: string } {
  const f = (key: string) => `{{fact:${idOf(facts, key)}}}`
  const before = (key: string) => (isCompared ? ` (${f(key)} a week before)` : '')
  const lines = Array.from({ length: named }, (_, index) => {
    const c = (key: string) => f(`c${index + 1}.${key}`)
    const value = (key: string) => facts.find(({ id }) => id === idOf(facts, `c${index + 1}.${key}`))?.value
    const then = value('score_before')
    const moved =
      then === null ? '' : then === value('score') ? ' as a week before' : ` (${c('score_before')} a week before)`
    return `- ${c('name')}: ${c('status')}, score ${c('score')}${moved}, pays ${c('arr')} a year`
  })
  return {
    title: `Weekly digest: ${f('at_risk')} at risk, ${f('critical')} critical`,
    body: [
      `As of ${f('as_of')} there are ${f('customers')} customers with an average score of ${f('average')}${before('average_before')}.`,
      `At risk: ${f('at_risk')}${before('at_risk_before')}. Critical: ${f('critical')}${before('critical_before')}. Together they pay ${f('arr_at_risk')} a year.`,
      isCompared
        ? `In the week: became critical ${f('became_critical')}, became at risk ${f('became_at_risk')}, recovered ${f('recovered')}, churned ${f('churned')}.`
        : 'Nobody was scored a week before, so there is nothing to compare with yet.',
      ...(lines.length > 0 ? ['', 'Those who pay the most:', ...lines] : ['', 'Nobody is at risk.']),
    ].join('\n'),
  }
}
