import { z } from 'zod'
import { actionsOf, countFirings, listFiringRows } from '../../db/queries/triggers.ts'
import { findCustomer } from '../customers/find-customer.ts'
import { defineTool } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import { endings, firingLabel, triggerNames, triggers } from './trigger-list.ts'

const statuses = ['open', 'handed_over', 'ended'] as const
const name = z.enum(triggerNames)

export const listTriggers = defineTool({
  name: 'list_triggers',
  title: 'Triggers and what they did',
  description:
    'Every trigger with when it fires, what follows, how it ends and which program will take it over, and the firings: about whom, on which figures, at which iteration, what was done (alerts, tasks, proposals), and how it ended. What stands comes first, the most money at stake on top.',
  effect: 'read',
  capability: 'read',
  replayable: false,
  input: z.object({
    triggers: z.array(name).min(1).optional().describe('Only these; by default all'),
    customer: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .optional()
      .describe('Only about this one: id, external id or full name'),
    statuses: z
      .array(z.enum(statuses))
      .min(1)
      .default([...statuses]),
    from: z.iso.date().optional().describe('Only firings of this day or later'),
    until: z.iso.date().optional().describe('Only firings before this day'),
    limit: z.number().int().min(1).max(500).default(50),
  }),
  output: z.object({
    triggers: z.array(
      z.object({
        trigger: name,
        code: z.string(),
        title: z.string(),
        firesWhen: z.string(),
        checked: z.string(),
        follows: z.array(z.string()),
        iterations: z.number().int(),
        cooldownDays: z.number().int(),
        ends: z.array(z.enum(endings)),
        wanted: z.string().nullable(),
        takenOverBy: z.string().nullable().describe('The program that will do this once programs exist'),
        fired: z.number().int(),
        standing: z.number().int(),
        lastFiredAt: z.string().nullable(),
        recoveredPercent: z
          .number()
          .nullable()
          .describe('Recovered within 30 days ÷ fired at least 30 days ago; null where none is that old'),
      }),
    ),
    firings: z.array(
      z.object({
        firing: z.string(),
        trigger: name,
        customer: z.object({ id: z.string(), externalId: z.string(), name: z.string() }).nullable(),
        subject: z.string().describe('The component or `venture` where it is about no customer'),
        asOf: z.string(),
        evidence: z.record(z.string(), z.union([z.number(), z.string(), z.null()])),
        iteration: z.number().int(),
        status: z.enum(statuses),
        endedBy: z.enum(endings).nullable(),
        firedAt: z.string(),
        nextAt: z.string().nullable(),
        endedAt: z.string().nullable(),
        moneyAtStakeMinor: z.number().int(),
        done: z.array(
          z.object({ iteration: z.number().int(), kind: z.string(), reference: z.string(), at: z.string() }),
        ),
      }),
    ),
  }),
  async run(input, context) {
    const { db, settings, now } = context
    const customer = input.customer === undefined ? null : await findCustomer(context, input.customer)
    const counts = new Map((await countFirings(db, now)).map((row) => [row.trigger, row]))
    const rows = await listFiringRows(db, {
      triggers: input.triggers ?? null,
      statuses: input.statuses,
      customerId: customer?.id ?? null,
      from: input.from,
      until: input.until,
      limit: input.limit,
    })
    const actions = await actionsOf(
      db,
      rows.map(({ id }) => id),
    )
    const listed = (input.triggers ?? triggerNames).map((each) => {
      const { name: trigger, subject: _, firesWhen, follows, ends, ...declared } = triggers[each]
      const count = counts.get(trigger)
      const judged = count?.judgedCount ?? 0
      return {
        trigger,
        ...declared,
        firesWhen: firesWhen(settings),
        follows: [...follows],
        ends: [...ends],
        fired: count?.firedCount ?? 0,
        standing: count?.standingCount ?? 0,
        lastFiredAt: count?.lastFiredAt.toISOString() ?? null,
        recoveredPercent: judged === 0 ? null : Math.round((1000 * (count?.recoveredCount ?? 0)) / judged) / 10,
      }
    })
    const fact = factsAbout(context, ventureSubject(context))
    return {
      output: {
        triggers: listed,
        firings: rows.map((row) => ({
          firing: firingLabel(row.number),
          trigger: name.parse(row.trigger),
          customer:
            row.customerId !== null && row.externalId !== null && row.name !== null
              ? { id: row.customerId, externalId: row.externalId, name: row.name }
              : null,
          subject: row.subject,
          asOf: row.asOf,
          evidence: evidence.parse(row.evidence),
          iteration: row.iteration,
          status: z.enum(statuses).parse(row.status),
          endedBy: row.endedBy === null ? null : z.enum(endings).parse(row.endedBy),
          firedAt: row.firedAt.toISOString(),
          nextAt: row.nextAt?.toISOString() ?? null,
          endedAt: row.endedAt?.toISOString() ?? null,
          moneyAtStakeMinor: row.moneyAtStakeMinor,
          done: actions
            .filter(({ firingId }) => firingId === row.id)
            .map(({ iteration, kind, reference, doneAt }) => ({
              iteration,
              kind,
              reference,
              at: doneAt.toISOString(),
            })),
        })),
      },
      facts: [
        ...listed.flatMap(({ trigger, fired, standing, recoveredPercent }) => [
          fact(`${trigger}.fired`, 'triggers_fired', 'count', fired),
          fact(`${trigger}.standing`, 'triggers_standing', 'count', standing),
          fact(`${trigger}.recovered`, 'recovered_share', 'percent', recoveredPercent),
        ]),
        fact('period', 'fired_in', 'period', input.from && input.until ? `${input.from}/${input.until}` : null, null),
        // With as many as were asked for there may be more.
        fact('firings', 'trigger_firings', 'count', rows.length < input.limit ? rows.length : null, null),
        ...rows.flatMap((row, index) => [
          fact(`w${index + 1}.firing`, 'trigger_firing', 'name', firingLabel(row.number), null),
          fact(`w${index + 1}.about`, 'fired_about', 'name', row.name ?? row.subject, null),
          fact(`w${index + 1}.fired_on`, 'fired_on', 'date', row.firedAt.toISOString().slice(0, 10), null),
        ]),
      ],
      rowCount: rows.length,
    }
  },
})

const evidence = z.record(z.string(), z.union([z.number(), z.string(), z.null()]))
