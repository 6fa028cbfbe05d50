/** Tickets counted and named, beside the rows laid down. Days count from 1 January 2025, which is day 0. */
import { afterAll, expect, test } from 'vitest'
import { createClient } from '../../db/client.ts'
import { createTestVenture, testDatabaseUrl } from '../../db/test-database.ts'
import { type CustomerHistory, knownAt, on, writeHistories } from '../health/history.fixture.ts'
import { runTool } from '../run-tool.ts'
import { testChairman, testContext } from '../test-context.ts'
import { listTickets } from './list-tickets.ts'

const sql = createClient(testDatabaseUrl())
afterAll(() => sql.end())

async function ventureWith(tickets: CustomerHistory['tickets']) {
  const made = await createTestVenture(sql)
  const quiet = { signedUp: 0, isTrial: null, logins: [], uses: [], subscriptions: [], events: [] }
  const [customer = ''] = await writeHistories(made, [{ ...quiet, tickets }])
  return { made, customer }
}
const ticket = (opened: number, closed: number | null) => ({ opened, closed, isPending: false })

test('a ticket is opened on its day and closed on the day it went from open to closed, once', async () => {
  const { made } = await ventureWith([ticket(10, 40), ticket(39, 60), ticket(40, 50), ticket(61, null)])
  // A closed ticket whose record changes later (its subject, on day 45) was not closed again.
  await sql`
    with was as (
      update support_ticket_versions set valid_to = ${new Date(`${on(45)}T12:00:00Z`)}
      where venture_id = ${made.ventureId} and status = 'closed' and valid_from = ${new Date(`${on(40)}T12:00:00Z`)}
      returning *
    )
    insert into support_ticket_versions (venture_id, ticket_id, customer_id, valid_from, recorded_at, status, subject)
    select venture_id, ticket_id, customer_id, valid_to, recorded_at, status, 'renamed' from was`
  const counted = async (from: number, until: number, asOf = 100) => {
    const context = await testContext(made, { asOf: on(asOf), knownAt })
    const { output } = await runTool(listTickets, { from: on(from), until: on(until) }, context)
    return [output.opened, output.closed]
  }
  expect(await counted(0, 100)).toEqual([4, 3])
  expect(await counted(39, 41)).toEqual([2, 1])
  expect(await counted(41, 50)).toEqual([0, 0])
  expect(await counted(50, 61)).toEqual([0, 2])
  // Nothing after the as-of day is known.
  expect(await counted(30, 46, 45)).toEqual([2, 1])
})

test('the first are named, with what was written hidden from whoever may not see it', async () => {
  const { made, customer } = await ventureWith([ticket(40, null), ticket(20, null)])
  await sql`update support_ticket_versions set subject = 'Call me on +44 20 7946 0958' where venture_id = ${made.ventureId}`
  const named = async (roles: typeof testChairman.roles) => {
    const context = await testContext(made, { asOf: on(60), knownAt, actor: { ...testChairman, roles } })
    const { facts } = await runTool(listTickets, { customer }, context)
    return facts.filter(({ id }) => id.includes('.ticket.1.')).map(({ id, text }) => [id.split('.').at(-1), text])
  }
  expect(Object.fromEntries(await named(testChairman.roles))).toMatchObject({
    subject: 'Call me on +44 20 7946 0958',
    opened_on: '21 Jan 2025',
    age: '40 days',
  })
  expect(Object.fromEntries(await named(['eva'])).subject).toBe('Call me on •••')
  const kept = await sql<{ content: string }[]>`
    select to_jsonb(receipts)::text as content from receipts where venture_id = ${made.ventureId}`
  expect(kept.length).toBeGreaterThan(0)
  for (const { content } of kept) expect(content).not.toContain('7946')
})
