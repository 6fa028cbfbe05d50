/** Groups of customers: from the facts and from what a refresh stored they are the same, and together they are everyone. */
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { createClient } from '../../db/client.ts'
import { customerSource, groupChurn, groupHealth, groupings, groupNps } from '../../db/queries/customer-groups.ts'
import { churnRule } from '../../db/queries/lifecycle.ts'
import { npsAnswers } from '../../db/queries/nps.ts'
import { churnInPeriod } from '../../db/queries/retention.ts'
import { revenueOn } from '../../db/queries/revenue.ts'
import { createTestVenture, propertyRuns, type TestVenture, testDatabaseUrl } from '../../db/test-database.ts'
import { customerHistory, knownAt, on, writeHistories } from '../health/history.fixture.ts'
import { refreshScores } from '../health/refresh-scores.ts'
import { runTool } from '../run-tool.ts'
import { defaultSettings } from '../settings/settings.ts'
import { testContext } from '../test-context.ts'
import { getSegments } from './get-segments.ts'

const sql = createClient(testDatabaseUrl())
afterAll(() => sql.end())

const attributes = fc.record({
  plan: fc.constantFrom(null, 'Basic', 'Pro'),
  contractPlan: fc.constantFrom(null, 'Pro', 'Enterprise'),
  industry: fc.constantFrom(null, 'Retail'),
  seats: fc.constantFrom(null, 3, 30, 300),
})
const surveys = fc.array(
  fc.record({
    customer: fc.nat(20),
    sent: fc.integer({ min: 0, max: 200 }),
    after: fc.option(fc.nat(40), { nil: null }),
    score: fc.integer({ min: 0, max: 10 }),
  }),
  { maxLength: 30 },
)
const members = fc.array(fc.tuple(customerHistory, attributes), { minLength: 1, maxLength: 12 })

type Generated<Values> = Values extends fc.Arbitrary<infer Value> ? Value : never

async function write(made: TestVenture, customers: Generated<typeof members>, asked: Generated<typeof surveys>) {
  const ids = await writeHistories(
    made,
    customers.map(([history]) => history),
  )
  const { ventureId } = made
  for (const [index, [, { plan, contractPlan, industry, seats }]] of customers.entries()) {
    const customer = ids[index] ?? ''
    await sql`update customer_versions set plan = ${plan}, industry = ${industry}, seats = ${seats}
      where venture_id = ${ventureId} and customer_id = ${customer}`
    await sql`update subscription_versions set plan = ${contractPlan}
      where venture_id = ${ventureId} and customer_id = ${customer}`
  }
  for (const [index, { customer, sent, after, score }] of asked.entries()) {
    const instant = (day: number) => new Date(Date.parse(`${on(day)}T12:00:00Z`))
    await sql`
      insert into survey_responses (venture_id, id, customer_id, source, external_id, kind, sent_at, answered_at, score, recorded_at)
      values (${ventureId}, ${crypto.randomUUID()}, ${ids[customer % ids.length] ?? ''}, 'made', ${`s${index}`}, 'nps', ${instant(sent)},
        ${after === null ? null : instant(sent + after)}, ${after === null ? null : score}, ${new Date('2025-12-31')})`
  }
}

test('what a refresh stored says the same as the facts, and the parts add up to the whole', async () => {
  let compared = 0
  await fc.assert(
    fc.asyncProperty(
      members,
      surveys,
      fc.integer({ min: 20, max: 120 }),
      fc.integer({ min: 0, max: 60 }),
      fc.subarray([...groupings], { minLength: 2, maxLength: 2 }),
      async (customers, asked, first, later, chosen) => {
        const made = await createTestVenture(sql)
        await write(made, customers, asked)
        const day = first + later
        for (const [each, scope] of [
          [first, 'all'],
          [day, 'changed'],
        ] as const) {
          const now = new Date(`${on(each)}T12:00:00Z`)
          await runTool(refreshScores, { scope }, await testContext(made, { now, knownAt, asOf: on(each) }))
        }
        const at = { asOf: on(day), knownAt }
        const period = { from: on(day - 20), until: on(day + 1) }
        const rule = await churnRule(made.db, at, defaultSettings)
        const everyone = await churnInPeriod(made.db, { ...at, ...period }, rule, defaultSettings)
        const answers = await npsAnswers(made.db, { ...at, windowDays: 30 })
        const { mrrMinor, payingCustomers } = await revenueOn(made.db, at)
        expect(await customerSource(made.db, at, 1)).toBe('states')
        for (const by of chosen) {
          const health = async (source: 'states' | 'facts') =>
            groupHealth(made.db, { ...at, by, source, movers: 5 }, defaultSettings)
          const fromFacts = await health('facts')
          expect(await health('states')).toEqual(fromFacts)
          const { total, groups } = fromFacts
          // Histories may hold a contract older than its customer.
          if (customers.every(([{ signedUp }]) => signedUp <= day))
            expect(total).toMatchObject({ mrrMinor, payingCustomers })
          for (const count of ['customers', 'healthy', 'critical', 'churned', 'mrrMinor', 'payingCustomers'] as const)
            expect(groups.reduce((sum, group) => sum + group[count], 0)).toBe(total[count])

          const churn = async (source: 'states' | 'facts') =>
            groupChurn(made.db, { ...at, ...period, by, source }, rule, defaultSettings)
          const left = await churn('facts')
          expect(await churn('states')).toEqual(left)
          for (const count of ['activeAtStart', 'churned', 'leftInAll', 'stoppedPaying'] as const)
            expect(left.reduce((sum, group) => sum + group[count], 0)).toBe(everyone[count])

          const nps = async (source: 'states' | 'facts') =>
            groupNps(made.db, { ...at, by, from: on(day - 29), until: on(day + 1), source })
          const answered = await nps('facts')
          expect(await nps('states')).toEqual(answered)
          for (const count of ['responses', 'promoters', 'detractors', 'sentCount', 'answeredCount'] as const)
            expect(answered.reduce((sum, group) => sum + group[count], 0)).toBe(answers[count])
          compared++
        }
      },
    ),
    // The statement over all facts is planned anew each time, which is most of a run: few, and a failure is not shrunk.
    { numRuns: propertyRuns(12), endOnFailure: true },
  )
  expect(compared).toBeGreaterThan(0)
}, 120_000)

test('two plans worked by hand', async () => {
  const made = await createTestVenture(sql)
  const quiet = { signedUp: 0, isTrial: null, logins: [], uses: [], tickets: [], events: [] }
  const paying = (from: number, until: number | null, mrrMinor: number) => ({
    ...quiet,
    subscriptions: [{ from, until, isTrial: false, mrrMinor }],
  })
  const plan = (contractPlan: 'Pro' | 'Enterprise') => ({
    plan: null,
    contractPlan,
    industry: null,
    seats: null,
  })
  // Pro: 50 and 70 a month, one of which ended on day 40. Enterprise: 200 a month. On day 80 the first has churned (its
  // end lies 40 days back), so of two Pro customers on day 30 one left: 50 %. A churned customer's plan is its record's.
  await write(
    made,
    [
      [paying(0, 40, 5000), plan('Pro')],
      [paying(0, null, 7000), plan('Pro')],
      [paying(0, null, 20_000), plan('Enterprise')],
    ],
    [],
  )
  await sql`update customer_versions set plan = 'Pro' where venture_id = ${made.ventureId} and customer_id in (
    select customer_id from subscription_versions where venture_id = ${made.ventureId} and mrr_minor = 5000)`
  const at = { asOf: on(80), knownAt, by: 'plan' as const, source: 'facts' as const }
  const { groups, total } = await groupHealth(made.db, { ...at, movers: 0 }, defaultSettings)
  expect(groups.map(({ name, customers, churned, mrrMinor }) => [name, customers, churned, mrrMinor])).toEqual([
    ['Enterprise', 1, 0, 20_000],
    ['Pro', 2, 1, 7000],
  ])
  expect(total).toMatchObject({ customers: 3, mrrMinor: 27_000, payingCustomers: 2 })
  expect(await groupChurn(made.db, { ...at, from: on(30), until: on(81) }, 'subscription', defaultSettings)).toEqual([
    { name: 'Enterprise', activeAtStart: 1, churned: 0, leftInAll: 0, stoppedPaying: 0 },
    { name: 'Pro', activeAtStart: 2, churned: 1, leftInAll: 1, stoppedPaying: 0 },
  ])
})

test('a segment is its active customers, churn of the last settled month and answers of the days asked for', async () => {
  const made = await createTestVenture(sql)
  const customer = (until: number | null, isTrial = false) => ({
    signedUp: 0,
    isTrial,
    logins: [],
    uses: [],
    tickets: [],
    events: [],
    subscriptions: [{ from: 0, until, isTrial, mrrMinor: isTrial ? 0 : 5000 }],
  })
  const pro = { plan: 'Pro', contractPlan: 'Pro', industry: null, seats: null } as const
  // As of day 100 (11 April): two pay, one left in February (day 40), one stopped on day 90 and is still counted, one is a trial.
  await write(
    made,
    [customer(null), customer(null), customer(40), customer(90), customer(null, true)].map((each) => [each, pro]),
    [
      { customer: 0, sent: 20, after: 1, score: 10 },
      { customer: 1, sent: 95, after: 1, score: 2 },
    ],
  )
  const context = await testContext(made, { asOf: on(100), knownAt })
  const segment = async (input: object) => (await runTool(getSegments, { by: 'plan', ...input }, context)).output
  const { segments, from, until, minResponses } = await segment({})
  expect([from, until]).toEqual(['2025-02-01', '2025-03-01'])
  expect(segments).toMatchObject([
    { name: 'Pro', customers: 5, activeCustomers: 3, churned: 1, trial: 1, activeAtStart: 4, churnedInPeriod: 1 },
  ])
  expect(segments[0]).toMatchObject({ churnRatePercent: 25, stoppedPaying: 0, npsResponses: 1, nps: null })
  expect(minResponses).toBeGreaterThan(2)
  expect((await segment({ from: on(80) })).segments).toMatchObject([
    { activeAtStart: 3, churnedInPeriod: null, churnRatePercent: null, stoppedPaying: 1, npsResponses: 1 },
  ])
  expect((await segment({ from: on(21), until: on(97) })).segments[0]?.npsResponses).toBe(2)
  expect((await segment({ from: on(22), until: on(96) })).segments[0]?.npsResponses).toBe(0)
})

test('without a refresh of the day, or with something marked since, customers are judged from the facts', async () => {
  const made = await createTestVenture(sql)
  const at = { asOf: on(100), knownAt }
  expect(await customerSource(made.db, at, 1)).toBe('facts')
  const now = new Date(`${at.asOf}T12:00:00Z`)
  await runTool(refreshScores, {}, await testContext(made, { now, ...at }))
  expect(await customerSource(made.db, at, 1)).toBe('states')
  expect(await customerSource(made.db, at, 2)).toBe('facts')
  expect(await customerSource(made.db, { ...at, asOf: on(99) }, 1)).toBe('facts')
  expect(await customerSource(made.db, { ...at, knownAt: new Date(knownAt.getTime() - 1) }, 1)).toBe('facts')
  await sql`insert into score_marks (venture_id, customer_id, since_on, recorded_at)
    values (${made.ventureId}, ${crypto.randomUUID()}, ${on(90)}, ${knownAt})`
  expect(await customerSource(made.db, at, 1)).toBe('facts')
})
