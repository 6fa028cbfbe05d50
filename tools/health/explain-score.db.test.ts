import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient, type Sql } from '../../db/client.ts'
import { dayScores } from '../../db/queries/scores.ts'
import { createTestVenture, propertyRuns, type TestVenture, testDatabaseUrl } from '../../db/test-database.ts'
import type { ToolContext } from '../define-tool.ts'
import { runTool } from '../run-tool.ts'
import { defaultSettings } from '../settings/settings.ts'
import { testContext } from '../test-context.ts'
import { explainScore } from './explain-score.ts'
import { explainSegmentScore } from './explain-segment-score.ts'
import { type CustomerHistory, on, writeHistories } from './history.fixture.ts'
import { parameters, venture } from './venture.fixture.ts'

let sql: Sql
beforeAll(() => {
  sql = createClient(testDatabaseUrl())
})
afterAll(() => sql.end())

const KNOWN_AT = new Date('2025-12-31T00:00:00Z')
const nobody: CustomerHistory = {
  signedUp: 0,
  isTrial: null,
  logins: [],
  uses: [],
  tickets: [],
  subscriptions: [],
  events: [],
}

/** Looks back from day `asOf`, as of when everything was loaded. */
function contextOn(made: TestVenture, asOf: number, overrides: Partial<ToolContext> = {}): Promise<ToolContext> {
  return testContext(made, { asOf: on(asOf), knownAt: KNOWN_AT, now: new Date('2026-01-15T12:00:00Z'), ...overrides })
}

test('a waterfall by hand', async () => {
  // From day 100 to day 130. On day 100, by version 2 (weights 40, 30, 30, ticket penalty 10), from what was loaded by then:
  // last login on day 99, 1 day ago: 40 of 40. No ticket was ever loaded: support is missing. Features alerts (day 50) and
  // boards (day 95): 5 × 2 = 10 of 30. Known weight 70: 100 × 50 ÷ 70 = 71.43.
  // Settings: version 3 has weights 50, 20, 30: 50 + 10 = 60 of 80: 75. + 3.57.
  // Missing data: tickets were first loaded on day 120, and none of theirs was open on day 100: 20 of 20. 80 of 100: 80. + 5.
  // Late data: a use of charts on day 98 became known on day 110: 3 features, 15: 85. + 5.
  // Time passing: on day 130 the login is 31 days old: 0, - 50. alerts of day 50 stays inside 90 days: 35. - 50.
  // Engagement: a login on day 125, 5 days ago: 50 × 30 ÷ 40 = 37.5: 72.5. + 37.5.
  // Support: two tickets opened on day 121, one closed on day 125: 20 × (30 − 10) ÷ 30 = 13.33: 65.83. - 6.67.
  // Value: drafts is used on day 126: 4 features, 20: 70.83. + 5.
  const made = await createTestVenture(sql)
  const [id = ''] = await writeHistories(made, [
    {
      ...nobody,
      logins: [99, 125],
      uses: [
        { day: 50, feature: 'alerts' },
        { day: 95, feature: 'boards' },
        { day: 98, feature: 'charts' },
        { day: 126, feature: 'drafts' },
      ],
      tickets: [
        { opened: 121, closed: 125, isPending: false },
        { opened: 121, closed: null, isPending: false },
      ],
    },
    // The venture had a ticket on day 90, of another customer; it too was loaded on day 120.
    { ...nobody, tickets: [{ opened: 90, closed: 91, isPending: false }] },
  ])
  const of = sql`where venture_id = ${made.ventureId}`
  for (const table of ['customers', 'customer_versions'])
    await sql`update ${sql(table)} set recorded_at = ${on(1)} ${of}`
  await sql`update usage_daily set recorded_at = used_on + 1 ${of}`
  await sql`update usage_daily set recorded_at = ${on(110)} ${of} and feature = 'charts'`
  for (const table of ['support_tickets', 'support_ticket_versions'])
    await sql`update ${sql(table)} set recorded_at = ${on(126)} ${of}`
  await saveSettings(made, { engagementWeight: 40, supportWeight: 30, valueWeight: 30 }, on(0))
  await saveSettings(made, { engagementWeight: 50, supportWeight: 20, valueWeight: 30 }, on(101))
  const context = await contextOn(made, 130)
  const { output, facts } = await runTool(explainScore, { customer: id, from: on(100) }, context)
  expect(output).toMatchObject({
    before: { score: 71.43, support: null, status: 'healthy' },
    after: { score: 70.83, engagement: 37.5, support: 13.33, value: 20 },
    change: -0.6,
    settingsBefore: 2,
    settingsAfter: 3,
    isKnownLater: false,
    timePassing: { engagement: -50, value: 0 },
  })
  expect(output.steps.map(({ step, points, scoreAfter }) => [step, points, scoreAfter])).toEqual([
    ['settings', 3.57, 75],
    ['missing_data', 5, 80],
    ['late_data', 5, 85],
    ['time_passing', -50, 35],
    ['engagement', 37.5, 72.5],
    ['support', -6.67, 65.83],
    ['value', 5, 70.83],
  ])
  // Time and engagement together: the login is 5 days old where it was 1: 12.5 points.
  expect(output.sentence).toMatch(
    /fell from 71\.4 on 11 Apr 2025 to 70\.8 on 11 May 2025, because the last login lies 5 days back instead of 1 day \(which takes 12\.5\) and open support tickets rose from 0 to 1 \(which takes 6\.7\); against that, records of tickets began to be loaded \(which adds 5\)\.$/,
  )
  expect(output.details.join(' ')).toMatch(/2 tickets opened and 1 closed/)
  expect(output.details.join(' ')).toMatch(
    /Newly used: drafts\..*Loaded for the first time since: tickets\..*Known only later: 1 record of/,
  )
  expect(facts.find(({ metric }) => metric === 'tickets_opened')).toMatchObject({
    value: 2,
    period: `${on(100)}/${on(131)}`,
  })
})

test('history that came in bulk counts as known in its time, and that is said', async () => {
  const made = await createTestVenture(sql)
  const [id = ''] = await writeHistories(made, [{ ...nobody, logins: [99] }])
  const { output } = await runTool(explainScore, { customer: id, from: on(100) }, await contextOn(made, 130))
  expect(output).toMatchObject({ isKnownLater: true, knownAtFirst: KNOWN_AT.toISOString(), change: -100 })
  expect(output.steps.filter(({ points }) => points !== 0)).toEqual([
    { step: 'time_passing', points: -100, scoreAfter: 0 },
  ])
  expect(output.sentence).toContain('because nobody has logged in since 10 Apr 2025 (which takes 100).')
})

test('no score at one end, nothing moved, and parts that cancel each other are said as they are', async () => {
  const made = await createTestVenture(sql)
  const [late = '', still = '', even = ''] = await writeHistories(made, [
    { ...nobody, signedUp: 110, logins: [120] },
    { ...nobody, logins: [100, 130], uses: [{ day: 100, feature: 'alerts' }] },
    // 40 to 30 for a login of 5 days ago; 5 to 15 for two more features.
    {
      ...nobody,
      logins: [100, 125],
      uses: ['alerts', 'boards', 'charts'].map((feature, index) => ({ day: index === 0 ? 100 : 120, feature })),
    },
  ])
  const context = await contextOn(made, 130)
  const why = async (customer: string) => (await runTool(explainScore, { customer, from: on(100) }, context)).output
  expect(await why(late)).toMatchObject({ before: null, change: null, steps: [] })
  expect((await why(late)).sentence).toMatch(
    /is 28\.6 on 11 May 2025; there was none on 11 Apr 2025: it was no customer then\.$/,
  )
  expect((await why(still)).sentence).toMatch(
    /is 64\.3 on 11 May 2025, as on 11 Apr 2025: nothing that it counts has changed\.$/,
  )
  expect((await why(even)).sentence).toMatch(
    /as on 11 Apr 2025: the last login lies 5 days back instead of 0 days \(which takes 14\.3\), made up for because features in use rose from 1 to 3 \(which adds 14\.3\)\.$/,
  )
})

test('days that are not before the as-of, and a customer that was not there yet, are refused by name', async () => {
  const made = await createTestVenture(sql)
  const [id = ''] = await writeHistories(made, [{ ...nobody, signedUp: 60, logins: [70] }])
  const context = await contextOn(made, 100)
  const refusal = (input: object) =>
    runTool(explainScore, { customer: id, ...input }, context).catch((error) => error.answer)
  expect(await refusal({ to: on(101) })).toMatchObject({ code: 'invalid_input', field: 'to', value: on(101) })
  expect(await refusal({ from: on(100) })).toMatchObject({ code: 'invalid_input', field: 'from', value: on(100) })
  expect(await refusal({ from: '2025-02-30' })).toMatchObject({ code: 'invalid_input', field: 'from' })
  expect(await refusal({ from: on(20), to: on(50) })).toMatchObject({ code: 'no_data', field: 'to', value: on(50) })
})

test('a segment’s parts add up to the change of its average, for any venture', async () => {
  await fc.assert(
    fc.asyncProperty(
      venture,
      parameters,
      parameters,
      fc.integer({ min: 40, max: 150 }),
      fc.integer({ min: 1, max: 60 }),
      fc.constantFrom(undefined, 'odd'),
      async (histories, settingsThen, settingsNow, from, length, plan) => {
        const made = await createTestVenture(sql)
        await writeHistories(made, histories)
        await sql`update customer_versions set plan = case when abs(hashtext(customer_id::text)) % 2 = 1 then 'Odd' else 'Even' end
          where venture_id = ${made.ventureId}`
        await saveSettings(made, settingsThen, '2025-01-01')
        await saveSettings(made, settingsNow, '2025-12-31')
        const context = await contextOn(made, from + length)
        const averageOn = async (day: string, settings: typeof settingsNow) => {
          const rows = await sql<{ score: string }[]>`
            select score from (${dayScores(made.db, { days: [day], knownAt: KNOWN_AT }, settings)}) scores
            join customer_versions on customer_versions.customer_id = scores.customer_id
            where status in ('healthy', 'at_risk', 'critical') and (${plan ?? null}::text is null or plan = 'Odd')`
          return rows.length === 0
            ? null
            : Math.round(rows.reduce((sum, { score }) => sum + Math.round(100 * Number(score)), 0) / rows.length) / 100
        }
        const hasPlan =
          plan === undefined ||
          (
            await sql`select from customer_versions
          where venture_id = ${made.ventureId} and plan = 'Odd' and signed_up_on <= ${on(from + length)}`
          ).length > 0
        if (!hasPlan) return
        const asked = { from: on(from), ...(plan === undefined ? {} : { plan }) }
        const { output } = await runTool(explainSegmentScore, asked, context)
        expect(output.averageBefore).toBe(await averageOn(on(from), settingsThen))
        expect(output.averageAfter).toBe(await averageOn(on(from + length), settingsNow))
        expect(output.stayed + output.left).toBe(output.customersBefore)
        expect(output.stayed + output.joined).toBe(output.customersAfter)
        if (output.averageBefore === null || output.averageAfter === null) {
          expect(output.steps).toEqual([])
          return
        }
        const hundredths = (points: number) => Math.round(points * 100)
        expect(output.steps.reduce((sum, { points }) => sum + hundredths(points), 0)).toBe(
          hundredths(output.averageAfter) - hundredths(output.averageBefore),
        )
        const time = output.steps.find(({ step }) => step === 'time_passing')?.points ?? 0
        expect(hundredths(output.timePassing.engagement) + hundredths(output.timePassing.value)).toBe(hundredths(time))
      },
    ),
    { numRuns: propertyRuns(40) },
  )
}, 120_000)

test('an average by hand', async () => {
  // Day 101 to 130; logins and features are loaded, 70 of the weight. Day 101: Ann logged in that day 40 + 5 of 70: 64.29; Bob 8 days ago 20 + 5: 35.71.
  // Cat comes on day 110 and logs in on day 130: 40 + 0 of 70: 57.14. Average before (64.29 + 35.71) ÷ 2 = 50.
  // Day 130: Ann not again, 29 days: 20 + 5: 35.71. Bob on day 130: 40 + 5: 64.29. Of the two that stayed 50 again; by Cat
  // (64.29 + 35.71 + 57.14) ÷ 3 = 52.38.
  const made = await createTestVenture(sql)
  const feature = [{ day: 90, feature: 'alerts' }]
  await writeHistories(made, [
    { ...nobody, logins: [101], uses: feature },
    { ...nobody, logins: [93, 130], uses: feature },
    { ...nobody, signedUp: 110, logins: [130] },
  ])
  const { output } = await runTool(explainSegmentScore, { from: on(101) }, await contextOn(made, 130))
  expect(output).toMatchObject({
    averageBefore: 50,
    averageAfter: 52.38,
    customersBefore: 2,
    stayed: 2,
    joined: 1,
    left: 0,
  })
  expect(output.steps.at(-1)).toEqual({ step: 'joined', points: 2.38, scoreAfter: 52.38 })
  expect(output.fallers).toMatchObject([{ before: 64.29, after: 35.71, change: -28.58 }])
  expect(output.sentence).toMatch(
    /all customers rose from .* because 1 customer is newly counted, at 57\.1 on average \(which adds 2\.4\)\.$/,
  )
})

test('a plan that nobody has is refused with those there are', async () => {
  const made = await createTestVenture(sql)
  await writeHistories(made, [{ ...nobody, logins: [90] }])
  await sql`update customer_versions set plan = 'Pro' where venture_id = ${made.ventureId}`
  const context = await contextOn(made, 100)
  const refusal = await runTool(explainSegmentScore, { plan: 'Gold' }, context).catch((error) => error.answer)
  expect(refusal).toMatchObject({ code: 'not_found', field: 'plan', value: 'Gold', fix: 'Those recorded are: Pro.' })
})

async function saveSettings({ ventureId }: TestVenture, settings: object, from: string): Promise<void> {
  await sql`insert into settings_versions (venture_id, version, settings, effective_from, changed_by, reason)
    select ${ventureId}, max(version) + 1, ${JSON.stringify({ ...defaultSettings, ...settings })}::text::jsonb, ${from}, 'test', 'test'
    from settings_versions where venture_id = ${ventureId}`
}
