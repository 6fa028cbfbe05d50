/** What a venture never loaded says nothing about its customers. */
import { afterAll, expect, test } from 'vitest'
import { createClient } from '../../db/client.ts'
import { churnRule } from '../../db/queries/lifecycle.ts'
import { churnInPeriod } from '../../db/queries/retention.ts'
import { healthScores } from '../../db/queries/scores.ts'
import { createTestVenture, testDatabaseUrl } from '../../db/test-database.ts'
import { defaultSettings } from '../settings/settings.ts'
import { type CustomerHistory, knownAt, on, writeHistories } from './history.fixture.ts'

const sql = createClient(testDatabaseUrl())
afterAll(() => sql.end())

const silent: CustomerHistory = {
  signedUp: 0,
  isTrial: null,
  logins: [],
  uses: [],
  tickets: [{ opened: 90, closed: null, isPending: false }],
  subscriptions: [],
  events: [],
}
const at = { asOf: on(100), knownAt }

test('customers and tickets alone make nobody inactive: one part, not enough to judge', async () => {
  const made = await createTestVenture(sql)
  await writeHistories(made, [silent])
  const [row] = await healthScores(made.db, at, defaultSettings)
  expect(row).toMatchObject({ engagement: null, support: 20, value: null, coverage: 0.3, status: 'no_data' })
  expect(row?.churnedOn).toBeNull()
  const rule = await churnRule(made.db, at, defaultSettings)
  const period = { ...at, from: on(10), until: on(101) }
  expect(await churnInPeriod(made.db, period, rule, defaultSettings)).toMatchObject({ activeAtStart: 1, churned: 0 })
})

test('once anybody’s activity is loaded, a customer without any is inactive', async () => {
  const made = await createTestVenture(sql)
  const [silentId] = await writeHistories(made, [silent, { ...silent, logins: [99] }])
  const rows = await healthScores(made.db, at, defaultSettings)
  expect(rows.find(({ customerId }) => customerId === silentId)).toMatchObject({ status: 'churned', churnedOn: on(30) })
})
