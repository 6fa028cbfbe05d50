/** Customers as they stood on past days, with what became of them: what a score is put to the test on. */
import type { AsOf, VentureDb } from '../venture-db.ts'
import { standing } from './customers.ts'
import { activeSpells, type ChurnRule } from './lifecycle.ts'
import { USAGE_WINDOW_DAYS } from './score-facts.ts'
import { dayScores, type ScoreParameters } from './scores.ts'

export interface BacktestLookRow {
  lookedOn: string
  customerId: string
  /** The score in hundredths of a point. */
  scoreHundredths: number
  status: 'healthy' | 'at_risk' | 'critical'
  /** Null where no activity was loaded by then; IDLE_DAYS for a customer without any in the window before. */
  idleDays: number | null
  /** Null where no ticket was loaded by then. */
  openTicketCount: number | null
  hasChurned: boolean
}

/** What a customer's idle days count as when it was not active in the window that a score looks at. */
const IDLE_DAYS = USAGE_WINDOW_DAYS

/**
 * Hands `onLook` each customer active on each of `days` that had a score with `parameters` then, from what was known at
 * `scoreKnownAt`. Who was active, and whether it churned in (day, day + horizon], is told by `rule` and `outcome` from what
 * is known at `knownAt`. Of every `oneIn` customers one is taken, by its id, so the same one on all days. Rows are handed
 * on as they arrive, for there are as many as customers times days.
 */
export async function backtestLooks(
  db: VentureDb,
  at: AsOf & { days: string[]; scoreKnownAt: Date; horizonDays: number; oneIn: number },
  rule: ChurnRule,
  outcome: Pick<ScoreParameters, 'churnDefinition' | 'winBackInactiveDays'>,
  parameters: ScoreParameters,
  onLook: (look: BacktestLookRow) => void,
): Promise<void> {
  const among = db.sql`select id from customers where venture_id = ${db.ventureId}
    and mod(hashtextextended(id::text, 0), ${at.oneIn}::int) = 0`
  const scored = { days: at.days, knownAt: at.scoreKnownAt, ...(at.oneIn > 1 ? { among } : {}) }
  await db.sql<BacktestLookRow[]>`
    with spells as materialized (${activeSpells(db, at, rule, outcome)})
    select scores.as_of as looked_on, scores.customer_id, (100 * score)::int as score_hundredths, status,
      case when engagement_basis is not null
        then coalesce(scores.as_of - last_active_on, ${IDLE_DAYS}::int) end as idle_days,
      case when support is not null then open_ticket_count end as open_ticket_count,
      coalesce(spells.churned_on <= scores.as_of + ${at.horizonDays}::int, false) as has_churned
    from (${dayScores(db, scored, parameters)}) scores
    join spells on spells.customer_id = scores.customer_id and spells.active_from <= scores.as_of
      and (spells.churned_on is null or spells.churned_on > scores.as_of)
    where status in ('healthy', 'at_risk', 'critical')`.forEach(onLook)
}

/** For each of `days`, the newest batch loaded by its end (and by `knownAt`): null where nothing was loaded yet. */
export async function knowledgeOnDays(
  db: VentureDb,
  at: { days: string[]; knownAt: Date },
): Promise<{ lookedOn: string; knownAt: Date | null }[]> {
  const { sql, ventureId } = db
  return sql<{ lookedOn: string; knownAt: Date | null }[]>`
    select looked_on, (select max(recorded_at) from batches where venture_id = ${ventureId}
      and recorded_at < (looked_on + 1)::timestamp at time zone 'UTC' and recorded_at <= ${at.knownAt}) as known_at
    from unnest(${at.days}::date[]) as days(looked_on) order by looked_on`
}

/** Which records by the as-of could say who churned: the rules a backtest may take its outcomes from. */
export async function outcomeRules(db: VentureDb, at: AsOf): Promise<ChurnRule[]> {
  const { sql, ventureId } = db
  const rows = await sql<{ rule: ChurnRule }[]>`
    select 'subscription' as rule where exists (select from subscription_versions
      where venture_id = ${ventureId} and ${standing(db, at)} and valid_from < ${at.asOf}::date + 1)
    union all select 'event' where exists (select from churn_events
      where venture_id = ${ventureId} and ${standing(db, at)} and churned_on <= ${at.asOf}::date)
    union all select 'inactivity' where exists (select from usage_daily
      where venture_id = ${ventureId} and recorded_at <= ${at.knownAt} and used_on <= ${at.asOf}::date)`
  return rows.map(({ rule }) => rule)
}

/** Customers ever loaded by `knownAt`. */
export async function customerCount(db: VentureDb, knownAt: Date): Promise<number> {
  const [row] = await db.sql<{ customers: number }[]>`
    select count(*) as customers from customers where venture_id = ${db.ventureId} and recorded_at <= ${knownAt}`
  return row?.customers ?? 0
}
