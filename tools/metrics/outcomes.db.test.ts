/** What was sent and what came of it, over stored proposals, touches, tasks and scores. */
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient, type Sql } from '../../db/client.ts'
import { createTestVenture, testDatabaseUrl } from '../../db/test-database.ts'
import { type CustomerHistory, knownAt, on, writeHistories } from '../health/history.fixture.ts'
import { runTool } from '../run-tool.ts'
import { testContext } from '../test-context.ts'
import { getOutcomes } from './get-outcomes.ts'

let sql: Sql
beforeAll(() => {
  sql = createClient(testDatabaseUrl())
})
afterAll(() => sql.end())

const customer: CustomerHistory = {
  signedUp: 0,
  isTrial: null,
  logins: [],
  uses: [],
  tickets: [],
  subscriptions: [],
  events: [],
}
const noon = (day: number) => new Date(Date.parse(`${on(day)}T12:00:00Z`))

test('three customers reached: one recovers and answers, one does not, one is too recent to judge', async () => {
  const made = await createTestVenture(sql)
  const { ventureId } = made
  const ids = await writeHistories(made, [customer, customer, customer])
  const [recovering = '', staying = '', recent = ''] = ids
  const snapshot = (customerId: string, from: number, to: number | null, status: string, score: number) => sql`
    insert into health_snapshots (venture_id, customer_id, scored_from, scored_to, settings_version, score, coverage, status, known_at)
    values (${ventureId}, ${customerId}, ${on(from)}, ${to === null ? null : on(to)}, 1, ${score}, 1, ${status}, ${knownAt})`
  // At risk with 50 until day 20, then healthy with 80 and staying so; 55 and 30 all the while.
  await snapshot(recovering, 0, 20, 'at_risk', 50)
  await snapshot(recovering, 20, null, 'healthy', 80)
  await snapshot(staying, 0, null, 'at_risk', 55)
  await snapshot(recent, 0, null, 'critical', 30)
  const reach = async (customerId: string, day: number, how: 'sent' | 'failed' | 'call') => {
    const proposal = uuidv7()
    await sql`
      insert into proposals (venture_id, id, kind, customer_id, cause, cause_key, title, reason, draft, facts, fingerprint,
        status, proposed_by, as_of, expires_at, created_at)
      values (${ventureId}, ${proposal}, ${how === 'call' ? 'task' : 'message'}, ${customerId}, 'inactive', ${proposal}, 'Write', 'idle',
        '{}', '[]', '{}', 'done', 'test', ${on(day)}, ${noon(day + 14)}, ${noon(day)})`
    if (how === 'call')
      await sql`
        insert into tasks (venture_id, id, proposal_id, customer_id, kind, title, body, status, done_at, created_at)
        values (${ventureId}, ${uuidv7()}, ${proposal}, ${customerId}, 'call', 'Call', 'Ask', 'done', ${noon(day)}, ${noon(day)})`
    else
      await sql`
        insert into touches (venture_id, id, proposal_id, step, customer_id, channel, subject, body, status, sent_at, created_at)
        values (${ventureId}, ${uuidv7()}, ${proposal}, 1, ${customerId}, 'email', 'Hello', 'Hello', ${how},
          ${how === 'sent' ? noon(day) : null}, ${noon(day)})`
  }
  await reach(recovering, 5, 'sent')
  await reach(staying, 6, 'failed')
  await reach(recent, 50, 'call')
  await sql`
    insert into survey_responses (venture_id, id, customer_id, source, external_id, kind, sent_at, answered_at, score, recorded_at)
    values (${ventureId}, ${uuidv7()}, ${recovering}, 'made', 's', 'nps', ${noon(4)}, ${noon(9)}, 9, ${knownAt})`
  // The third became critical a day before the call (in 24 hours), the second long before anyone did anything.
  const crossed = (customerId: string, day: number) => sql`
    insert into score_crossings (venture_id, customer_id, as_of, from_status, to_status, crossed_at)
    values (${ventureId}, ${customerId}, ${on(day)}, 'at_risk', 'critical', ${noon(day)})`
  await crossed(recent, 49)
  await crossed(staying, 20)

  const context = await testContext(made, { now: noon(60), knownAt, asOf: on(60) })
  const { output } = await runTool(getOutcomes, {}, context)
  // Sent 1, delivered 1 and answered within 14 days: 100 %. Judged on day 60 are those reached by day 23: 1 of 2 recovered.
  expect(output.total).toMatchObject({ customers: 3, messages: 2, sent: 1, failed: 1, tasksDone: 1 })
  expect(output.total).toMatchObject({ delivered: 1, responded: 1, responsePercent: 100, judged: 2, recovered: 1 })
  expect(output.total).toMatchObject({ recoveryPercent: 50, conversionsJudged: 0, conversionPercent: null })
  expect(output.byProgram.map(({ name, customers, recoveryPercent }) => [name, customers, recoveryPercent])).toEqual([
    ['at_risk', 2, 50],
    ['critical', 1, null],
  ])
  expect(output.byKind.map(({ name }) => name)).toEqual(['message', 'task'])
  expect(output).toMatchObject({ criticalDue: 2, criticalContacted: 1, contactedPercent: 50 })
  // Day 5 and day 35, day 6 and day 36.
  expect(output.scoreChanges.map(({ before, after }) => [before, after])).toEqual([
    [50, 80],
    [55, 55],
  ])
})

test('nothing sent is no data', async () => {
  const made = await createTestVenture(sql)
  const { output, facts } = await runTool(getOutcomes, {}, await testContext(made))
  expect(output.total).toMatchObject({ customers: 0, responsePercent: null, recoveryPercent: null })
  expect(facts.find(({ id }) => id.endsWith('.all.recovery'))).toMatchObject({ value: null, text: 'no data' })
})
