/** What is said of all customers and of groups, beside the rows it is said of. Days count from 1 January 2025, which is day 0. */
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClient, type Sql } from '../../../db/client.ts'
import { testDatabaseUrl } from '../../../db/test-database.ts'
import { UserError } from '../../../errors.ts'
import { type CustomerHistory, on } from '../../../tools/health/history.fixture.ts'
import { measureAnswers } from './measures.ts'
import { given, say, type Told } from './told.fixture.ts'

let sql: Sql
beforeAll(() => {
  sql = createClient(testDatabaseUrl())
})
afterAll(() => sql.end())

const pays = (from: number, until: number | null = null, mrrMinor = 5_000): Partial<CustomerHistory> => ({
  signedUp: from,
  subscriptions: [{ from, until, isTrial: false, mrrMinor }],
})
const trial: Partial<CustomerHistory> = {
  isTrial: true,
  subscriptions: [{ from: 0, until: null, isTrial: true, mrrMinor: 0 }],
}
const basic = { dimension: 'plan' as const, name: 'Basic' }
const pro = { dimension: 'plan' as const, name: 'Pro' }
const march = { from: '2025-03-01', until: '2025-04-01' }
const longAgo = { from: '2024-01-01', until: '2025-01-01' }

/** Plans by customer: of the record and of its subscriptions. */
async function onPlans({ made, customers }: Told, plans: Record<string, string>) {
  for (const { id, name } of customers) {
    const plan = plans[name] ?? 'Basic'
    const mine = sql`where venture_id = ${made.ventureId} and customer_id = ${id}`
    await sql`update customer_versions set plan = ${plan} ${mine}`
    await sql`update subscription_versions set plan = ${plan} ${mine}`
  }
}

const instant = (day: number) => new Date(`${on(day)}T12:00:00Z`)

describe('plans beside each other in March', () => {
  // March is day 59 to 89. Acme and Globex pay 50; Globex stops on day 65, which counts from day 95 on. Initech left before
  // March, Hooli is a trial, and Umbrella, on Pro, pays 200.
  const plans = async () => {
    const told = await given(sql, {
      Acme: pays(0),
      Globex: pays(0, 65),
      Initech: pays(0, 20),
      Hooli: trial,
      Umbrella: pays(0, null, 20_000),
    })
    await onPlans(told, { Umbrella: 'Pro' })
    return told
  }

  test('are their active customers then, and who left in March by all that is known now', async () => {
    const told = await plans()
    const asked = { day: 150, period: march, groups: [basic, pro] }
    const text = await say(told, measureAnswers.segments, asked)
    expect(text.split('\n')).toEqual([
      'By main plan, as of 31 Mar 2025, with churn from 1 to 31 Mar 2025:',
      '- Basic: 2 active customers, $50 a month and churn of 50 % (1 of 2).',
      '- Pro: 1 active customer, $200 a month and churn of 0 % (0 of 1).',
    ])
    expect(await say(told, measureAnswers.churn_rate, { ...asked, groups: [basic] })).toBe(
      'From 1 to 31 Mar 2025 the churn rate of Basic was 50 %: 1 of 2 customers left.',
    )
    expect(await say(told, measureAnswers.churn_rate, asked)).toBe(
      'By main plan, with churn from 1 to 31 Mar 2025:\n- Basic: churn of 50 % (1 of 2).\n- Pro: churn of 0 % (0 of 1).',
    )
  })

  test('pay what the customers pay whose main plan it is', async () => {
    expect(await say(await plans(), measureAnswers.revenue, { day: 150, period: march, groups: [basic] })).toBe(
      'On 31 Mar 2025 the customers whose main plan is Basic paid $50 a month, 20 % of all MRR.',
    )
  })

  test('a plan and a country are not compared with each other', async () => {
    const groups = [basic, { dimension: 'country' as const, name: 'DE' }]
    await expect(say(await plans(), measureAnswers.segments, { day: 150, groups })).rejects.toThrow(UserError)
  })

  test('the most churn stands first where it is asked for, and nothing else is said', async () => {
    const text = await say(await plans(), measureAnswers.segments, {
      day: 150,
      period: march,
      words: 'which plan has the highest churn',
    })
    expect(text.split('\n').map((line) => line.slice(0, 8))).toEqual(['By main ', '- Basic:', '- Pro: c'])
    expect(text).not.toContain('a month')
  })

  test('before the first customer there are no records', async () => {
    const asked = { day: 150, period: longAgo, groups: [basic, pro] }
    for (const answerer of [measureAnswers.segments, measureAnswers.churn_rate, measureAnswers.revenue])
      expect(await say(await plans(), answerer, asked)).toBe(
        'The records of subscriptions begin on 1 Jan 2025, so there is nothing for that time.',
      )
  })
})

describe('who left', () => {
  // As of day 150 (31 May) churn is known up to day 120 (1 May). Of two there on 1 January one left in March, one that came
  // in January left in April, and one stopped on day 140.
  const customers = { Acme: pays(-5), Globex: pays(-5, 70), Initech: pays(10, 100), Hooli: pays(5, 140) }
  const thisYear = { from: '2025-01-01', until: '2025-06-01' }

  test('is said with those that came in between, and who is not counted yet', async () => {
    const told = await given(sql, customers)
    const asked = { day: 150, period: thisYear }
    expect(await say(told, measureAnswers.churn_rate, { ...asked, words: 'how many customers left #period' })).toBe(
      '2 customers left from 1 Jan to 31 May 2025, 1 of them of the 2 there on 1 Jan 2025 (50 %). That is not final: 1 more customer stopped paying from 2 to 31 May 2025, and one counts as gone 30 days after that.',
    )
    expect(await say(told, measureAnswers.churn_rate, { ...asked, words: 'churn rate #period' })).toMatch(
      /^From 1 Jan to 31 May 2025 the churn rate was 50 %: 1 of 2 customers left\. With those that came only during that time, 2 left\. That is not final:/,
    )
  })

  test('may be nobody of those there when it began', async () => {
    const told = await given(sql, { Acme: pays(-5), Globex: pays(10, 70) })
    const asked = { day: 150, period: { from: '2025-01-01', until: '2025-05-02' }, words: 'how many customers left' }
    expect(await say(told, measureAnswers.churn_rate, asked)).toBe(
      '1 customer left from 1 Jan to 1 May 2025, none of the 1 there on 1 Jan 2025 (0 %).',
    )
  })

  test('is not known of the last days, and no rate is said of them', async () => {
    const told = await given(sql, customers)
    const text = await say(told, measureAnswers.churn_rate, {
      day: 150,
      period: { from: '2025-05-02', until: '2025-06-01' },
    })
    expect(text).toBe(
      'It is not known yet which customers left from 2 to 31 May 2025, for one counts as gone 30 days after it stopped paying. 1 customer has stopped paying in that time. 2 customers were there when it began.',
    )
  })

  test('is of the last month that is all known, where no time is named', async () => {
    const told = await given(sql, customers)
    await onPlans(told, {})
    expect(await say(told, measureAnswers.churn_rate, { day: 150 })).toMatch(/^From 1 to 30 Apr 2025 /)
    expect(await say(told, measureAnswers.churn_rate, { day: 150, groups: [basic] })).toBe(
      'From 1 to 30 Apr 2025 the churn rate of Basic was 33.3 %: 1 of 3 customers left.',
    )
  })
})

test('MRR is of the last day, with the day before the time that it is compared with', async () => {
  // On 28 February (day 58) 50 and 70; in March the 70 leaves and 20 comes.
  const told = await given(sql, { Acme: pays(0), Globex: pays(0, 65, 7_000), Initech: pays(70, null, 2_000) })
  expect(await say(told, measureAnswers.revenue, { day: 150, period: march })).toBe(
    'MRR was $70 on 31 Mar 2025, from 2 customers, down from $120 on 28 Feb 2025: $70 lost, $0 reduced, $0 expanded and $20 new. ARR was $840. Over that time net revenue retention was 41.7 %, gross 41.7 %.',
  )
})

test('what one customer paid names the day it is said of', async () => {
  const told = await given(sql, { Acme: pays(0, 100) })
  const asked = { day: 150, of: 'Acme' }
  expect(await say(told, measureAnswers.revenue, { ...asked, period: march })).toBe(
    'On 31 Mar 2025 Acme paid $50 a month, $600 a year.',
  )
  expect(await say(told, measureAnswers.revenue, asked)).toBe('Acme pays nothing.')
})

test('each cohort is named by its month, the first first', async () => {
  const told = await given(sql, { Acme: pays(5), Globex: pays(40), Initech: pays(41, 60) })
  const asked = { day: 150, period: { from: '2025-01-01', until: '2025-06-01' } }
  expect(await say(told, measureAnswers.retention, asked)).toBe(
    [
      'Of the new customers of each month, still there:',
      '- January 2025, 1 new customer: 100 % after one month and 100 % after a quarter.',
      '- February 2025, 2 new customers: 50 % after one month and 50 % after a quarter.',
    ].join('\n'),
  )
  expect(await say(told, measureAnswers.retention, { day: 150, period: march })).toBe(
    'Nobody became a customer in that time.',
  )
  expect(await say(told, measureAnswers.retention, { day: 150, period: longAgo })).toMatch(/begin on 6 Jan 2025/)
})

test('who never used a feature has not got there', async () => {
  const uses = [{ day: 9, feature: 'boards' }]
  const told = await given(sql, {
    Acme: { signedUp: 5, uses },
    Globex: { signedUp: 5 },
    Initech: { signedUp: 6, uses },
  })
  expect(await say(told, measureAnswers.time_to_value, { day: 60 })).toMatch(
    /^Half of the 3 customers that signed up from .* first used a feature within 4 days\. Within a week it was 66\.7 %\. 2 of 3 have got there by now\.$/,
  )
})

describe('NPS of a plan', () => {
  test('is of the answers of the time asked for, and says how many there are where that is not enough', async () => {
    const told = await given(sql, { Acme: pays(0), Globex: pays(0), Umbrella: pays(0) })
    await onPlans(told, { Umbrella: 'Pro' })
    for (const [index, { id }] of told.customers.entries())
      for (const day of [70, 140 + index])
        await sql`
          insert into survey_responses (venture_id, id, customer_id, source, external_id, kind, sent_at, answered_at, score, recorded_at)
          values (${told.made.ventureId}, ${uuidv7()}, ${id}, 'made', ${`${id}-${day}`}, 'nps', ${instant(day - 1)}, ${instant(day)}, 9, ${instant(200)})`
    const npsOf = (asked: object) => say(told, measureAnswers.nps, { day: 150, groups: [basic], ...asked })
    expect(await npsOf({ period: march })).toBe(
      'Basic: 2 answers from 1 to 31 Mar 2025, and 100 are needed for an NPS.',
    )
    expect(await npsOf({ period: { from: '2025-05-01', until: '2025-05-22' } })).toBe(
      'Basic: 1 answer from 1 to 21 May 2025, and 100 are needed for an NPS.',
    )
    expect(await npsOf({ period: { from: '2025-04-01', until: '2025-05-01' } })).toBe(
      'Basic: no answer from 1 to 30 Apr 2025, and 100 are needed for an NPS.',
    )
    expect(await npsOf({ period: march, groups: [basic, pro] })).toBe(
      [
        'By main plan:',
        '- Basic: 2 answers from 1 to 31 Mar 2025, and 100 are needed for an NPS.',
        '- Pro: 1 answer from 1 to 31 Mar 2025, and 100 are needed for an NPS.',
      ].join('\n'),
    )
  })
})
