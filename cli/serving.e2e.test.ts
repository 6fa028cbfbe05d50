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

test('what another system sends with a key is there for the next command; its jobs run', async () => {
  const [url] = /http:\/\/127.0.0.1:\d+/.exec(serving.output()) ?? []
  const { key } = await here.json<{ key: string }>('keys', 'create', 'web_app')
  const answer = await fetch(`${url}/v1/customers`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify([{ external_id: 'new', name: 'New', signed_up_at: '2026-01-01' }]),
  })
  expect(await answer.json()).toMatchObject({ accepted: 1, refused: 0 })
  expect(await customers()).toBe(13)
  const { run } = await here.json<{ run: string }>('jobs', 'run', 'resume_proposals')
  const state = async () => (await here.json<{ state: string }>('jobs', 'show', run)).state
  await expect.poll(state, { timeout: 20_000 }).toBe('done')
}, 60_000)

test('the next command works when the holder of the database was killed, and serving goes on', async () => {
  const holder = here.holderPid()
  if (holder !== undefined) process.kill(holder, 'SIGKILL')
  expect(await customers()).toBe(13)
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
