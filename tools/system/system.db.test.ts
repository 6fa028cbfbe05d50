import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { raiseAlert } from '../alerts/raise-alert.ts'
import { addCustomer, openStage, type Stage } from '../proposals/proposal.fixture.ts'
import { runTool } from '../run-tool.ts'
import { firingsAbout } from '../triggers/triggers.fixture.ts'
import { checkSystem } from './check-system.ts'
import { getSystemHealth } from './get-system-health.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage.close())

const later = (hours: number) => {
  stage.clock.now = new Date(stage.clock.now.getTime() + hours * 3_600_000)
}
/** Checks, and hands over what it raised, as a worker would. */
async function check() {
  const { output } = await runTool(checkSystem, {}, await stage.context())
  await stage.db.sql`update alerts set status = 'delivered' where venture_id = ${stage.db.ventureId}`
  return output
}
const look = async () => (await runTool(getSystemHealth, {}, await stage.context())).output
/** Messages of the last day of which most failed: a component that no retry repairs. */
async function failMessages(): Promise<void> {
  const { id } = await addCustomer(stage.db)
  await stage.db
    .sql`insert into proposals (venture_id, id, kind, customer_id, cause, cause_key, title, reason, draft, facts,
      fingerprint, status, proposed_by, as_of, expires_at)
    values (${stage.db.ventureId}, ${id}, 'message', ${id}, 'x', ${id}, 'x', 'x', '{}', '[]', '{}', 'parked', 'test',
      '2026-03-02', '2026-04-02')`
  await stage.db
    .sql`insert into touches (venture_id, id, proposal_id, step, customer_id, channel, subject, body, status,
      attempted_at)
    select ${stage.db.ventureId}, gen_random_uuid(), ${id}, n, ${id}, 'email', 'x', 'x', 'failed', ${stage.clock.now}
    from generate_series(1, 4) n`
}

test('stale scores are computed again, and nobody is alarmed', async () => {
  await addCustomer(stage.db)
  expect(await look()).toMatchObject({ state: 'degraded', scoresAreStale: true })
  expect(await check()).toMatchObject({ retried: ['scores'], degraded: [], fired: 0 })
  expect(await look()).toMatchObject({ scoresAreStale: false, uptimePercent: 100 })
})

test('what goes on failing: an alert, at the third check EVA, at the fourth the Chairman, each once; then it works', async () => {
  await failMessages()
  expect(await check()).toMatchObject({ degraded: ['campaigns'], fired: 1, advanced: 0 })
  // A person looks again a minute later: no further failure.
  later(1 / 60)
  expect(await check()).toMatchObject({ fired: 0, advanced: 0 })
  for (const told of [0, 1, 1, 0]) {
    later(1)
    expect(await check()).toMatchObject({ fired: 0, advanced: told })
  }
  expect(await firingsAbout(stage.db, 'campaigns')).toMatchObject([
    { status: 'handed_over', iteration: 3, actions: ['1 alert', '1 retry', '2 task', '3 notice'] },
  ])
  later(25)
  expect(await check()).toMatchObject({ ended: 1 })
  expect(await firingsAbout(stage.db, 'campaigns')).toMatchObject([{ status: 'ended', endedBy: 'all_healthy' }])
  const { failures, uptimePercent } = await look()
  expect(failures).toMatchObject([{ component: 'campaigns', checks: 6, until: stage.clock.now.toISOString() }])
  expect(uptimePercent).toBe(0)
  await failMessages()
  later(1)
  expect(await check()).toMatchObject({ fired: 1 })
})

test('a scheduled check is the worker’s sign of life, one by hand is not', async () => {
  const worker = async () => (await look()).components.find(({ component }) => component === 'worker')?.state
  await check()
  expect(await worker()).toBe('off')
  const actor = { kind: 'system' as const, id: 'schedule', name: 'Schedule', roles: ['operator' as const] }
  await runTool(checkSystem, {}, await stage.context({ actor }))
  expect(await worker()).toBe('healthy')
  later(3)
  expect(await worker()).toBe('warning')
})

test('an alert that was raised and that nobody hands over is late after a minute, and a failure after a quarter of an hour', async () => {
  const alerts = async () => (await look()).components.find(({ component }) => component === 'alerts')?.state
  const about = { kind: 'retention_down' as const, causeKey: 'test', customerId: null, facts: [] }
  await raiseAlert(await stage.context(), { ...about, title: 'Retention fell', body: 'It did.' })
  expect(await alerts()).toBe('healthy')
  later(2 / 60)
  expect(await alerts()).toBe('warning')
  later(0.25)
  expect(await alerts()).toBe('degraded')
})

test('incidents of this venture, the newest first; a cut line is left out', async () => {
  const line = (incidentId: string, ventureId: string, at: string) =>
    `${JSON.stringify({ incidentId, at, where: 'get_nps', ventureId })}\n`
  const log = join(stage.dataDir, 'incidents.jsonl')
  const id = stage.db.ventureId
  await appendFile(log, line('I-old', id, '2026-01-01T00:00:00Z') + line('I-1', id, '2026-03-01T00:00:00Z'))
  await appendFile(log, `${line('I-other', 'another', '2026-03-01T00:00:00Z')}{"incidentId": "I-cut\n`)
  await appendFile(log, line('I-2', id, '2026-03-02T00:00:00Z'))
  expect((await look()).incidents.map(({ incidentId }) => incidentId)).toEqual(['I-2', 'I-1'])
})
