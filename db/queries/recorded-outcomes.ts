/** What people say came of a task, a proposal or a conversation. */
import type { VentureDb } from '../venture-db.ts'

export interface NewRecordedOutcome {
  id: string
  customerId: string | null
  proposalId: string | null
  taskId: string | null
  channel: string
  outcome: string
  response: string
  note: string | null
  occurredOn: string
  recordedBy: string
  recordedAt: Date
}

export interface RecordedOutcomeRow extends NewRecordedOutcome {
  /** Of the person who wrote it down; null when none did. */
  personName: string | null
  proposalNumber: number | null
  taskNumber: number | null
  customerExternalId: string | null
  customerName: string | null
}

export async function insertRecordedOutcome(db: VentureDb, outcome: NewRecordedOutcome): Promise<void> {
  await db.sql`
    insert into recorded_outcomes (venture_id, id, customer_id, proposal_id, task_id, channel, outcome, response, note,
      occurred_on, recorded_by, recorded_at)
    values (${db.ventureId}, ${outcome.id}, ${outcome.customerId}, ${outcome.proposalId}, ${outcome.taskId},
      ${outcome.channel}, ${outcome.outcome}, ${outcome.response}, ${outcome.note}, ${outcome.occurredOn},
      ${outcome.recordedBy}, ${outcome.recordedAt})`
}

interface OutcomeFilter {
  customerId: string | null
  proposalId: string | null
  /** First day, and the day after the last. */
  from: string | null
  until: string | null
}

/** The newest first. */
export async function listRecordedOutcomes(
  db: VentureDb,
  filter: OutcomeFilter & { limit: number },
): Promise<RecordedOutcomeRow[]> {
  return db.sql<RecordedOutcomeRow[]>`
    select o.id, o.customer_id, o.proposal_id, o.task_id, o.channel, o.outcome, o.response, o.note, o.occurred_on,
      o.recorded_by, o.recorded_at, person.name as person_name, p.number as proposal_number, t.number as task_number,
      c.external_id as customer_external_id, v.name as customer_name
    from recorded_outcomes o
    left join people person on person.venture_id = o.venture_id and 'person:' || person.id = o.recorded_by
    left join proposals p on p.venture_id = o.venture_id and p.id = o.proposal_id
    left join tasks t on t.venture_id = o.venture_id and t.id = o.task_id
    left join customers c on c.venture_id = o.venture_id and c.id = o.customer_id
    left join lateral (
      select name from customer_versions
      where venture_id = o.venture_id and customer_id = o.customer_id and superseded_at is null
      order by valid_from desc limit 1) v on true
    where ${matching(db, filter)}
    order by o.occurred_on desc, o.recorded_at desc, o.id limit ${filter.limit}`
}

/** How many there are of each, beyond any limit. */
export async function countRecordedOutcomes(
  db: VentureDb,
  filter: OutcomeFilter,
): Promise<{ outcome: string; count: number }[]> {
  return db.sql<{ outcome: string; count: number }[]>`
    select o.outcome, count(*) from recorded_outcomes o where ${matching(db, filter)}
    group by o.outcome order by o.outcome`
}

function matching({ sql, ventureId }: VentureDb, { customerId, proposalId, from, until }: OutcomeFilter) {
  return sql`o.venture_id = ${ventureId}
    and (${customerId}::uuid is null or o.customer_id = ${customerId}::uuid)
    and (${proposalId}::uuid is null or o.proposal_id = ${proposalId}::uuid)
    and (${from}::date is null or o.occurred_on >= ${from}::date)
    and (${until}::date is null or o.occurred_on < ${until}::date)`
}
