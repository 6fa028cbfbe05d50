/** What is said of use, tickets and what customers wrote. Days count from 1 January 2025, which is day 0. */
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClient, type Sql } from '../../../db/client.ts'
import { testDatabaseUrl } from '../../../db/test-database.ts'
import { embedFeedback } from '../../../tools/feedback/embed-feedback.ts'
import { hashingEmbedder } from '../../../tools/feedback/hashing-embedder.ts'
import { on } from '../../../tools/health/history.fixture.ts'
import { measureAnswers } from './measures.ts'
import { given, say } from './told.fixture.ts'

let sql: Sql
beforeAll(() => {
  sql = createClient(testDatabaseUrl())
})
afterAll(() => sql.end())

const march = { from: '2025-03-01', until: '2025-04-01' }
const longAgo = { from: '2024-01-01', until: '2025-01-01' }

describe('tickets', () => {
  // March is day 59 to 89. Before it one was opened and closed in it, in it two were opened and one of them closed, one stands
  // pending since, and one was opened after it.
  const ticket = (opened: number, closed: number | null, isPending = false) => ({ opened, closed, isPending })
  const acme = { tickets: [ticket(40, 65), ticket(60, 62), ticket(85, null, true), ticket(100, null)] }
  const globex = { tickets: [ticket(10, 20)] }

  test('of a time are those opened and closed in it, beside how many stood open at its end', async () => {
    const told = await given(sql, { Acme: acme, Globex: globex })
    const inMarch = { day: 120, period: march }
    expect(await say(told, measureAnswers.tickets, inMarch)).toBe(
      '2 tickets were opened and 2 closed from 1 to 31 Mar 2025; 1 ticket was pending and none open on 31 Mar 2025.',
    )
    expect(await say(told, measureAnswers.tickets, { ...inMarch, of: 'Globex' })).toBe(
      'No ticket was opened and 0 closed from 1 to 31 Mar 2025; no ticket was open or pending on 31 Mar 2025.',
    )
    expect(await say(told, measureAnswers.tickets, { day: 120 })).toBe('1 ticket is open and 1 pending.')
    expect(await say(told, measureAnswers.tickets, { day: 120, words: 'how many tickets were opened' })).toBe(
      '1 ticket was opened and 0 closed from 2 Apr to 1 May 2025; 1 ticket is open and 1 pending.',
    )
  })

  test('of one customer are named, the oldest first', async () => {
    const told = await given(sql, { Acme: acme, Globex: globex })
    await sql`update support_ticket_versions set subject = 'The export is slow' where venture_id = ${told.made.ventureId}`
    const rows = await sql<{ externalId: string }[]>`
      select external_id from support_tickets where venture_id = ${told.made.ventureId} order by opened_at desc limit 2`
    const [younger, older] = rows.map(({ externalId }) => externalId)
    const text = await say(told, measureAnswers.tickets, { day: 120, of: 'Acme' }).catch(String)
    expect(text.split('\n')).toEqual([
      '1 ticket is open and 1 pending.',
      `- ${older}: “The export is slow”, 35 days old.`,
      `- ${younger}: “The export is slow”, 20 days old.`,
    ])
    expect(await say(told, measureAnswers.tickets, { day: 120, of: 'Globex' })).toBe('No ticket is open or pending.')
  })

  test('of a time before the first there are no records', async () => {
    const told = await given(sql, { Acme: acme })
    expect(await say(told, measureAnswers.tickets, { day: 120, period: longAgo })).toBe(
      'The records of tickets begin on 10 Feb 2025, so there is nothing for that time.',
    )
    const none = await given(sql, { Acme: { tickets: [] } })
    expect(await say(none, measureAnswers.tickets, { day: 120 })).toBe('No records of tickets were ever loaded.')
  })
})

describe('use', () => {
  const uses = (...days: number[]) => days.map((day) => ({ day, feature: 'boards' }))

  test('is of customers where the events name no users', async () => {
    const told = await given(sql, { Acme: { uses: uses(70, 95) }, Globex: { uses: uses(72) }, Initech: {} })
    expect(await say(told, measureAnswers.usage, { day: 98 })).toBe(
      '2 customers used it in the 28 days to 9 Apr 2025, 100 % more than in the 28 days before. Which of their people did is not recorded. Uses of features rose by 100 %.',
    )
  })

  test('is of people where they are named, and a fall is said to be one', async () => {
    const told = await given(sql, { Acme: { uses: uses(60, 61, 95) } })
    const userId = uuidv7()
    const [acme] = told.customers
    await sql`insert into customer_users (venture_id, id, customer_id, source, external_id, recorded_at)
      values (${told.made.ventureId}, ${userId}, ${acme?.id ?? ''}, 'made', 'u1', ${new Date('2025-12-31')})`
    await sql`update usage_daily set user_id = ${userId} where venture_id = ${told.made.ventureId}`
    expect(await say(told, measureAnswers.usage, { day: 98 })).toBe(
      '1 person used it in the 28 days to 9 Apr 2025, as many as in the 28 days before. Stickiness, a day’s users to a month’s, is 0 %. Uses of features fell by 50 %.',
    )
  })

  test('of a time before the first there are no records, and features are said with their days', async () => {
    const told = await given(sql, { Acme: { uses: uses(70) } })
    for (const answerer of [measureAnswers.usage, measureAnswers.adoption])
      expect(await say(told, answerer, { day: 98, period: longAgo })).toBe(
        'The records of use begin on 12 Mar 2025, so there is nothing for that time.',
      )
    expect(await say(told, measureAnswers.adoption, { day: 120, period: march })).toBe(
      'Used most from 2 to 31 Mar 2025:\n- boards: 1 customer, 100 % of the active ones.',
    )
  })
})

describe('what customers wrote', () => {
  test('names its days, and a subject that no words come near to is looked for by its category', async () => {
    const told = await given(sql, { Acme: {} })
    const [acme] = told.customers
    const write = (day: number, category: string | null, body: string) => sql`
      insert into feedback (venture_id, id, customer_id, source, external_id, origin, category, occurred_at, body, recorded_at)
      values (${told.made.ventureId}, ${uuidv7()}, ${acme?.id ?? ''}, 'made', ${`f${day}`}, 'exit_reason', ${category},
        ${new Date(`${on(day)}T12:00:00Z`)}, ${body}, ${new Date('2025-12-31')})`
    await write(70, 'onboarding', 'Xyzzy quux')
    await write(75, null, 'Plugh')
    await embedFeedback(told.made.db, hashingEmbedder)
    const ask = (more: object) => say(told, measureAnswers.feedback, { day: 98, ...more })
    expect((await ask({})).split('\n')[0]).toBe(
      '2 texts were written from 10 Jan to 9 Apr 2025. Most of all: 1 about onboarding how to.',
    )
    expect(await ask({ topic: 'onboarding' })).toBe(
      'Nothing that was written comes near to that in its words. 1 text is filed under onboarding how to from 10 Apr 2024 to 9 Apr 2025.',
    )
    expect(await ask({ topic: 'onboarding', period: longAgo })).toBe(
      'The records of what customers wrote begin on 12 Mar 2025, so there is nothing for that time.',
    )
  })
})
