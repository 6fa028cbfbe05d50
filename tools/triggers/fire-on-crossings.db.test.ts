import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { propertyRuns } from '../../db/test-database.ts'
import { addCustomer, openStage, type Stage } from '../proposals/proposal.fixture.ts'
import { CALL_CAPACITY, fireOnCrossings } from './fire-on-crossings.ts'
import { cross, firingsAbout } from './triggers.fixture.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage.close())

const later = (days: number) => {
  stage.clock.now = new Date(stage.clock.now.getTime() + days * 86_400_000)
}
const alerts = () => stage.db.sql<{ title: string; body: string; facts: { id: string; text: string }[] }[]>`
  select title, body, facts from alerts where venture_id = ${stage.db.ventureId} order by number`

test('a fall below the threshold raises one alert and opens one call, due in time, for the owner', async () => {
  const { id } = await addCustomer(stage.db, { name: 'Acme', mrrMinor: 20_000 })
  await cross(stage.db, id, { status: 'critical', score: 32 })
  const context = await stage.context()
  expect(await fireOnCrossings(context)).toMatchObject({ crossings: 1, fired: 1, alerts: 1, tasks: 1 })
  expect(await firingsAbout(stage.db, id)).toMatchObject([{ status: 'open', actions: ['1 alert', '1 task'] }])
  const [alert] = await alerts()
  const said = (text = '') =>
    text.replaceAll(/\{\{fact:([^}]+)\}\}/g, (_, of) => alert?.facts.find((f) => f.id === of)?.text ?? '?')
  expect(said(alert?.title)).toBe('Acme is critical')
  expect(said(alert?.body)).toContain('fell from 55 to 32. It pays $2,400 a year.')
  const [task] = await stage.db.sql<{ kind: string; dueAt: Date; assignedTo: string }[]>`
    select kind, due_at, assigned_to from tasks where venture_id = ${stage.db.ventureId}`
  expect(task).toMatchObject({ kind: 'call', assignedTo: 'owner@crew.invalid' })
  expect((task?.dueAt.getTime() ?? 0) - context.now.getTime()).toBe(24 * 3_600_000)
})

test('the same crossings a second time do nothing; neither do several workers at once', async () => {
  const ids = await Promise.all(Array.from({ length: 6 }, () => addCustomer(stage.db)))
  for (const { id } of ids) await cross(stage.db, id, { status: 'critical', score: 20, from: null })
  const context = await stage.context()
  const runs = await Promise.all([context, context, context].map((each) => fireOnCrossings(each)))
  expect(runs.reduce((sum, { fired }) => sum + fired, 0)).toBe(6)
  expect(await fireOnCrossings(context)).toMatchObject({ crossings: 0, fired: 0 })
  expect(await alerts()).toHaveLength(6)
})

test('recovery ends it; a fall within seven days goes on in the same firing without a second alert; later is new', async () => {
  const { id } = await addCustomer(stage.db)
  const fire = async () => fireOnCrossings(await stage.context())
  await cross(stage.db, id, { status: 'critical', score: 32, on: '2026-03-02' })
  await fire()
  later(1)
  await cross(stage.db, id, { status: 'at_risk', score: 50, on: '2026-03-03' })
  await fire()
  expect(await firingsAbout(stage.db, id)).toMatchObject([{ status: 'ended', endedBy: 'recovered' }])
  later(1)
  await cross(stage.db, id, { status: 'critical', score: 30, on: '2026-03-04' })
  expect(await fire()).toMatchObject({ fired: 0, reopened: 1, alerts: 0 })
  await cross(stage.db, id, { status: 'healthy', score: 80, on: '2026-03-05' })
  await fire()
  later(7)
  await cross(stage.db, id, { status: 'critical', score: 30, on: '2026-03-11' })
  expect(await fire()).toMatchObject({ fired: 1, alerts: 1 })
  expect(await firingsAbout(stage.db, id)).toHaveLength(2)
})

test('a critical customer that leaves ends with a win-back to decide on', async () => {
  const { id } = await addCustomer(stage.db)
  await cross(stage.db, id, { status: 'critical', score: 32, on: '2026-03-02' })
  await fireOnCrossings(await stage.context())
  later(1)
  await cross(stage.db, id, { status: 'churned', score: 10, on: '2026-03-03' })
  expect(await fireOnCrossings(await stage.context())).toMatchObject({ ended: 1 })
  expect(await firingsAbout(stage.db, id)).toMatchObject([
    { status: 'ended', endedBy: 'churned', actions: ['1 alert', '1 task', '3 proposal'] },
  ])
})

test('whatever crosses while three workers look: one alert a firing, one firing standing while critical, none after', async () => {
  const step = fc.tuple(fc.nat(2), fc.constantFrom('critical', 'at_risk', 'healthy', 'churned'))
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const customers = await Promise.all([0, 1, 2].map(() => addCustomer(stage.db)))
      const last = new Map<string, string>()
      const context = await stage.context()
      for (const [which, status] of steps) {
        const id = customers[which]?.id ?? ''
        if (last.get(id) === status) continue
        last.set(id, status)
        await stage.db.sql`insert into score_crossings (venture_id, customer_id, as_of, to_status, crossed_at)
          values (${stage.db.ventureId}, ${id}, '2026-03-02', ${status}, ${context.now})`
        if (status === 'critical') await Promise.all([0, 1, 2].map(() => fireOnCrossings(context)))
      }
      await Promise.all([0, 1, 2].map(() => fireOnCrossings(context)))
      for (const [id, status] of last) {
        const firings = await firingsAbout(stage.db, id)
        expect(firings.filter((each) => each.status === 'open')).toHaveLength(status === 'critical' ? 1 : 0)
        expect(firings.length).toBeLessThanOrEqual(1)
        const told = await stage.db
          .sql`select from alerts where venture_id = ${stage.db.ventureId} and customer_id = ${id}
          and kind = 'critical_customer'`
        expect(told).toHaveLength(firings.length)
      }
    }),
    { numRuns: propertyRuns(12) },
  )
}, 90_000)

test('a storm: each customer is told of once, the first accounts get the calls', async () => {
  const { sql, ventureId } = stage.db
  const { id: like } = await addCustomer(stage.db)
  const count = 3_000
  await sql`insert into customers (venture_id, id, source, external_id, recorded_at)
    select ${ventureId}, gen_random_uuid(), 'storm', 'S' || n, '2026-03-01' from generate_series(1, ${count}::int) n`
  await sql`insert into customer_versions (venture_id, customer_id, valid_from, recorded_at, name, signed_up_on)
    select venture_id, id, '2025-01-01', recorded_at, 'Company ' || external_id, '2025-01-01' from customers
    where venture_id = ${ventureId} and source = 'storm'`
  await sql`insert into score_crossings (venture_id, customer_id, as_of, from_status, to_status, from_score, to_score, crossed_at)
    select venture_id, id, '2026-03-02', 'at_risk', 'critical', 50, 30, '2026-03-02T10:00:00Z' from customers
    where venture_id = ${ventureId} and source = 'storm'`
  await cross(stage.db, like, { status: 'critical', score: 30 })
  const fired = await fireOnCrossings(await stage.context())
  expect(fired).toMatchObject({ fired: count + 1, alerts: count + 1, tasks: CALL_CAPACITY })
  expect(await firingsAbout(stage.db, like)).toMatchObject([{ actions: ['1 alert'] }])
}, 90_000)
