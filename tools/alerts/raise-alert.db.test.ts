import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { addCustomer, openStage } from '../proposals/proposal.fixture.ts'
import type { AlertInput } from './raise-alert.ts'
import { raiseAlert, raiseAlerts } from './raise-alert.ts'

const stage = await openStage()
afterAll(() => stage.close())

const about = (customerId: string | null, causeKey: string): AlertInput => ({
  kind: 'critical_customer',
  causeKey,
  customerId,
  title: 'A score fell',
  body: 'It is below the threshold.',
  facts: [],
})

async function deliveries(alertId: string): Promise<string[]> {
  const rows = await stage.db.sql<{ medium: string; recipient: string }[]>`
    select medium, recipient from alert_deliveries
    where venture_id = ${stage.db.ventureId} and alert_id = ${alertId} order by medium desc, recipient`
  return rows.map(({ medium, recipient }) => `${medium} ${recipient}`)
}

test('a cause raises once, whoever raises it at the same time', async () => {
  const context = await stage.context()
  const key = randomUUID()
  const answers = await Promise.all(Array.from({ length: 8 }, () => raiseAlert(context, about(null, key))))
  expect(answers.filter(({ outcome }) => outcome === 'raised')).toHaveLength(1)
  expect(new Set(answers.map(({ label }) => label)).size).toBe(1)
  expect(answers[0]?.label).toMatch(/^A-\d+$/)
})

test('it goes where the table says: the channel, and the owner where there is one', async () => {
  const context = await stage.context()
  const customer = await addCustomer(stage.db)
  const owned = await raiseAlert(context, about(customer.id, randomUUID()))
  expect(await deliveries(owned.id)).toEqual(['slack #customer-success-urgent', 'email owner@crew.invalid'])
  const ownerless = await raiseAlert(context, about(null, randomUUID()))
  expect(await deliveries(ownerless.id)).toEqual(['slack #customer-success-urgent'])
  const chairmans = await raiseAlert(context, { ...about(null, randomUUID()), kind: 'chairman_notice' })
  expect(await deliveries(chairmans.id)).toEqual(['slack @chairman', 'email chairman@company.com'])
})

test('two settings that name one channel are one delivery', async () => {
  const settings = { ...(await stage.context()).settings, criticalSlackChannel: '#cs', teamSlackChannel: '#cs' }
  const context = await stage.context({ settings: { ...settings, digestEmail: 'cs@crew.invalid' } })
  const digest = await raiseAlert(context, { ...about(null, randomUUID()), kind: 'weekly_digest' })
  expect(await deliveries(digest.id)).toEqual(['slack #cs', 'email cs@crew.invalid'])
})

test('many are raised together, a repeated cause once, and answered in the order given', async () => {
  const context = await stage.context()
  const run = randomUUID()
  const inputs = Array.from({ length: 2_500 }, (_, index) => about(null, `${run} ${index % 2_400}`))
  const answers = await raiseAlerts(context, inputs)
  expect(answers.filter(({ outcome }) => outcome === 'raised')).toHaveLength(2_400)
  expect(answers[2_400]).toEqual({ ...answers[0], outcome: 'already_raised' })
  const again = await raiseAlerts(context, inputs.slice(0, 10))
  expect(again.map(({ outcome }) => outcome)).toEqual(Array(10).fill('already_raised'))
  expect(again.map(({ id }) => id)).toEqual(answers.slice(0, 10).map(({ id }) => id))
}, 60_000)

test('a text that refers to a fact the alert does not carry raises nothing', async () => {
  const context = await stage.context()
  const key = randomUUID()
  const broken = { ...about(null, key), body: 'The score is {{fact:R1.score}}.' }
  await expect(raiseAlert(context, broken)).rejects.toThrow('R1.score')
  expect((await raiseAlert(context, about(null, key))).outcome).toBe('raised')
})
