/**
 * How staged rows become versions. A merge first writes the versions that should stand into a chain table, then
 * `reconcile` compares: what stands and should not is superseded, what should stand and does not is inserted, and an
 * equal row is left alone. So loading a file twice changes nothing, and nothing is ever updated in place.
 */
import type { VentureDb } from '../../venture-db.ts'
import { columnList, type Fragment, type ImportEntity, type Staging, stagingTable } from './staging.ts'

export interface Merge extends Staging {
  recordedAt: Date
  /** When a change that carries no date of its own takes effect. */
  effectiveAt: Date
}

export interface MergeCount {
  added: number
  changed: number
  /** Of usage: how many added events lie on a day before the newest scored one, and so correct scores that were given. */
  late?: number
}

const versionColumns = {
  customer_versions: [
    'valid_from',
    'valid_to',
    'name',
    'industry',
    'country',
    'segment',
    'plan',
    'seats',
    'is_trial',
    'owner_email',
    'time_zone',
    'signed_up_on',
  ],
  customer_user_versions: ['valid_from', 'valid_to', 'name', 'email', 'job_role', 'email_consent'],
  subscription_versions: [
    'customer_id',
    'valid_from',
    'valid_to',
    'plan',
    'seats',
    'mrr_minor',
    'is_trial',
    'billing_period',
    'auto_renew',
    'renews_on',
  ],
  support_ticket_versions: [
    'customer_id',
    'valid_from',
    'valid_to',
    'status',
    'priority',
    'subject',
    'is_escalated',
    'first_response_minutes',
    'satisfaction_score',
  ],
  survey_responses: ['customer_id', 'user_id', 'source', 'external_id', 'kind', 'sent_at', 'answered_at', 'score'],
  churn_events: ['customer_id', 'source', 'external_id', 'churned_on', 'reason_code', 'is_reactivation'],
  invoices: ['customer_id', 'source', 'external_id', 'issued_on', 'due_on', 'amount_minor', 'paid_on'],
} as const
type VersionTable = keyof typeof versionColumns

const keyOf = {
  customer_versions: 'customer_id',
  customer_user_versions: 'user_id',
  subscription_versions: 'subscription_id',
  support_ticket_versions: 'ticket_id',
  survey_responses: 'id',
  churn_events: 'id',
  invoices: 'id',
} as const satisfies Record<VersionTable, string>

/**
 * Makes `table` stand as `chain` says for the entities in `keys` (both are selects; the chain's columns are the key and
 * then `versionColumns[table]`). `isNew` tells, of `k.key`, whether this import made the entity. Returns how many
 * others changed. Runs in the merge's transaction.
 */
export async function reconcile(
  db: VentureDb,
  merge: Merge,
  table: VersionTable,
  select: { chain: Fragment; keys: Fragment; isNew: Fragment },
): Promise<number> {
  const { sql } = db
  const key = sql(keyOf[table])
  const chain = sql(stagingTable(merge, 'chain'))
  const columns = columnList(db, [keyOf[table], ...versionColumns[table]])
  const standing = sql`select ${columns} from ${sql(table)}
    where venture_id = ${db.ventureId} and superseded_at is null and ${key} in (${select.keys})`
  const sameInterval = versionColumns[table].some((name) => name === 'valid_from')
    ? sql`and v.valid_from = gone.valid_from`
    : sql``
  await sql`create unlogged table ${chain} as select ${columns} from ${sql(table)} limit 0`
  await sql`insert into ${chain} (${columns}) ${select.chain}`
  const [superseded] = await sql<{ changed: number }[]>`
    with gone as (${standing} except select ${columns} from ${chain}),
    ended as (
      update ${sql(table)} v set superseded_at = ${merge.recordedAt} from gone
      where v.venture_id = ${db.ventureId} and v.superseded_at is null and v.${key} = gone.${key} ${sameInterval}
      returning v.${key} as key)
    select count(distinct key) as changed from ended`
  const [inserted] = await sql<{ changed: number }[]>`
    with made as (
      insert into ${sql(table)} (venture_id, recorded_at, ${columns})
      select ${db.ventureId}::uuid, ${merge.recordedAt}::timestamptz, ${columns}
      from (select ${columns} from ${chain} except (${standing})) missing
      returning ${key} as key)
    select count(distinct k.key) as changed from made k
    where not ${select.isNew} and not exists (
      select 1 from ${sql(table)} v
      where v.venture_id = ${db.ventureId} and v.${key} = k.key and v.superseded_at = ${merge.recordedAt})`
  await sql`drop table ${chain}`
  return (superseded?.changed ?? 0) + (inserted?.changed ?? 0)
}

/**
 * What should stand of a field: `value` (by default `s.<field>`, as staged), or `standing` where the row's file does not
 * speak of the field.
 */
export function spoken(
  db: VentureDb,
  merge: Merge,
  entity: ImportEntity,
  field: string,
  standing: Fragment,
  value: Fragment = db.sql`${db.sql(`s.${field}`)}`,
): Fragment {
  const files = Object.entries(merge.fields).filter(([, entities]) => entities[entity])
  const silent = files.filter(([, entities]) => !entities[entity]?.includes(field)).map(([fileNo]) => Number(fileNo))
  if (silent.length === 0) return value
  return silent.length === files.length
    ? standing
    : db.sql`case when s.file_no = any(${silent}::integer[]) then ${standing} else ${value} end`
}
