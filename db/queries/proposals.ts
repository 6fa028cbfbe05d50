/** Proposals: filed once a cause, read, and moved from one status to the next only from the status it was seen in. */
import type { VentureDb } from '../venture-db.ts'

export interface NewProposal {
  id: string
  kind: string
  customerId: string | null
  cause: string
  causeKey: string
  title: string
  reason: string
  draft: unknown
  facts: unknown
  receiptIds: readonly string[]
  fingerprint: unknown
  costMinor: number
  moneyAtStakeMinor: number
  churnProbability: number | null
  addressedTo: 'success' | 'chairman'
  proposedBy: string
  runId: string | null
  supersedesId: string | null
  asOf: string
  expiresAt: Date
  createdAt: Date
}

export interface ProposalRow extends Omit<NewProposal, 'receiptIds'> {
  number: number
  receiptIds: string[]
  round: number
  whatChanged: string | null
  status: string
  closedAt: Date | null
  customerExternalId: string | null
  customerName: string | null
}

/** Inserts it, tells `proposal.filed`, and returns its number; undefined when a proposal about the same cause is open. */
export async function insertProposal(db: VentureDb, proposal: NewProposal): Promise<number | undefined> {
  const [row] = await db.sql<{ number: number }[]>`
    with inserted as (
      insert into proposals (venture_id, id, kind, customer_id, cause, cause_key, title, reason, draft, facts, receipt_ids,
        fingerprint, cost_minor, money_at_stake_minor, churn_probability, addressed_to, proposed_by, run_id,
        supersedes_id, as_of, expires_at, created_at)
      values (${db.ventureId}, ${proposal.id}, ${proposal.kind}, ${proposal.customerId}, ${proposal.cause},
        ${proposal.causeKey}, ${proposal.title}, ${proposal.reason}, ${JSON.stringify(proposal.draft)}::text::jsonb,
        ${JSON.stringify(proposal.facts)}::text::jsonb, ${[...proposal.receiptIds]}::uuid[],
        ${JSON.stringify(proposal.fingerprint)}::text::jsonb, ${proposal.costMinor}, ${proposal.moneyAtStakeMinor},
        ${proposal.churnProbability}, ${proposal.addressedTo}, ${proposal.proposedBy}, ${proposal.runId},
        ${proposal.supersedesId}, ${proposal.asOf}, ${proposal.expiresAt}, ${proposal.createdAt})
      on conflict (venture_id, cause_key) where status in ('waiting', 'approved', 'executing', 'parked') do nothing
      returning number)
    select number, pg_notify('proposal.filed', ${db.ventureId}) from inserted`
  return row?.number
}

function selectProposals(db: VentureDb) {
  return db.sql`
    select p.id, p.number, p.kind, p.customer_id, p.cause, p.cause_key, p.title, p.reason, p.draft, p.facts,
      p.receipt_ids, p.fingerprint, p.round, p.what_changed, p.cost_minor, p.money_at_stake_minor, p.churn_probability,
      p.status, p.addressed_to, p.proposed_by, p.run_id, p.supersedes_id, p.as_of, p.expires_at, p.created_at,
      p.closed_at, c.external_id as customer_external_id, v.name as customer_name
    from proposals p
    left join customers c on c.venture_id = p.venture_id and c.id = p.customer_id
    left join lateral (
      select name from customer_versions
      where venture_id = p.venture_id and customer_id = p.customer_id and superseded_at is null
      order by valid_from desc limit 1) v on true`
}

export async function proposalById(db: VentureDb, id: string): Promise<ProposalRow | undefined> {
  const [row] = await db.sql<ProposalRow[]>`
    ${selectProposals(db)} where p.venture_id = ${db.ventureId} and p.id = ${id}`
  return row
}

export async function proposalByNumber(db: VentureDb, number: number): Promise<ProposalRow | undefined> {
  const [row] = await db.sql<ProposalRow[]>`
    ${selectProposals(db)} where p.venture_id = ${db.ventureId} and p.number = ${number}`
  return row
}

/** The number of the one that it was changed into. */
export async function numberSuperseding(db: VentureDb, id: string): Promise<number | undefined> {
  const [row] = await db.sql<{ number: number }[]>`
    select number from proposals where venture_id = ${db.ventureId} and supersedes_id = ${id} order by number limit 1`
  return row?.number
}

/** The open proposal about the cause, else the one closed last. */
export async function latestProposalAbout(db: VentureDb, causeKey: string): Promise<ProposalRow | undefined> {
  const [row] = await db.sql<ProposalRow[]>`
    ${selectProposals(db)} where p.venture_id = ${db.ventureId} and p.cause_key = ${causeKey}
      and p.status <> 'superseded'
    order by p.closed_at desc nulls first, p.number desc limit 1`
  return row
}

/** Most money times risk first: what a decision is worth. */
export async function listProposalRows(
  db: VentureDb,
  filter: { statuses: readonly string[]; customerId: string | null; addressedTo: string | null; limit: number },
): Promise<ProposalRow[]> {
  return db.sql<ProposalRow[]>`
    ${selectProposals(db)}
    where p.venture_id = ${db.ventureId} and p.status = any(${[...filter.statuses]}::text[])
      and (${filter.customerId}::uuid is null or p.customer_id = ${filter.customerId}::uuid)
      and (${filter.addressedTo}::text is null or p.addressed_to = ${filter.addressedTo}::text)
    order by p.money_at_stake_minor * coalesce(p.churn_probability, 0) desc, p.number
    limit ${filter.limit}`
}

export async function countProposals(
  db: VentureDb,
  filter: { statuses: readonly string[]; customerId: string | null; addressedTo: string | null },
): Promise<number> {
  const [row] = await db.sql<{ count: number }[]>`
    select count(*) from proposals p
    where p.venture_id = ${db.ventureId} and p.status = any(${[...filter.statuses]}::text[])
      and (${filter.customerId}::uuid is null or p.customer_id = ${filter.customerId}::uuid)
      and (${filter.addressedTo}::text is null or p.addressed_to = ${filter.addressedTo}::text)`
  return row?.count ?? 0
}

/** Moves it on and tells `proposal.moved`; false when it is no longer in a status of `from` in that round, so that nothing is done twice. */
export async function moveProposal(
  db: VentureDb,
  id: string,
  move: { from: readonly string[]; round: number; to: string; at: Date },
): Promise<boolean> {
  const isClosing = ['rejected', 'superseded', 'expired', 'done'].includes(move.to)
  const rows = await db.sql`
    with moved as (
      update proposals set status = ${move.to}, closed_at = ${isClosing ? move.at : null}
      where venture_id = ${db.ventureId} and id = ${id} and status = any(${[...move.from]}::text[])
        and round = ${move.round}
      returning id)
    select id, pg_notify('proposal.moved', ${db.ventureId}) from moved`
  return rows.length === 1
}

/** What it rests on from now on. */
export async function restateFacts(db: VentureDb, id: string, fingerprint: unknown): Promise<void> {
  await db.sql`
    update proposals set fingerprint = ${JSON.stringify(fingerprint)}::text::jsonb
    where venture_id = ${db.ventureId} and id = ${id}`
}

export interface NextRound {
  from: readonly string[]
  round: number
  addressedTo: 'success' | 'chairman'
  expiresAt: Date
  /** In words; null when nothing did. */
  whatChanged: string | null
  /** Undefined keeps what it was filed with. */
  fingerprint: unknown
}

/** Asks again: the next round, waiting; tells `proposal.moved`. False when somebody was faster. */
export async function openNextRound(db: VentureDb, id: string, next: NextRound): Promise<boolean> {
  const fingerprint = next.fingerprint === undefined ? null : JSON.stringify(next.fingerprint)
  const rows = await db.sql`
    with moved as (
      update proposals set status = 'waiting', round = round + 1, addressed_to = ${next.addressedTo},
        expires_at = ${next.expiresAt}, what_changed = coalesce(${next.whatChanged}, what_changed),
        fingerprint = coalesce(${fingerprint}::text::jsonb, fingerprint)
      where venture_id = ${db.ventureId} and id = ${id} and status = any(${[...next.from]}::text[])
        and round = ${next.round}
      returning id)
    select id, pg_notify('proposal.moved', ${db.ventureId}) from moved`
  return rows.length === 1
}

/** Ids of waiting proposals whose time is over, the oldest first. */
export async function proposalsExpiredAt(db: VentureDb, now: Date): Promise<string[]> {
  const rows = await db.sql<{ id: string }[]>`
    select id from proposals
    where venture_id = ${db.ventureId} and status = 'waiting' and expires_at <= ${now}
    order by expires_at, id`
  return rows.map(({ id }) => id)
}

/**
 * Ids of proposals that were decided and not yet carried out to an end: approved, or executing with a message on its
 * way or with nothing left that a person must do. One query over what is open, however many wait.
 */
export async function proposalsToCarryOn(db: VentureDb): Promise<string[]> {
  const rows = await db.sql<{ id: string }[]>`
    select p.id from proposals p
    where p.venture_id = ${db.ventureId} and (p.status = 'approved' or (p.status = 'executing' and (
      exists (select from touches t where t.venture_id = p.venture_id and t.proposal_id = p.id
        and t.channel = 'email' and t.status in ('queued', 'sending'))
      or not exists (select from tasks k where k.venture_id = p.venture_id and k.proposal_id = p.id
        and k.status = 'open'))))
    order by p.number`
  return rows.map(({ id }) => id)
}

/** What offers cost since `since`, for one customer and over all, without `exceptId`; only those that went ahead. */
export async function spendSince(
  db: VentureDb,
  spend: { since: Date; customerId: string | null; exceptId: string },
): Promise<{ customerMinor: number; totalMinor: number }> {
  const [row] = await db.sql<{ customerMinor: number; totalMinor: number }[]>`
    select coalesce(sum(p.cost_minor) filter (where p.customer_id = ${spend.customerId}::uuid), 0)::bigint
        as customer_minor,
      coalesce(sum(p.cost_minor), 0)::bigint as total_minor
    from proposals p
    where p.venture_id = ${db.ventureId} and p.cost_minor > 0 and p.id <> ${spend.exceptId}
      and p.status in ('approved', 'executing', 'done', 'parked')
      and exists (select from decisions d where d.venture_id = p.venture_id and d.proposal_id = p.id
        and d.decision = 'approve' and d.decided_at >= ${spend.since})`
  return row ?? { customerMinor: 0, totalMinor: 0 }
}

/** Receipt ids by number, of those that exist. */
export async function receiptIdsByNumber(db: VentureDb, numbers: readonly number[]): Promise<Map<number, string>> {
  const rows = await db.sql<{ number: number; id: string }[]>`
    select number, id from receipts
    where venture_id = ${db.ventureId} and number = any(${[...numbers]}::bigint[])`
  return new Map(rows.map(({ number, id }) => [number, id]))
}

/** Ids of waiting proposals whose thread was never started: the process ended between filing and starting. */
export async function proposalsWithoutThread(db: VentureDb): Promise<string[]> {
  const rows = await db.sql<{ id: string }[]>`
    select p.id from proposals p
    where p.venture_id = ${db.ventureId} and p.status = 'waiting'
      and not exists (select from langgraph.checkpoints c where c.thread_id = p.id::text)
    order by p.number`
  return rows.map(({ id }) => id)
}
