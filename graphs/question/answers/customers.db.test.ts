/** What is said of customers, beside the rows it is said of. Days count from 1 January 2025, which is day 0. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClient, type Sql } from '../../../db/client.ts'
import { testDatabaseUrl } from '../../../db/test-database.ts'
import { customerAnswers } from './customers.ts'
import { given, pays, say } from './told.fixture.ts'

let sql: Sql
beforeAll(() => {
  sql = createClient(testDatabaseUrl())
})
afterAll(() => sql.end())

const every = (days: number, from: number, to: number) =>
  Array.from({ length: Math.ceil((to - from + 1) / days) }, (_, index) => from + index * days)
const march = { from: '2025-03-01', until: '2025-04-01' }

describe('how a score went over a month', () => {
  // Seen a day ago, 40 of 40 points and 100 in all; 4 days ago 30, which makes 60 of 70. Last seen a day before March
  // began, and 4 days before it ended; a week and more before both there was none for long.
  const logins = [20, 57, 75, 85]

  test('is from the day before it to its last day, of all', async () => {
    const venture = await given(sql, { Acme: { logins } })
    const text = await say(venture, customerAnswers.health_trend, { day: 200, period: march })
    expect(text).toBe(
      'The average health score of all customers fell from 100 on 28 Feb 2025 to 85.7 on 31 Mar 2025; of the days looked at, the lowest was 71.4 on 10 Mar 2025.',
    )
  })

  test('and of one customer, as long as it was there', async () => {
    const venture = await given(sql, { Acme: { logins, signedUp: 57 }, Globex: { logins: [1, 100], signedUp: 95 } })
    const of = (name: string, day: number) =>
      say(venture, customerAnswers.health_trend, { of: name, day, period: march })
    expect(await of('Acme', 200)).toMatch(/^Acme’s health score fell from 100 on 28 Feb 2025 to 85.7 on 31 Mar 2025;/)
    expect(await of('Globex', 200)).toBe('Globex was not a customer then: it came on 6 Apr 2025.')
  })

  test('what is shown alike is not said to rise', async () => {
    const venture = await given(sql, { Acme: { logins: every(2, 1, 120) } })
    const text = await say(venture, customerAnswers.health_trend, { of: 'Acme', day: 200, period: march })
    expect(text).toBe('Acme’s health score was 100 on 31 Mar 2025, as on 28 Feb 2025.')
  })
})

test('the average of a month before is compared with that of the same customers', async () => {
  // Acme has 100 on day 100, and on day 70 had 30 of 70; Globex came on day 90 and has 60 of 70. Of both now 92.9; of Acme 100.
  const venture = await given(sql, { Acme: { logins: [1, 100] }, Globex: { logins: [95], signedUp: 90 } })
  const text = await say(venture, customerAnswers.health, { day: 100 })
  expect(text).toContain('The average health score is 92.9, over 2 customers.')
  expect(text).toContain('1 of them had a score a month ago too, on average 42.9 then and 100 now.')
})

test('what was so on a day that has passed names the day', async () => {
  const venture = await given(sql, { Acme: { logins: every(2, 1, 120) } })
  const text = await say(venture, customerAnswers.health, {
    day: 200,
    period: { from: '2025-03-01', until: '2025-04-01' },
  })
  expect(text).toMatch(/^On 31 Mar 2025 the average health score was /)
})

test('a time before the records is said to be before them', async () => {
  const venture = await given(sql, { Acme: { logins: [20, 57] } })
  const period = { from: '2024-01-01', until: '2025-01-01' }
  for (const answerer of [customerAnswers.at_risk, customerAnswers.health, customerAnswers.health_trend]) {
    const text = await say(venture, answerer, { day: 100, period })
    expect(text).toBe('The records of use begin on 21 Jan 2025, so there is nothing for that time.')
  }
})

describe('the probability that a customer leaves', () => {
  const venture = () =>
    given(sql, {
      ...Object.fromEntries(['Acme', 'Globex', 'Initech'].map((name) => [name, { logins: every(2, 0, 300) }])),
      // Never seen, so at risk on the days looked at (30, 60 and so on to 180); they leave on day 200, within 90 days of
      // three of the four on which they were 90 days old.
      ...Object.fromEntries(['Hooli', 'Umbrella'].map((name) => [name, { subscriptions: [{ ...pays, until: 200 }] }])),
      Stark: { logins: [0] },
      Wayne: { isTrial: true },
    })

  test('is told by what was seen, where nobody like it left', async () => {
    const text = await say(await venture(), customerAnswers.churn_probability, { of: 'Acme', day: 300 })
    expect(text).toMatch(
      /^Of 3 customers like Acme none left within 90 days; the estimate is under \d{1,2}(?:\.\d)? %\.$/,
    )
  })

  test('is an estimate with its counts, where some did', async () => {
    const text = await say(await venture(), customerAnswers.churn_probability, { of: 'Stark', day: 300 })
    expect(text).toMatch(
      /^Stark leaves with a probability of 29\.2 %, between [\d.]+ % and [\d.]+ % with the given uncertainty\. It is estimated from customers like it: in 6 of 12 cases they left within 90 days; drawn strongly, for there are few, to the average of all\.$/,
    )
    expect(text).not.toContain('observed')
  })

  test('is not told of one that has left or is on trial', async () => {
    const made = await venture()
    expect(await say(made, customerAnswers.churn_probability, { of: 'Hooli', day: 300 })).toBe(
      'Hooli has left already, so there is no probability of it.',
    )
    expect(await say(made, customerAnswers.churn_probability, { of: 'Wayne', day: 300 })).toBe(
      'Wayne is on trial, and a churn probability is of those that stayed after it.',
    )
  })
})

describe('one customer', () => {
  const venture = async () => {
    const found = await given(sql, {
      Acme: { signedUp: 3, logins: [99] },
      Globex: { signedUp: 5, logins: [99], subscriptions: [] },
      Hooli: { signedUp: 7, subscriptions: [{ ...pays, until: 50 }], events: [{ day: 50, isReactivation: false }] },
      Wayne: { signedUp: 60, isTrial: true, logins: [99] },
    })
    await sql`update churn_events set reason_code = 'onboarding_how_to' where venture_id = ${found.made.ventureId}`
    return found
  }
  const said = async (name: string) => say(await venture(), customerAnswers.customer, { of: name, day: 100 })

  test('that pays, and one that does not', async () => {
    expect(await said('Acme')).toContain('It pays $50 a month and has been a customer since 4 Jan 2025.')
    const unpaid = await said('Globex')
    expect(unpaid).toContain('It pays nothing now and has been a customer since 6 Jan 2025.')
    expect(unpaid).not.toContain('$0')
  })

  test('that left is said to have left, when and why', async () => {
    const text = await said('Hooli')
    expect(text).toBe('Hooli left on 20 Feb 2025 (reason: onboarding how to). It came on 8 Jan 2025.')
    const moved = await say(await venture(), customerAnswers.why_moved, { of: 'Hooli', day: 100 })
    expect(moved).toMatch(/^Hooli left on 20 Feb 2025\./)
  })

  test('on trial', async () => {
    const text = await said('Wayne')
    expect(text).toMatch(/^Wayne has been on trial since 2 Mar 2025\./)
    expect(text).not.toContain('pays')
  })

  test('before it came', async () => {
    const period = { from: '2025-01-01', until: '2025-01-03' }
    for (const answerer of [customerAnswers.customer, customerAnswers.why_customer, customerAnswers.why_moved]) {
      const text = await say(await venture(), answerer, { of: 'Acme', day: 100, period })
      expect(text).toBe('Acme was not a customer then: it came on 4 Jan 2025.')
    }
  })

  test('is named once in why it is at risk', async () => {
    const made = await given(sql, { Acme: { logins: [1], tickets: [{ opened: 60, closed: null, isPending: false }] } })
    const text = await say(made, customerAnswers.why_customer, { of: 'Acme', day: 100 })
    expect(text.match(/Acme/g)).toHaveLength(1)
    expect(text).toMatch(/^Acme is critical, with a health score of [\d.]+\. The main reason is /)
  })
})
