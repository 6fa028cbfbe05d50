import { z } from 'zod'
import { latestDataDay, recordsBegin, statusCounts, statusWork } from '../../db/queries/status.ts'
import { defineTool } from '../define-tool.ts'
import { factDraft } from '../fact-draft.ts'
import type { FactDraft } from '../facts.ts'

const counted = {
  customers: 'customers',
  users: 'users of customers',
  subscriptions: 'subscriptions',
  usageEvents: 'usage events',
  supportTickets: 'support tickets',
  surveyResponses: 'survey responses',
  feedback: 'feedback',
  churnEvents: 'churn events',
  scores: 'customers with a health score',
  proposals: 'proposals',
  touches: 'touches',
} as const
type Counted = keyof typeof counted

const countShape = Object.fromEntries(Object.keys(counted).map((name) => [name, z.int().min(0)])) as Record<
  Counted,
  z.ZodInt
>

const firstDay = z.string().nullable()
const snake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

export const getStatus = defineTool({
  name: 'get_status',
  title: 'The venture at a glance',
  description:
    'How much data there is of each kind, how new it is, when scores were last refreshed and the crew last ran, and what waits for a person. Use it first, to see whether there is anything to talk about; use get_health_summary for how customers are doing.',
  effect: 'read',
  capability: 'read',
  replayable: false,
  input: z.object({}),
  output: z.object({
    venture: z.object({
      slug: z.string(),
      name: z.string(),
      currency: z.string(),
      timeZone: z.string(),
      simulated: z.boolean(),
    }),
    asOf: z.string(),
    /** Null when nothing was loaded. */
    latestDataOn: z.string().nullable(),
    recordsBegin: z
      .object({
        customers: firstDay,
        subscriptions: firstDay,
        usage: firstDay,
        supportTickets: firstDay,
        surveyResponses: firstDay,
        feedback: firstDay,
      })
      .describe('First day that the records of each kind speak of'),
    counts: z.object(countShape),
    batches: z.int(),
    lastRefresh: z.object({ asOf: z.string(), at: z.string() }).nullable(),
    lastRun: z.object({ at: z.string(), asOf: z.string(), status: z.string() }).nullable(),
    waitingProposals: z.int(),
    /** Stopped where it cannot be known whether a touch was sent; a person looks. */
    parkedProposals: z.int(),
    openTasks: z.int(),
    settingsVersion: z.int(),
    database: z.enum(['server', 'embedded']),
    /** `offline`, or the language model's name. */
    writer: z.string(),
  }),
  async run(_input, context) {
    const { db, venture } = context
    const [counts, work, latest, begins] = await Promise.all([
      statusCounts(db, context.knownAt),
      statusWork(db),
      latestDataDay(db),
      recordsBegin(db, context.knownAt),
    ])
    const subject = { kind: 'venture' as const, id: venture.id, name: venture.name }
    const stated = (key: string, metric: string, value: FactDraft['value'], unit: FactDraft['unit']) =>
      factDraft({ key, metric, subject, period: null, value, unit }, venture.currency)
    const names = Object.keys(counted) as Counted[]
    return {
      output: {
        venture: {
          slug: venture.slug,
          name: venture.name,
          currency: venture.currency,
          timeZone: venture.timeZone,
          simulated: venture.simulated,
        },
        asOf: context.asOf,
        latestDataOn: latest ?? null,
        recordsBegin: begins,
        counts,
        batches: work.batches,
        lastRefresh:
          work.refreshedAt && work.refreshedAsOf
            ? { asOf: work.refreshedAsOf, at: work.refreshedAt.toISOString() }
            : null,
        lastRun:
          work.lastRunAt && work.lastRunAsOf && work.lastRunStatus
            ? { at: work.lastRunAt.toISOString(), asOf: work.lastRunAsOf, status: work.lastRunStatus }
            : null,
        waitingProposals: work.waitingProposals,
        parkedProposals: work.parkedProposals,
        openTasks: work.openTasks,
        settingsVersion: context.settingsVersion,
        ...context.installation,
      },
      facts: [
        ...names.map((name) => stated(`counts.${snake(name)}`, counted[name], counts[name], 'count')),
        stated('batches', 'batches loaded', work.batches, 'count'),
        stated('waiting_proposals', 'proposals that wait for a decision', work.waitingProposals, 'count'),
        stated('parked_proposals', 'proposals parked for a person', work.parkedProposals, 'count'),
        stated('open_tasks', 'open tasks', work.openTasks, 'count'),
        stated('settings_version', 'settings version', context.settingsVersion, 'count'),
        stated('as_of', 'as-of day', context.asOf, 'date'),
        stated('latest_data_on', 'newest day in the data', latest ?? null, 'date'),
        ...Object.entries(begins).map(([kind, on]) =>
          stated(`begin.${snake(kind)}`, `first day of ${counted[kind as Counted] ?? kind}`, on, 'date'),
        ),
        stated('last_refresh_as_of', 'day of the newest scores', work.refreshedAsOf, 'date'),
      ],
      rowCount: counts.customers,
    }
  },
})
