/** What comes at one moment is kept in one statement, each once, whichever way the sockets are read. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestVenture, type TestVenture } from '../../db/test-database.ts'
import { openReceivedRequests } from './received-requests.ts'

let venture: TestVenture
beforeAll(async () => {
  venture = await createTestVenture()
})
afterAll(() => venture.sql.end())

const request = (id: string) => ({ id, work: 'message', teamId: 'T1', data: { text: id } })
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** How many statements wrote them: each stamps its rows with its own time. */
async function statements(like: string): Promise<{ rows: number; groups: number } | undefined> {
  const [row] = await venture.db.sql<{ rows: number; groups: number }[]>`
    select count(*)::int as rows, count(distinct received_at)::int as groups from slack_requests
    where venture_id = ${venture.ventureId} and request_id like ${like}`
  return row
}

it('keeps fifty that come in the same turns of the event loop with one round trip', async () => {
  const requests = openReceivedRequests(venture.db)
  const kept: Promise<boolean>[] = []
  for (let index = 0; index < 50; index++) {
    kept.push(requests.keep(request(`many-${index}`)))
    if (index % 10 === 9) await turn()
  }
  expect(new Set(await Promise.all(kept))).toEqual(new Set([true]))
  expect(await statements('many-%')).toEqual({ rows: 50, groups: 1 })
})

it('keeps once what Slack sends again beside it, and says of what was done that it is', async () => {
  const requests = openReceivedRequests(venture.db)
  expect(await Promise.all([requests.keep(request('twice')), requests.keep(request('twice'))])).toEqual([true, true])
  expect(await statements('twice')).toEqual({ rows: 1, groups: 1 })
  expect(await requests.begin('twice', new Date())).toMatchObject({ attempts: 1, lookSince: null })
  await requests.finish('twice', new Date(), { problem: null })
  expect(await requests.keep(request('twice'))).toBe(false)
})

it('says with each further try since when something of it may stand in Slack: since it was received', async () => {
  const requests = openReceivedRequests(venture.db)
  await requests.keep(request('tried'))
  const receivedBy = new Date()
  for (const later of [60_000, 120_000, 240_000]) await requests.begin('tried', new Date(receivedBy.getTime() + later))
  const { lookSince } = (await requests.begin('tried', new Date(receivedBy.getTime() + 480_000))) ?? {}
  expect(lookSince?.getTime()).toBeLessThanOrEqual(receivedBy.getTime())
})

it('gives what was kept to one taker, who has it in the next try too', async () => {
  const requests = openReceivedRequests(venture.db)
  const now = new Date()
  for (const id of ['answer', 'share-1', 'share-2']) {
    await requests.keep(request(id))
    await requests.begin(id, now)
  }
  await requests.finish('answer', now, { problem: null, keeping: { text: 'the answer' } })
  const aDayLater = new Date(now.getTime() + 24 * 60 * 60_000 + 1)
  expect(await requests.takeKept('answer', 'share-1', aDayLater)).toBeUndefined()
  expect(await requests.takeKept('answer', 'share-1', now)).toEqual({ text: 'the answer' })
  expect(await requests.takeKept('answer', 'share-2', now)).toBeUndefined()
  expect(await requests.begin('share-1', now)).toMatchObject({ attempts: 2, kept: { text: 'the answer' } })
})
