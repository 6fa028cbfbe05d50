/** What is said of the crew's own work. Data ends on day 100; the clock may be later. */
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClient, type Sql } from '../../../db/client.ts'
import { testDatabaseUrl } from '../../../db/test-database.ts'
import { raiseAlert } from '../../../tools/alerts/raise-alert.ts'
import { on } from '../../../tools/health/history.fixture.ts'
import { reportFixture } from '../../../tools/report/report.fixture.ts'
import { storeReport } from '../../../tools/report/store-report.ts'
import { runTool } from '../../../tools/run-tool.ts'
import { changeSettings } from '../../../tools/settings/change-settings.ts'
import { contextOf, given, say, type Told } from './told.fixture.ts'
import { workAnswers } from './work.ts'

let sql: Sql
beforeAll(() => {
  sql = createClient(testDatabaseUrl())
})
afterAll(() => sql.end())

const noon = (day: number) => new Date(`${on(day)}T12:00:00Z`)
const dayOf = (day: number) => ({ from: on(day), until: on(day + 1) })

describe('what happened by the clock, days after the newest data of the sample', () => {
  /** On day 103: an alert, a changed setting, and a call that was made. */
  async function venture(): Promise<Told> {
    const told = await given(sql, { Acme: { logins: [100] } })
    const { ventureId } = told.made
    const [{ id } = { id: '' }] = told.customers
    const context = await contextOf(told, { day: 100, today: 103 })
    const about = { kind: 'critical_customer' as const, causeKey: 'k', customerId: id, body: 'Look.', facts: [] }
    await raiseAlert(context, { ...about, title: 'Acme is critical' })
    await runTool(changeSettings, { changes: [{ parameter: 'ticket_penalty', to: 12 }], reason: 'a try' }, context)
    await sql`update settings_versions set created_at = ${noon(103)} where venture_id = ${ventureId}`
    const proposal = uuidv7()
    const draft = { kind: 'task', title: 'Call', body: 'Ask', dueInDays: 3 }
    await sql`
      insert into proposals (venture_id, id, kind, customer_id, cause, cause_key, title, reason, draft, facts, fingerprint,
        status, proposed_by, as_of, expires_at, created_at)
      values (${ventureId}, ${proposal}, 'task', ${id}, 'inactive', ${proposal}, 'Call', 'idle', ${sql.json(draft)}, '[]', '{"about": "venture"}', 'executing',
        'test', ${on(100)}, ${noon(120)}, ${noon(103)})`
    await sql`
      insert into tasks (venture_id, id, proposal_id, customer_id, kind, title, body, status, done_at, created_at)
      values (${ventureId}, ${uuidv7()}, ${proposal}, ${id}, 'call', 'Call', 'Ask', 'done', ${noon(103)}, ${noon(103)})`
    return told
  }
  const asked = { day: 100, today: 103, period: dayOf(100), simulated: true }

  test('is counted up to now, and the days are said', async () => {
    const told = await venture()
    expect(await say(told, workAnswers.alerts, asked)).toMatch(
      /^From 11 to 14 Apr 2025, 1 alert was raised\.\n- A-\d+, 14 Apr 2025: Acme is critical$/,
    )
    expect(await say(told, workAnswers.setting_changes, asked)).toMatch(
      /^From 11 to 14 Apr 2025, these were changed, the newest first:\n- 14 Apr 2025, .*: ticket penalty from 10 to 12\.$/,
    )
    expect(await say(told, workAnswers.triggers, asked)).toBe('From 11 to 14 Apr 2025, no trigger fired.')
    expect(await say(told, workAnswers.outcomes, { ...asked, period: undefined })).toMatch(
      /^From 15 Jan to 14 Apr 2025, no message was sent and 1 task was done\./,
    )
  })

  test('is none of a time that had ended, nor of a past day that is looked at', async () => {
    const told = await venture()
    const before = { ...asked, period: dayOf(99) }
    expect(await say(told, workAnswers.alerts, before)).toBe('On 10 Apr 2025, no alert was raised.')
    const past = { ...asked, day: 50, period: dayOf(50) }
    expect(await say(told, workAnswers.alerts, past)).toBe('On 20 Feb 2025, no alert was raised.')
    expect(await say(told, workAnswers.outcomes, { ...past, period: undefined })).toMatch(
      /to 20 Feb 2025, no message was sent and no task was done\./,
    )
  })

  test('is of the day asked for where the data is real', async () => {
    const told = await venture()
    expect(await say(told, workAnswers.alerts, { ...asked, simulated: false })).toBe(
      'On 11 Apr 2025, no alert was raised.',
    )
  })

  test('for one customer says what is under way in words', async () => {
    const text = await say(await venture(), workAnswers.outcomes, { ...asked, of: 'Acme' })
    expect(text).toMatch(
      /^What was carried out for it:\n- P-\d+: a task, being carried out; \$0 a year at stake\.\nAcme is /,
    )
  })
})

test('that nothing was checked is told from checks that found nothing, and from failures', async () => {
  const told = await given(sql, { Acme: { logins: [100] } })
  const check = (day: number, component: string, state: string) => sql`
    insert into system_checks (venture_id, checked_at, component, state, reason)
    values (${told.made.ventureId}, ${noon(day)}, ${component}, ${state}, 'x')`
  await check(97, 'scores', 'healthy')
  await check(98, 'scores', 'healthy')
  await check(98, 'campaigns', 'degraded')
  const last = async (day: number) =>
    (await say(told, workAnswers.system, { day: 100, period: dayOf(day) })).split('\n')[0]
  expect(await last(96)).toBe('On 7 Apr 2025, no check ran, so nobody knows how it was.')
  expect(await last(97)).toBe('On 8 Apr 2025, 1 check found no failure.')
  expect(await last(98)).toBe('On 9 Apr 2025, 1 of 1 check found a failure: campaigns.')
})

test('a gate that is not passed says what is so, not what was wished for', async () => {
  // Twelve leave in the thirty days of the baseline, and fourteen of the fewer that are left in those compared with it.
  const leaving = (day: number, count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `${day}/${index}`,
        { events: [{ day, isReactivation: false }], subscriptions: [], logins: [0] },
      ]),
    )
  const staying = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [`s${index}`, { logins: [100], subscriptions: [] }]),
  )
  const told = await given(sql, { ...staying, ...leaving(30, 12), ...leaving(90, 14) })
  const text = await say(told, workAnswers.gates, { day: 100 })
  // 14 of 34 after 12 of 46: 57.8 % more.
  expect(text).toContain(
    '- Retention improving: not passed: churn rose against its baseline (57.8 %; wanted is 5 % or more below, relative).',
  )
  expect(text).not.toContain('churn is below')
})

describe('settings', () => {
  test.each([
    ['what is the discount limit', /^As it is set now:\n- budget per customer monthly: \$[\d,]+\n/, /weight/],
    ['how many points do tickets count', /engagement weight: 40/, /budget/],
    [
      'what is the critical threshold',
      /From 70 on a customer is healthy, from 40 at risk, and below 40 critical\.$/,
      /budget/,
    ],
    ['what is the discussion about', /^What can be set/, /As it is set now/],
  ])('%s', async (words, has, hasNot) => {
    const text = await say(await given(sql, { Acme: {} }), workAnswers.settings, { day: 100, words })
    expect(text).toMatch(has)
    expect(text).not.toMatch(hasNot)
  })
})

test('the report is told by its first paragraph, and where the whole is', async () => {
  const told = await given(sql, { Acme: { logins: [100] } })
  const runId = uuidv7()
  await sql`
    insert into crew_runs (venture_id, id, as_of, known_at, writer)
    values (${told.made.ventureId}, ${runId}, ${on(100)}, ${noon(100)}, 'offline')`
  await storeReport(told.made.db, reportFixture({ runId }))
  expect(await say(told, workAnswers.report, { day: 100, door: 'mcp' })).toBe(
    'The latest report is as of 30 Jun 2026. The average health score is 68.2, over 1,874 customers; 91 of them are critical. The whole of it: the tool get_report.',
  )
  expect(await say(told, workAnswers.report, { day: 100, door: 'slack' })).toContain('The whole of it: /crew report.')
})

test('a digest is of the days asked for', async () => {
  // Seen a day before day 91, 40 of 40 points and 100 in all; 2 days before day 92, 60 of 70; 10 before day 100, 50 of 70.
  const told = await given(sql, { Acme: { logins: [90] } })
  expect(await say(told, workAnswers.digest, { day: 100, period: dayOf(92) })).toMatch(
    /^The average health score went from 100 on 2 Apr 2025 to 85\.7 on 3 Apr 2025\. No customer’s status changed\./,
  )
  expect(await say(told, workAnswers.digest, { day: 100 })).toMatch(
    /^The average health score went from 85\.7 on 4 Apr 2025 to 71\.4 on 11 Apr 2025\./,
  )
  expect(await say(told, workAnswers.digest, { day: 100, period: dayOf(100) })).toMatch(
    /^On 11 Apr 2025 the average health score was 71\.4, as on 10 Apr 2025\./,
  )
})

test('customers are counted where they have no users', async () => {
  const text = await say(await given(sql, { Acme: { logins: [100] }, Globex: {} }), workAnswers.status, { day: 100 })
  expect(text).toMatch(/^2 customers are loaded\. No user of theirs is loaded\. The newest day/)
})

test('overdue tasks are those that are overdue', async () => {
  const told = await given(sql, { Acme: { logins: [100] }, Globex: {} })
  const task = (index: number, title: string, due: number) => sql`
    insert into tasks (venture_id, id, customer_id, kind, title, body, status, due_at, created_at)
    values (${told.made.ventureId}, ${uuidv7()}, ${told.customers[index]?.id ?? ''}, 'call', ${title}, 'Ask', 'open', ${noon(due)}, ${noon(90)})`
  await task(0, 'Call Acme', 99)
  await task(1, 'Call Globex', 105)
  const overdue = await say(told, workAnswers.tasks, { day: 100, words: 'which tasks are overdue' })
  expect(overdue).toMatch(/^1 task is overdue, the first due on top:\n- T-\d+, due 10 Apr 2025, overdue: Call Acme$/)
  const its = await say(told, workAnswers.tasks, { day: 100, of: 'Globex' })
  expect(its).toMatch(
    /^1 task is open for this customer, the first due on top:\n- T-\d+, due 16 Apr 2025: Call Globex$/,
  )
})

test('help names a customer that is there, and few questions to an assistant', async () => {
  const told = await given(sql, { Globex: { logins: [1] } })
  const heard = await say(told, workAnswers.help, { day: 100, door: 'mcp' })
  expect(heard.match(/^- /gm)).toHaveLength(5)
  expect(heard).toContain('- Why is Globex at risk?')
  const seen = await say(told, workAnswers.help, { day: 100, door: 'mcp', words: 'list all the questions i can ask' })
  expect(seen.match(/^- /gm)?.length).toBeGreaterThan(25)
  expect(await say(await given(sql, {}), workAnswers.help, { day: 100 })).toContain('Why is Acme at risk?')
})
