/** When a session ends by itself, and the stream that a client holds open with it: its token no longer holds, or nobody uses it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deactivatePerson } from '../tools/people/deactivate-person.ts'
import { findPerson } from '../tools/people/people.ts'
import { revokeToken } from '../tools/people/revoke-token.ts'
import { issueToken } from '../tools/people/tokens.ts'
import { runTool } from '../tools/run-tool.ts'
import { type HttpDoor, openHttpDoor } from './http-door.fixture.ts'

let here: HttpDoor
beforeAll(async () => {
  here = await openHttpDoor()
})
afterAll(() => here.close())

/** A client that listens; `ended` resolves when the door ends its stream. */
async function listener(at: HttpDoor, token: string) {
  const session = await at.initialize(token)
  const response = await at.listen(token, session)
  expect(response.status).toBe(200)
  let isOpen = true
  const ended = response.text().then(() => {
    isOpen = false
  })
  return { session, ended, isOpen: () => isOpen }
}

const ping = { jsonrpc: '2.0', id: 1, method: 'ping' }

/** The sweep comes every 30 s, and a test of this file fails before it would. */
const BEFORE_A_SWEEP_MS = 10_000

describe('a token that no longer holds ends what its bearer keeps open', () => {
  test('at once when it is revoked, and nobody else’s', { timeout: BEFORE_A_SWEEP_MS }, async () => {
    const [lost, kept] = [await here.token('analyst', 'Lost'), await here.token('analyst', 'Kept')]
    const [lostOne, lostOther, keptOne] = [
      await listener(here, lost),
      await listener(here, lost),
      await listener(here, kept),
    ]
    const before = here.door.sessionCount()
    await runTool(revokeToken, { token: 'Lost' }, await here.crew.context())
    await Promise.all([lostOne.ended, lostOther.ended])
    expect(here.door.sessionCount()).toBe(before - 2)
    expect((await here.listen(lost, lostOne.session)).status).toBe(401)
    expect(keptOne.isOpen()).toBe(true)
    expect((await here.post(ping, { token: kept, session: keptOne.session })).status).toBe(200)
  })

  test('of another venture that the door serves', { timeout: BEFORE_A_SWEEP_MS }, async () => {
    const other = await here.addVenture()
    const { ended } = await listener(here, other.token)
    await runTool(revokeToken, { token: 'EVA' }, await other.crew.context())
    await ended
  })

  test('at once when its person is deactivated', { timeout: BEFORE_A_SWEEP_MS }, async () => {
    const { ended } = await listener(here, await here.token('analyst', 'Leaver'))
    await runTool(deactivatePerson, { person: 'Leaver' }, await here.crew.context())
    await ended
  })

  test('at the moment it expires', { timeout: BEFORE_A_SWEEP_MS }, async () => {
    const context = await here.crew.context()
    await here.token('analyst', 'Guest')
    const { id: personId } = await findPerson(context.db, 'Guest', context.now)
    // Time enough to begin listening, whatever else this machine does.
    const startedAt = Date.now()
    await listener(here, await here.token('analyst', 'Guest before'))
    const expiresAt = new Date(Date.now() + 500 + 4 * (Date.now() - startedAt))
    const change = { personId, by: context.actor, at: context.now, expiresAt }
    const { token } = await issueToken(context.db, context.ledgerKey, change)
    const { ended } = await listener(here, token)
    await ended
    expect(Date.now()).toBeGreaterThanOrEqual(expiresAt.getTime() - 50)
  })

  test('by a look now and then when nothing was told', { timeout: BEFORE_A_SWEEP_MS }, async () => {
    const looking = await openHttpDoor({ sweepMs: 100 })
    try {
      const { ended } = await listener(looking, await looking.token('analyst', 'Silent'))
      await looking.crew.db
        .sql`update person_tokens set revoked_at = now() where venture_id = ${looking.crew.venture.id} and label = 'Silent'`
      await ended
      expect(looking.door.sessionCount()).toBe(0)
    } finally {
      await looking.close()
    }
  })
})

test('a session that nobody uses ends; a stream or a call keeps it', async () => {
  const brief = await openHttpDoor({ sweepMs: 50, limits: { idleMinutes: 1 / 60 } })
  try {
    const token = await brief.token('eva')
    const [idle, used] = [await brief.initialize(token), await brief.initialize(token)]
    const listening = await listener(brief, token)
    const sessionsLeft = async () => {
      expect((await brief.post(ping, { token, session: used })).status).toBe(200)
      return brief.door.sessionCount()
    }
    expect(await sessionsLeft()).toBe(3)
    await expect.poll(sessionsLeft, { interval: 100, timeout: 30_000 }).toBe(2)
    expect((await brief.post(ping, { token, session: idle })).status).toBe(404)
    expect(listening.isOpen()).toBe(true)
    expect((await brief.post(ping, { token, session: listening.session })).status).toBe(200)
  } finally {
    await brief.close()
  }
})
