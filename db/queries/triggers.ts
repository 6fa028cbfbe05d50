/** Firings of triggers: what stands, what is due, and what was done. */
import type { VentureDb } from '../venture-db.ts'

export interface FiringRow {
  id: string
  number: number
  trigger: string
  subject: string
  customerId: string | null
  asOf: string
  evidence: unknown
  facts: unknown
  moneyAtStakeMinor: number
  iteration: number
  status: string
  endedBy: string | null
  nextAt: Date | null
  firedAt: Date
  endedAt: Date | null
}

function firingColumns({ sql }: VentureDb) {
  return sql`id, number, trigger, subject, customer_id, as_of, evidence, facts, money_at_stake_minor, iteration, status,
    ended_by, next_at, fired_at, ended_at`
}

/** The newest firing of the trigger about each of `subjects` (about any, when null) that stands or was fired after `since`. */
export async function latestFirings(
  db: VentureDb,
  of: { trigger: string; subjects: readonly string[] | null; since: Date },
): Promise<FiringRow[]> {
  const { sql } = db
  const subjects = of.subjects === null ? null : [...of.subjects]
  return sql<FiringRow[]>`
    select distinct on (subject) ${firingColumns(db)} from trigger_firings
    where venture_id = ${db.ventureId} and trigger = ${of.trigger} and (status <> 'ended' or fired_at > ${of.since})
      and (${subjects}::text[] is null or subject = any(${subjects}::text[]))
    order by subject, fired_at desc, number desc`
}

export interface NewFiring {
  id: string
  trigger: string
  subject: string
  causeKey: string
  customerId: string | null
  asOf: string
  evidence: unknown
  facts: unknown
  moneyAtStakeMinor: number
  nextAt: Date | null
  firedAt: Date
  /** Set for one that ended before anybody could act on it. */
  endedBy: string | null
}

/** Inserts those whose cause is new and whose subject has none standing, and returns their ids and numbers. */
export async function insertFirings(
  db: VentureDb,
  firings: readonly NewFiring[],
): Promise<{ id: string; number: number }[]> {
  const { sql, ventureId } = db
  const rows = firings.map((firing) => ({
    id: firing.id,
    trigger: firing.trigger,
    subject: firing.subject,
    cause_key: firing.causeKey,
    customer_id: firing.customerId,
    as_of: firing.asOf,
    evidence: firing.evidence,
    facts: firing.facts,
    money: firing.moneyAtStakeMinor,
    next_at: firing.nextAt,
    fired_at: firing.firedAt,
    ended_by: firing.endedBy,
  }))
  return sql<{ id: string; number: number }[]>`
    insert into trigger_firings (venture_id, id, trigger, subject, cause_key, customer_id, as_of, evidence, facts,
      money_at_stake_minor, next_at, fired_at, status, ended_by, ended_at)
    select ${ventureId}, id, trigger, subject, cause_key, customer_id, as_of, evidence, facts, money,
      case when ended_by is null then next_at end, fired_at, case when ended_by is null then 'open' else 'ended' end,
      ended_by, case when ended_by is not null then fired_at end
    from jsonb_to_recordset(${sql.json(rows as never)}) as g(id uuid, trigger text, subject text, cause_key text,
      customer_id uuid, as_of date, evidence jsonb, facts jsonb, money bigint, next_at timestamptz,
      fired_at timestamptz, ended_by text)
    on conflict do nothing
    returning id, number`
}

/** Ends those of `firings` that stand. */
export async function endFirings(
  db: VentureDb,
  firings: readonly { id: string; endedBy: string }[],
  at: Date,
): Promise<string[]> {
  const rows = await db.sql<{ id: string }[]>`
    update trigger_firings set status = 'ended', ended_by = g.ended_by, ended_at = ${at}, next_at = null
    from unnest(${firings.map(({ id }) => id)}::uuid[], ${firings.map(({ endedBy }) => endedBy)}::text[])
      as g(id, ended_by)
    where venture_id = ${db.ventureId} and trigger_firings.id = g.id and status <> 'ended'
    returning trigger_firings.id`
  return rows.map(({ id }) => id)
}

/** The cause came back before the cooldown was over: the same firing goes on, and is looked at again at `nextAt`. */
export async function reopenFirings(db: VentureDb, ids: readonly string[], nextAt: Date): Promise<void> {
  await db.sql`
    update trigger_firings set status = 'open', ended_by = null, ended_at = null, next_at = ${nextAt}
    where venture_id = ${db.ventureId} and id = any(${[...ids]}::uuid[]) and status = 'ended'`
}

/** Moves one firing on if it still is at `from`; false when another worker was faster. */
export async function advanceFiring(
  db: VentureDb,
  id: string,
  step: {
    from: number
    iteration: number
    nextAt: Date | null
    status: 'open' | 'handed_over'
    facts?: unknown
    evidence?: unknown
  },
): Promise<boolean> {
  const { sql } = db
  const moved = await sql`
    update trigger_firings set iteration = ${step.iteration}, next_at = ${step.nextAt}, status = ${step.status}
      ${step.facts === undefined ? sql`` : sql`, facts = facts || ${sql.json(step.facts as never)}`}
      ${step.evidence === undefined ? sql`` : sql`, evidence = ${sql.json(step.evidence as never)}`}
    where venture_id = ${db.ventureId} and id = ${id} and iteration = ${step.from} and status = 'open'
    returning id`
  return moved.length === 1
}

export interface ActionRow {
  firingId: string
  iteration: number
  kind: string
  reference: string
  doneAt: Date
}

/** Notes what was done; the same kind of thing is done once an iteration. */
export async function insertActions(db: VentureDb, actions: readonly ActionRow[]): Promise<void> {
  const rows = actions.map((action) => ({
    firing_id: action.firingId,
    iteration: action.iteration,
    kind: action.kind,
    reference: action.reference,
    done_at: action.doneAt,
  }))
  await db.sql`
    insert into trigger_actions (venture_id, firing_id, iteration, kind, reference, done_at)
    select ${db.ventureId}, firing_id, iteration, kind, reference, done_at
    from jsonb_to_recordset(${db.sql.json(rows as never)})
      as g(firing_id uuid, iteration int, kind text, reference text, done_at timestamptz)
    on conflict do nothing`
}

/** What was done in these firings, oldest first. */
export async function actionsOf(db: VentureDb, firingIds: readonly string[]): Promise<ActionRow[]> {
  return db.sql<ActionRow[]>`
    select firing_id, iteration, kind, reference, done_at from trigger_actions
    where venture_id = ${db.ventureId} and firing_id = any(${[...firingIds]}::uuid[])
    order by firing_id, iteration, done_at, kind`
}

export interface DueFiringRow extends FiringRow {
  /** Null when it was never scored. */
  currentStatus: string | null
  currentScore: number | null
  /** How the customer answered since the firing: a call that was held, a survey, a message; null when it did not. */
  responded: string | null
  name: string
  externalId: string
  ownerEmail: string | null
}

/**
 * Open firings about customers whose next look is due, the most money first. A response is a task of the firing that
 * was done, an answered survey, or words from the customer other than a support ticket.
 */
export async function dueFirings(
  db: VentureDb,
  of: { trigger: string; now: Date; limit: number },
): Promise<DueFiringRow[]> {
  const { sql, ventureId } = db
  return sql<DueFiringRow[]>`
    select f.id, f.number, f.trigger, f.subject, f.customer_id, f.as_of, f.evidence, f.facts, f.money_at_stake_minor,
      f.iteration, f.status, f.ended_by, f.next_at, f.fired_at, f.ended_at,
      s.status as current_status, s.score::float8 as current_score, v.name, v.owner_email, c.external_id,
      case
        when exists (select from trigger_actions a join tasks t on t.venture_id = a.venture_id
            and t.number = substr(a.reference, 3)::bigint and t.status = 'done'
          where a.venture_id = f.venture_id and a.firing_id = f.id and a.kind = 'task') then 'call'
        when exists (select from survey_responses r where r.venture_id = f.venture_id and r.customer_id = f.customer_id
          and r.answered_at > f.fired_at and r.superseded_at is null) then 'survey'
        when exists (select from feedback b where b.venture_id = f.venture_id and b.customer_id = f.customer_id
          and b.occurred_at > f.fired_at and b.origin <> 'ticket' and b.superseded_at is null) then 'message'
      end as responded
    from trigger_firings f
    join customers c on c.venture_id = f.venture_id and c.id = f.customer_id
    join lateral (
      select name, owner_email from customer_versions
      where venture_id = f.venture_id and customer_id = f.customer_id and superseded_at is null
      order by valid_from desc limit 1
    ) v on true
    left join lateral (
      select status, score from health_snapshots
      where venture_id = f.venture_id and customer_id = f.customer_id and scored_to is null
      order by scored_from desc limit 1
    ) s on true
    where f.venture_id = ${ventureId} and f.trigger = ${of.trigger} and f.status = 'open' and f.next_at <= ${of.now}
    order by f.money_at_stake_minor desc, f.number limit ${of.limit}`
}

export interface ListedFiringRow extends FiringRow {
  externalId: string | null
  name: string | null
}

/** Firings with the customers they are about: what stands first, by money at stake, then the newest. */
export async function listFiringRows(
  db: VentureDb,
  filter: {
    triggers: readonly string[] | null
    statuses: readonly string[]
    customerId: string | null
    /** Fired on this day or later, and before that one. */
    from?: string | undefined
    until?: string | undefined
    limit: number
  },
): Promise<ListedFiringRow[]> {
  const { sql, ventureId } = db
  const triggers = filter.triggers === null ? null : [...filter.triggers]
  return sql<ListedFiringRow[]>`
    select f.*, c.external_id, v.name from (
      select ${firingColumns(db)} from trigger_firings
      where venture_id = ${ventureId} and status = any(${[...filter.statuses]}::text[])
        and (${triggers}::text[] is null or trigger = any(${triggers}::text[]))
        and (${filter.customerId}::uuid is null or customer_id = ${filter.customerId}::uuid)
        and fired_at >= ${filter.from ?? '-infinity'}::date and fired_at < ${filter.until ?? 'infinity'}::date
      order by status = 'ended', case when status <> 'ended' then money_at_stake_minor end desc, fired_at desc,
        number desc
      limit ${filter.limit}
    ) f
    left join customers c on c.venture_id = ${ventureId} and c.id = f.customer_id
    left join lateral (
      select name from customer_versions where venture_id = ${ventureId} and customer_id = f.customer_id
        and superseded_at is null
      order by valid_from desc limit 1
    ) v on true
    order by f.status = 'ended', case when f.status <> 'ended' then f.money_at_stake_minor end desc, f.fired_at desc,
      f.number desc`
}

export interface FiringCount {
  trigger: string
  firedCount: number
  standingCount: number
  /** Fired at least 30 days before, and how many of those recovered within 30 days. */
  judgedCount: number
  recoveredCount: number
  lastFiredAt: Date
}

/** How often each trigger fired and what came of it. */
export async function countFirings(db: VentureDb, now: Date): Promise<FiringCount[]> {
  return db.sql<FiringCount[]>`
    select trigger, count(*) as fired_count, count(*) filter (where status <> 'ended') as standing_count,
      count(*) filter (where fired_at <= ${now}::timestamptz - interval '30 days') as judged_count,
      count(*) filter (where fired_at <= ${now}::timestamptz - interval '30 days' and ended_by = 'recovered'
        and ended_at <= fired_at + interval '30 days') as recovered_count,
      max(fired_at) as last_fired_at
    from trigger_firings where venture_id = ${db.ventureId} group by trigger order by trigger`
}
