/** The fields of each entity: the vocabulary of a mapping, and how each value is read and staged. */
import type { ImportEntity } from '../../db/queries/import/staging.ts'

type FieldType =
  | { type: 'text' | 'reference' | 'email' | 'boolean' | 'money' | 'currency' | 'time_zone' }
  | { type: 'integer'; low: number; high: number }
  | { type: 'instant' | 'day'; past: boolean }
  | { type: 'choice'; choices: readonly string[] }

export type Field = FieldType & {
  required: boolean
  /** The staging column; null for a field that only serves another. */
  column: string | null
}

const INT4 = 2_147_483_647
type Options = { column?: string | null; past?: boolean }
type Draft = FieldType & { column?: string | null; required?: boolean }

const plain = (type: 'text' | 'email' | 'boolean' | 'time_zone', options: Options = {}): Draft => ({ type, ...options })
const reference = (name: string): Draft => ({ type: 'reference', column: `${name}_ref` })
const integer = (low = 0, high = INT4): Draft => ({ type: 'integer', low, high })
/** A moment that has happened: one later than tomorrow is a mistake. `past: false` for what may be planned. */
const instant = (options: Options = {}): Draft => ({ type: 'instant', past: options.past ?? true })
const day = (options: Options = {}): Draft => ({ type: 'day', past: options.past ?? true })
const choice = (...choices: string[]): Draft => ({ type: 'choice', choices })
const required = (draft: Draft): Draft => ({ ...draft, required: true })
const text = plain('text')

const drafts = {
  customers: {
    external_id: required(text),
    name: required(text),
    industry: text,
    country: text,
    segment: text,
    plan: text,
    seats: integer(),
    is_trial: plain('boolean'),
    owner_email: plain('email'),
    time_zone: plain('time_zone'),
    signed_up_at: required(instant()),
    // Not kept: compared with the churn events, for sources whose two statements disagree.
    churn_flag: plain('boolean'),
  },
  users: {
    external_id: required(text),
    customer: required(reference('customer')),
    name: text,
    email: plain('email'),
    job_role: text,
    email_consent: choice('granted', 'withdrawn'),
    consent_at: instant(),
    created_at: required(instant()),
  },
  subscriptions: {
    external_id: required(text),
    customer: required(reference('customer')),
    plan: text,
    seats: integer(),
    mrr: required({ type: 'money', column: 'mrr_minor' }),
    currency: { type: 'currency', column: null },
    is_trial: plain('boolean'),
    billing_period: choice('monthly', 'quarterly', 'annual'),
    auto_renew: plain('boolean'),
    started_at: required(instant({ past: false })),
    ended_at: instant({ past: false }),
    renews_on: day({ past: false }),
  },
  usage: {
    event_id: text,
    customer: reference('customer'),
    user: reference('user'),
    subscription: reference('subscription'),
    occurred_at: required(instant()),
    kind: required(choice('login', 'feature')),
    feature: text,
    quantity: integer(),
    duration_seconds: integer(),
  },
  tickets: {
    external_id: required(text),
    customer: required(reference('customer')),
    user: reference('user'),
    opened_at: required(instant()),
    closed_at: instant(),
    status: choice('open', 'pending', 'closed'),
    priority: choice('low', 'medium', 'high', 'urgent'),
    is_escalated: plain('boolean'),
    first_response_minutes: integer(),
    satisfaction_score: integer(1, 5),
    subject: text,
    body: plain('text', { column: null }),
  },
  surveys: {
    external_id: required(text),
    customer: required(reference('customer')),
    user: reference('user'),
    kind: required(choice('nps', 'csat')),
    sent_at: required(instant()),
    answered_at: instant(),
    score: integer(0, 10),
    comment: plain('text', { column: null }),
  },
  churn_events: {
    external_id: required(text),
    customer: required(reference('customer')),
    churned_on: required(day()),
    reason_code: text,
    is_reactivation: plain('boolean'),
    comment: plain('text', { column: null }),
  },
  invoices: {
    external_id: required(text),
    customer: required(reference('customer')),
    issued_on: required(day()),
    due_on: required(day({ past: false })),
    amount: required({ type: 'money', column: 'amount_minor' }),
    currency: { type: 'currency', column: null },
    paid_on: day(),
  },
  feedback: {
    external_id: required(text),
    customer: required(reference('customer')),
    user: reference('user'),
    occurred_at: required(instant()),
    body: required(text),
    category: text,
  },
} satisfies Record<ImportEntity, Record<string, Draft>>

/** By entity and field name, in the order of the documentation. */
export const fields: Record<ImportEntity, Record<string, Field>> = Object.fromEntries(
  Object.entries(drafts).map(([entity, of]) => [
    entity,
    Object.fromEntries(
      Object.entries<Draft>(of).map(([name, draft]) => [
        name,
        { ...draft, required: draft.required ?? false, column: draft.column === undefined ? name : draft.column },
      ]),
    ),
  ]),
) as Record<ImportEntity, Record<string, Field>>

/** A usage row must say whose it is by one of these. */
export const usageOwners = ['customer', 'user', 'subscription'] as const

/** What customers write in other entities' rows, which becomes feedback: the field it stands in, and its origin. */
export const writtenIn = {
  tickets: { field: 'body', origin: 'ticket' },
  surveys: { field: 'comment', origin: 'survey_comment' },
  churn_events: { field: 'comment', origin: 'exit_reason' },
} as const satisfies Partial<Record<ImportEntity, { field: string; origin: string }>>
