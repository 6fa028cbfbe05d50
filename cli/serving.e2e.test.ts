/** `crew start` keeps serving while other commands come and go, and leaves nothing behind when it is stopped. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Installation, isAlive, openInstallation, type Serving } from './installation.fixture.ts'

let here: Installation
let serving: Serving
const customers = async () => (await here.json<{ counts: { customers: number } }>('status')).counts.customers

beforeAll(async () => {
  here = await openInstallation()
  serving = here.start('start', '--customers', '12')
  await serving.shows('Serving')
}, 120_000)

afterAll(() => here.stop())

test('a second command uses the same database', async () => {
  const holder = here.holderPid()
  expect(holder === undefined).toBe(!here.isEmbedded)
  expect(await customers()).toBe(12)
  expect(here.holderPid()).toBe(holder)
})

test('an event sent with a key moves its customer’s score by itself', async () => {
  const [url] = /http:\/\/127.0.0.1:\d+/.exec(serving.output()) ?? []
  const { key } = await here.json<{ key: string }>('keys', 'create', 'web_app')
  const { customers: quiet } = await here.json<{ customers: { externalId: string; score: number }[] }>(
    ...['customers', '--sort', 'score', '--limit', '1'],
  )
  const customer = quiet[0]?.externalId ?? ''
  const event = { event_id: 'live', customer, occurred_at: new Date().toISOString(), kind: 'login' }
  const answer = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}` },
    body: JSON.stringify([event]),
  })
  expect(await answer.json()).toMatchObject({ accepted: 1, added: 1 })
  const score = async () =>
    (await here.json<{ health: { engagement: number } }>('customer', customer)).health.engagement
  await expect.poll(score, { timeout: 20_000, interval: 500 }).toBe(40)
}, 40_000)

test('the next command works when the holder of the database was killed, and serving goes on', async () => {
  const holder = here.holderPid()
  if (holder !== undefined) process.kill(holder, 'SIGKILL')
  expect(await customers()).toBe(12)
  if (here.isEmbedded) expect(here.holderPid()).not.toBe(holder)
  expect(serving.child.exitCode).toBeNull()
})

test('Ctrl-C ends it with status 0 and leaves no process behind', async () => {
  const holder = here.holderPid()
  serving.child.kill('SIGINT')
  const { status, stdout, stderr } = await serving.ended
  expect(stderr).not.toMatch(/^\s+at /m)
  expect({ status, isServing: stdout.includes('Ctrl-C stops') }).toEqual({ status: 0, isServing: true })
  // The holder waits a while for the next command before it stops by itself.
  if (holder !== undefined) await expect.poll(() => isAlive(holder), { timeout: 25_000, interval: 200 }).toBe(false)
}, 40_000)
