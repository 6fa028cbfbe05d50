/** Time to value of customers laid down by hand. Day numbers count from 1 January 2025. */
import { afterAll, expect, test } from 'vitest'
import { createClient } from '../../db/client.ts'
import { createTestVenture, testDatabaseUrl } from '../../db/test-database.ts'
import { type CustomerHistory, knownAt, on, writeHistories } from '../health/history.fixture.ts'
import { runTool } from '../run-tool.ts'
import { testContext } from '../test-context.ts'
import { getTimeToValue } from './get-time-to-value.ts'

const sql = createClient(testDatabaseUrl())
afterAll(() => sql.end())

test('who never used a feature has not got there, and no day stands for never', async () => {
  const made = await createTestVenture(sql)
  const signedUp = (day: number, firstUse?: number): CustomerHistory => ({
    signedUp: day,
    isTrial: null,
    logins: [],
    uses: firstUse === undefined ? [] : [{ day: firstUse, feature: 'boards' }],
    tickets: [],
    subscriptions: [],
    events: [],
  })
  // Two got there after 3 and 9 days, one used it before it signed up (day 0), and two never did.
  await writeHistories(made, [
    signedUp(10, 13),
    signedUp(10, 19),
    signedUp(20, 15),
    signedUp(20),
    signedUp(30),
    // Too young to be judged.
    signedUp(58, 58),
  ])
  const context = await testContext(made, { asOf: on(60), knownAt })
  const { output, facts } = await runTool(getTimeToValue, { from: on(0), until: on(61) }, context)
  expect(output).toMatchObject({ customers: 5, reached: 3, withinWeekPercent: 40, medianDays: 9 })
  expect(output.bands).toEqual([
    { name: 'on the first day', customers: 1 },
    { name: 'within a week', customers: 1 },
    { name: 'in the second week', customers: 1 },
    { name: 'within a month', customers: 0 },
    { name: 'later', customers: 0 },
    { name: 'not yet', customers: 2 },
  ])
  expect(facts.find(({ id }) => id.endsWith('.reached'))?.value).toBe(3)
})
