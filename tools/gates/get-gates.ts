import { z } from 'zod'
import { dataFlow, onboarding, systemActivity } from '../../db/queries/gates.ts'
import { churnRule } from '../../db/queries/lifecycle.ts'
import { outreach, statusIntervals } from '../../db/queries/outcomes.ts'
import { churnInPeriod } from '../../db/queries/retention.ts'
import { settledUntil } from '../churn/settled.ts'
import { defineTool, type ToolContext } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import { getNps } from '../metrics/get-nps.ts'
import { CONVERSION_DAYS, judge, outcomeLine, RESPONSE_DAYS } from '../metrics/outcomes.ts'
import { plusDays } from '../metrics/period.ts'
import {
  ALERT_DAYS,
  ALERT_HOURS,
  answers,
  checkAnswers,
  type GateReadings,
  judgeGates,
  together,
} from './judge-gates.ts'

const PERIOD_DAYS = 30
/** From the end of the baseline to the end of the days compared with it. */
const WITHIN_DAYS = 60
/** Outreach that recovery is judged by: begun in so many days. */
const OUTREACH_DAYS = 97

export const getGates = defineTool({
  name: 'get_gates',
  title: 'Entry and exit gates',
  description:
    'Whether the venture may enter and leave this stage: customers onboarded and data flowing; success system active, retention improving, NPS positive. Each gate answers pass, fail or not enough data, with its checks, what each was judged by, its target, and what is missing. Use it to say what still stands in the way.',
  effect: 'read',
  capability: 'read',
  isCurated: true,
  // Alerts, runs and outreach are people's and the system's doing, which no source row computes again.
  replayable: false,
  input: z.object({}),
  output: z.object({
    asOf: z.string(),
    entry: z.enum(answers),
    exit: z.enum(answers),
    gates: z.array(
      z.object({
        gate: z.string(),
        kind: z.enum(['entry', 'exit']),
        title: z.string(),
        answer: z.enum(answers),
        checks: z.array(
          z.object({
            check: z.string(),
            title: z.string(),
            unmet: z.string().describe('What is so where it fails'),
            answer: z.enum(checkAnswers).describe('off: it is not in use here and does not count'),
            value: z.union([z.number(), z.string()]).nullable(),
            unit: z.enum(['count', 'percent', 'points', 'date', 'name']),
            target: z.string(),
            note: z.string().describe('What the value rests on, or what is missing'),
          }),
        ),
      }),
    ),
  }),
  async run(_input, context) {
    const readings = await read(context)
    const gates = judgeGates(readings)
    const answerOf = (kind: 'entry' | 'exit') =>
      together(gates.filter((one) => one.kind === kind).map(({ answer }) => answer))
    const fact = factsAbout(context, ventureSubject(context))
    const { baseline, current } = readings
    const period = (one: { from: string; until: string }) => `${one.from}/${one.until}`
    return {
      output: { asOf: context.asOf, entry: answerOf('entry'), exit: answerOf('exit'), gates },
      facts: [
        fact('entry', 'entry_gates', 'text', answerOf('entry')),
        fact('exit', 'exit_gates', 'text', answerOf('exit')),
        ...gates.flatMap(({ gate, answer, checks }) => [
          fact(gate, 'gate', 'text', answer),
          ...checks.flatMap((one) => [
            fact(`${gate}.${one.check}`, one.check, one.unit, one.value),
            fact(`${gate}.${one.check}.answer`, 'gate_check', 'text', one.answer),
            fact(`${gate}.${one.check}.target`, 'gate_target', 'text', one.target),
            fact(`${gate}.${one.check}.note`, 'gate_note', 'text', one.note),
          ]),
        ]),
        fact('baseline.active', 'active_customers', 'count', baseline.activeAtStart, baseline.from),
        fact('baseline.churned', 'churned_customers', 'count', baseline.churned, period(baseline)),
        fact('current.active', 'active_customers', 'count', current.activeAtStart, current.from),
        fact('current.churned', 'churned_customers', 'count', current.churned, period(current)),
        fact('recovery.judged', 'customers_reached_and_judged', 'count', readings.recoveryJudged),
        fact('recovery.recovered', 'customers_recovered', 'count', readings.recovered),
        fact('alerts.in_time', 'alerts_delivered_in_time', 'count', readings.alertsInTime),
        fact('alerts.late', 'alerts_not_delivered_in_time', 'count', readings.alertsLate),
      ],
      rowCount: readings.everCount,
    }
  },
})

async function read(context: ToolContext): Promise<GateReadings> {
  const { db, asOf, knownAt, now, settings } = context
  const at = { asOf, knownAt }
  const rule = await churnRule(db, at, settings)
  // Where a churn shows only days after its date, the last days look better than they are.
  const until = settledUntil(rule, asOf)
  const churnIn = async (end: string) => {
    const period = { from: plusDays(end, -PERIOD_DAYS), until: end }
    return { ...period, ...(await churnInPeriod(db, { ...at, ...period }, rule, settings)) }
  }
  const begun = { from: plusDays(asOf, -OUTREACH_DAYS), until: plusDays(asOf, 1), asOf }
  const rows = await outreach(db, { ...begun, responseDays: RESPONSE_DAYS, conversionDays: CONVERSION_DAYS })
  const ids = [...new Set(rows.map(({ customerId }) => customerId))]
  const intervals = Map.groupBy(await statusIntervals(db, ids, begun.from), ({ customerId }) => customerId)
  const judged = rows.map((row) => judge(row, intervals.get(row.customerId) ?? [], asOf))
  const recovery = outcomeLine('total', judged)
  const { output: nps } = await getNps.run({ windowDays: 30 }, context)
  return {
    asOf,
    now,
    onboardingDays: settings.onboardingDays,
    ...(await onboarding(db, { ...at, onboardingDays: settings.onboardingDays }, rule, settings)),
    ...(await dataFlow(db, at)),
    crmPlatform: settings.crmPlatform,
    ...(await systemActivity(db, { now, alertDays: ALERT_DAYS, alertHours: ALERT_HOURS })),
    baseline: await churnIn(plusDays(until, -WITHIN_DAYS)),
    current: await churnIn(until),
    recoveryJudged: recovery.judged,
    recovered: recovery.recovered,
    npsResponses: nps.responses,
    npsMinResponses: settings.npsMinResponses,
    nps: nps.nps,
    npsPositiveThreshold: settings.npsPositiveThreshold,
    npsTargetScore: settings.npsTargetScore,
    npsExcellentScore: settings.npsExcellentScore,
  }
}
