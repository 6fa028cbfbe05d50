/** Rows for tests of a proposal's life: customers with users, consent, money, tickets and a score, and people. */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { uuidv7 } from 'uuidv7'
import { createClient } from '../../db/client.ts'
import { createTestVenture, type TestVenture, testDatabaseUrl } from '../../db/test-database.ts'
import { VentureDb } from '../../db/venture-db.ts'
import type { Actor, ToolContext } from '../define-tool.ts'
import { changeMode } from '../modes/modes.ts'
import type { Crew } from '../open-crew.ts'
import type { Role } from '../role-matrix.ts'
import { testContext, testKey } from '../test-context.ts'
import { type Filed, fileProposal, type ProposalInput } from './file-proposal.ts'
import type { Draft, ProposalKind } from './proposal.ts'

export const NOW = new Date('2026-03-02T12:00:00Z')
const RECORDED = new Date('2026-03-01T00:00:00Z')

export const campaignAgent: Actor = {
  kind: 'agent',
  id: 'campaign_agent',
  name: 'Campaign agent',
  roles: ['analyst', 'success'],
}

export interface Stage {
  url: string
  venture: TestVenture
  db: VentureDb
  dataDir: string
  /** A moving clock: what the context of the next call says. */
  clock: { now: Date }
  chairman: Actor
  anna: Actor
  ben: Actor
  context(overrides?: Partial<ToolContext>): Promise<ToolContext>
  /** As much of a crew as a proposal's life needs. */
  crew: Pick<Crew, 'database' | 'context'>
  close(): Promise<void>
}

/** A venture with three people. `ventureId` and `dataDir` join one that another process made. */
export async function openStage(joined?: { url: string; ventureId: string; dataDir: string }): Promise<Stage> {
  const url = joined?.url ?? testDatabaseUrl()
  const sql = createClient(url, { max: 4 })
  const venture = joined
    ? { sql, ventureId: joined.ventureId, db: new VentureDb(sql, joined.ventureId, sql) }
    : await createTestVenture(sql)
  const dataDir = joined?.dataDir ?? (await mkdtemp(join(tmpdir(), 'crew-test-')))
  const clock = { now: NOW }
  const person = async (name: string, roles: readonly Role[]): Promise<Actor> => {
    const id = uuidv7()
    if (!joined) {
      await sql`insert into people (venture_id, id, name) values (${venture.ventureId}, ${id}, ${name})`
      await sql`insert into people_roles (venture_id, person_id, role)
        select ${venture.ventureId}, ${id}, unnest(${[...roles]}::text[])`
    }
    return { kind: 'person', id, name, roles }
  }
  const chairman = await person('Clara Chair', ['chairman'])
  const context = (overrides: Partial<ToolContext> = {}) =>
    testContext(venture, { actor: chairman, dataDir, now: clock.now, ...overrides })
  return {
    url,
    venture,
    db: venture.db,
    dataDir,
    clock,
    chairman,
    anna: await person('Anna Success', ['success']),
    ben: await person('Ben Success', ['success']),
    context,
    crew: {
      context,
      database: {
        url,
        kind: 'server',
        sql,
        forVenture: () => venture.db,
        listen: async () => async () => {},
        close: async () => {},
      },
    },
    close: () => sql.end(),
  }
}

export interface CustomerInput {
  name?: string
  mrrMinor?: number
  score?: number
  status?: string
  email?: string
  consent?: 'granted' | 'withdrawn' | null
}

/** A customer with one user; by default at risk, small, and reachable under `.invalid`. */
export async function addCustomer(db: VentureDb, input: CustomerInput = {}): Promise<{ id: string; userId: string }> {
  const { sql, ventureId } = db
  const id = uuidv7()
  const userId = uuidv7()
  const subscriptionId = uuidv7()
  const name = input.name ?? `Company ${id.slice(-4)}`
  await addBatch(db, RECORDED)
  await sql`insert into customers (venture_id, id, source, external_id, recorded_at)
    values (${ventureId}, ${id}, 'test', ${id}, ${RECORDED})`
  await sql`insert into customer_versions (venture_id, customer_id, valid_from, recorded_at, name, owner_email,
      signed_up_on) values (${ventureId}, ${id}, '2025-01-01', ${RECORDED}, ${name}, 'owner@crew.invalid', '2025-01-01')`
  await sql`insert into customer_users (venture_id, id, customer_id, source, external_id, recorded_at)
    values (${ventureId}, ${userId}, ${id}, 'test', ${userId}, ${RECORDED})`
  await sql`insert into customer_user_versions (venture_id, user_id, valid_from, recorded_at, name, email, email_consent)
    values (${ventureId}, ${userId}, '2025-01-01', ${RECORDED}, 'Uma User', ${input.email ?? `uma-${id}@acme.invalid`},
      ${input.consent === undefined ? 'granted' : input.consent})`
  await sql`insert into subscriptions (venture_id, id, customer_id, source, external_id, recorded_at)
    values (${ventureId}, ${subscriptionId}, ${id}, 'test', ${subscriptionId}, ${RECORDED})`
  await sql`insert into subscription_versions (venture_id, subscription_id, customer_id, valid_from, recorded_at,
      mrr_minor, is_trial) values (${ventureId}, ${subscriptionId}, ${id}, '2025-01-01', ${RECORDED},
      ${input.mrrMinor ?? 10_000}, false)`
  await sql`insert into health_snapshots (venture_id, customer_id, scored_from, settings_version, score, coverage, status,
      known_at) values (${ventureId}, ${id}, '2026-01-01', 1, ${input.score ?? 55}, 1, ${input.status ?? 'at_risk'},
      ${RECORDED})`
  return { id, userId }
}

/** A ticket that became known at `recordedAt`, in a batch of its own. */
export async function openTicket(db: VentureDb, customerId: string, recordedAt: Date): Promise<void> {
  const id = uuidv7()
  await addBatch(db, recordedAt)
  await db.sql`insert into support_tickets (venture_id, id, customer_id, source, external_id, opened_at, recorded_at)
    values (${db.ventureId}, ${id}, ${customerId}, 'test', ${id}, ${recordedAt}, ${recordedAt})`
  await db.sql`insert into support_ticket_versions (venture_id, ticket_id, customer_id, valid_from, recorded_at, status)
    values (${db.ventureId}, ${id}, ${customerId}, ${recordedAt}, ${recordedAt}, 'open')`
}

/** The user takes consent back, known at `recordedAt`. */
export async function withdrawConsent(db: VentureDb, userId: string, recordedAt: Date): Promise<void> {
  await addBatch(db, recordedAt)
  await db.sql`update customer_user_versions set superseded_at = ${recordedAt}
    where venture_id = ${db.ventureId} and user_id = ${userId}`
  await db.sql`insert into customer_user_versions (venture_id, user_id, valid_from, recorded_at, name, email,
      email_consent)
    select venture_id, user_id, ${recordedAt}, ${recordedAt}, name, email, 'withdrawn' from customer_user_versions
    where venture_id = ${db.ventureId} and user_id = ${userId} and superseded_at = ${recordedAt}`
}

export async function rescore(
  db: VentureDb,
  customerId: string,
  to: { on: string; score: number; status: string },
): Promise<void> {
  await db.sql`update health_snapshots set scored_to = ${to.on}
    where venture_id = ${db.ventureId} and customer_id = ${customerId} and scored_to is null`
  await db.sql`insert into health_snapshots (venture_id, customer_id, scored_from, settings_version, score, coverage,
      status, known_at) values (${db.ventureId}, ${customerId}, ${to.on}, 1, ${to.score}, 1, ${to.status}, ${RECORDED})`
}

async function addBatch(db: VentureDb, recordedAt: Date): Promise<void> {
  await db.sql`insert into batches (venture_id, recorded_at, id, kind, source, description)
    values (${db.ventureId}, ${recordedAt}, ${uuidv7()}, 'import', 'test', 'test')
    on conflict (venture_id, recorded_at) do nothing`
}

export const message: Draft = {
  kind: 'message',
  subject: 'How is it going?',
  body: 'Your team has not signed in for a while. Can we help?',
  toUserId: null,
}

export const drafts: Record<ProposalKind, Draft> = {
  message,
  task: { kind: 'task', title: 'Call the account', body: 'Ask what stands in the way.', dueInDays: 2 },
  offer: { kind: 'offer', subject: 'A month on us', body: 'We would like you to stay.', costMinor: 5_000 },
  escalation: { kind: 'escalation', title: 'A strategic account', body: 'It is about to leave.' },
  setting: {
    kind: 'setting',
    changes: [{ parameter: 'healthyThreshold', from: 70, to: 75 }],
    evidence: 'Nearly everyone is healthy.',
  },
}

/** Files as the campaign agent. */
export async function file(
  stage: Stage,
  input: Partial<ProposalInput> & { customerId: string | null },
): Promise<Filed> {
  return fileProposal(await stage.context({ actor: campaignAgent }), {
    cause: 'inactive_users',
    title: 'Write to the account',
    reason: 'Nobody signed in for two weeks.',
    draft: message,
    facts: [],
    churnProbability: 0.5,
    ...input,
  })
}

export async function setTestMode(stage: Stage, kind: ProposalKind, mode: 'manual' | 'assisted' | 'auto') {
  await changeMode(stage.db, testKey, { kind, mode, reason: 'test', by: stage.chairman, at: stage.clock.now })
}

export async function statusOf(db: VentureDb, proposalId: string): Promise<string | undefined> {
  const [row] = await db.sql<{ status: string }[]>`
    select status from proposals where venture_id = ${db.ventureId} and id = ${proposalId}`
  return row?.status
}

export interface TouchState {
  id: string
  status: string
  channel: string
  problem: string | null
}

export async function touchStates(db: VentureDb, proposalId: string): Promise<TouchState[]> {
  return db.sql<TouchState[]>`
    select id, status, channel, problem from touches
    where venture_id = ${db.ventureId} and proposal_id = ${proposalId} order by step`
}

/** Events of the ledger about the proposal, in order. */
export async function eventsOf(db: VentureDb, proposalId: string): Promise<string[]> {
  const rows = await db.sql<{ event: string }[]>`
    select entry::json ->> 'event' as event from ledger
    where venture_id = ${db.ventureId} and entry::json -> 'ids' ->> 'proposalId' = ${proposalId} order by seq`
  return rows.map(({ event }) => event)
}
