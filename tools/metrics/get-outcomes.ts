import { z } from 'zod'
import { criticalContacts, outreach, statusIntervals } from '../../db/queries/outcomes.ts'
import { clockDay } from '../clock-day.ts'
import { defineTool } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import { CONVERSION_DAYS, judge, outcomeLine, programOf, RESPONSE_DAYS } from './outcomes.ts'
import { checkedPeriod, day, lastDays, percentOf, periodText } from './period.ts'

const DAYS = 90
const programs = ['at_risk', 'critical', 'win_back', 'other'] as const
const kinds = ['message', 'offer', 'task', 'escalation'] as const

const waiting = [
  { what: 'opens and clicks', why: 'the mail that leaves carries no tracking; a mail connector will report them' },
  { what: 'replies and bounces', why: 'no mailbox is read back yet; sent means that the mail server took it' },
  { what: 'uplift and prevented churn', why: 'needs programs with a holdout group' },
]

const line = z.object({
  name: z.string(),
  customers: z.number().int(),
  messages: z.number().int(),
  sent: z.number().int(),
  failed: z.number().int(),
  unknown: z.number().int(),
  tasksDone: z.number().int(),
  tasksOpen: z.number().int(),
  delivered: z.number().int().describe('Proposals whose message left'),
  responded: z.number().int().describe('Of these: a survey answered, a text written or a call held after it'),
  responsePercent: z.number().nullable(),
  judged: z.number().int().describe('At-risk and critical customers reached at least 37 days ago'),
  recovered: z.number().int().describe('Of these: a better status within 30 days, kept for 7'),
  recoveryPercent: z.number().nullable(),
  conversionsJudged: z.number().int().describe('Churned customers reached at least 60 days ago'),
  converted: z.number().int().describe('Of these: paying again within 60 days'),
  conversionPercent: z.number().nullable(),
})

const points = z.object({ customerId: z.string(), before: z.number(), after: z.number() })

export const getOutcomes = defineTool({
  name: 'get_outcomes',
  title: 'What was sent and what came of it',
  description:
    'Messages, offers and tasks carried out in a period (by default the last 90 days by the clock), by kind and by how the customer stood: sent, failed, response, recovery of at-risk and critical customers, conversion of churned ones, and critical customers contacted in time. Shares are null until enough time has passed to judge.',
  effect: 'read',
  capability: 'read',
  // It counts what people and the outbox did, which no source row computes again.
  replayable: false,
  input: z.object({
    from: day.optional().describe('First day on which it started'),
    until: day.optional().describe('The day after the last'),
  }),
  output: z.object({
    from: z.string(),
    until: z.string(),
    total: line,
    byProgram: z.array(line).describe('By how the customer stood when it started'),
    byKind: z.array(line),
    criticalDue: z.number().int().describe('Times a customer became critical, long enough ago to have been contacted'),
    criticalContacted: z.number().int(),
    contactedPercent: z.number().nullable(),
    criticalResponseHours: z.number(),
    scoreChanges: z.array(points).describe('Health score at the start and 30 days later, of those judged'),
    waiting: z.array(z.object({ what: z.string(), why: z.string() })).describe('What cannot be counted yet'),
  }),
  async run(input, context) {
    const { asOf, db, settings, now } = context
    const today = await clockDay(context)
    const period = checkedPeriod(input, today, lastDays(today, DAYS))
    const found = await outreach(db, {
      ...period,
      asOf: today,
      responseDays: RESPONSE_DAYS,
      conversionDays: CONVERSION_DAYS,
    })
    const stored = await statusIntervals(db, [...new Set(found.map(({ customerId }) => customerId))], period.from)
    const intervals = Map.groupBy(stored, ({ customerId }) => customerId)
    const rows = found.map((row) => judge(row, intervals.get(row.customerId) ?? [], asOf))
    const endOfDay = new Date(Date.parse(`${today}T00:00:00Z`) + 86_400_000)
    const contacts = await criticalContacts(db, {
      ...period,
      hours: settings.criticalResponseHours,
      now: now < endOfDay ? now : endOfDay,
    })
    const total = outcomeLine('all', rows)
    const byProgram = programs.map((name) =>
      outcomeLine(
        name,
        rows.filter((row) => programOf(row) === name),
      ),
    )
    const byKind = kinds.map((name) =>
      outcomeLine(
        name,
        rows.filter(({ kind }) => kind === name),
      ),
    )
    const contactedPercent = percentOf(contacts.contacted, contacts.due)
    const scoreAt = (customerId: string, on: string) =>
      intervals.get(customerId)?.find(({ from, until }) => from <= on && (until === null || until > on))?.score ?? null
    const scoreChanges = rows.flatMap(({ customerId, startedOn, recovered }) => {
      const before = scoreAt(customerId, startedOn)
      const after = scoreAt(customerId, lastDays(startedOn, -29).from)
      return recovered === null || before === null || after === null ? [] : [{ customerId, before, after }]
    })
    const fact = factsAbout(context, ventureSubject(context))
    const text = periodText(period)
    return {
      output: {
        ...period,
        total,
        byProgram: byProgram.filter(({ customers }) => customers > 0),
        byKind: byKind.filter(({ customers }) => customers > 0),
        criticalDue: contacts.due,
        criticalContacted: contacts.contacted,
        contactedPercent,
        criticalResponseHours: settings.criticalResponseHours,
        scoreChanges,
        waiting,
      },
      facts: [
        fact('period', 'outreach_period', 'period', text, null),
        ...[total, ...byProgram, ...byKind].flatMap((each) => [
          fact(`${each.name}.sent`, `${each.name}_messages_sent`, 'count', each.sent, text),
          fact(`${each.name}.tasks_done`, `${each.name}_tasks_done`, 'count', each.tasksDone, text),
          fact(`${each.name}.response`, `${each.name}_response_rate`, 'percent', each.responsePercent, text),
          fact(`${each.name}.recovery`, `${each.name}_recovery_rate`, 'percent', each.recoveryPercent, text),
          fact(`${each.name}.conversion`, `${each.name}_conversion_rate`, 'percent', each.conversionPercent, text),
        ]),
        fact('critical.due', 'critical_contacts_due', 'count', contacts.due, text),
        fact('critical.contacted', 'critical_contacts_in_time', 'percent', contactedPercent, text),
      ],
      rowCount: rows.length,
    }
  },
})
