/** Decisions: one a round; the primary key is the compare-and-set. */
import type { VentureDb } from '../venture-db.ts'

export interface NewDecision {
  id: string
  proposalId: string
  round: number
  decision: string
  personId: string
  reason: string
  door: string
  dueAt: Date | null
  decidedAt: Date
}

export interface DecisionRow extends NewDecision {
  personName: string
}

/** Records it if the proposal waits in that round and nobody has decided it; false otherwise. */
export async function insertDecision(db: VentureDb, decision: NewDecision): Promise<boolean> {
  const rows = await db.sql`
    insert into decisions (venture_id, proposal_id, round, id, decision, person_id, reason, door, due_at, decided_at)
    select p.venture_id, p.id, p.round, ${decision.id}, ${decision.decision}, ${decision.personId}, ${decision.reason},
      ${decision.door}, ${decision.dueAt}, ${decision.decidedAt}
    from proposals p
    where p.venture_id = ${db.ventureId} and p.id = ${decision.proposalId} and p.round = ${decision.round}
      and p.status = 'waiting'
    on conflict (venture_id, proposal_id, round) do nothing
    returning id`
  return rows.length === 1
}

/** Oldest round first. */
export async function decisionsOf(db: VentureDb, proposalId: string): Promise<DecisionRow[]> {
  return db.sql<DecisionRow[]>`
    select d.id, d.proposal_id, d.round, d.decision, d.person_id, d.reason, d.door, d.due_at, d.decided_at,
      p.name as person_name
    from decisions d
    join people p on p.venture_id = d.venture_id and p.id = d.person_id
    where d.venture_id = ${db.ventureId} and d.proposal_id = ${proposalId}
    order by d.round`
}

export async function latestDecision(db: VentureDb, proposalId: string): Promise<DecisionRow | undefined> {
  return (await decisionsOf(db, proposalId)).at(-1)
}
