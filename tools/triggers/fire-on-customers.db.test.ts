import { afterEach, beforeEach, expect, test } from 'vitest'
import { addCustomer, openStage, rescore, type Stage } from '../proposals/proposal.fixture.ts'
import { runTool } from '../run-tool.ts'
import { completeTask } from '../tasks/complete-task.ts'
import { fireOnCrossings } from './fire-on-crossings.ts'
import { fireReviews, fireStrategicChurn, REVIEW_CAPACITY } from './fire-on-customers.ts'
import { listReviewsDue } from './list-reviews-due.ts'
import { cross, firingsAbout } from './triggers.fixture.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage.close())

const context = async () => stage.context({ knownAt: new Date('2100-01-01') })
const later = (days: number) => {
  stage.clock.now = new Date(stage.clock.now.getTime() + days * 86_400_000)
}
const due = async () => (await runTool(listReviewsDue, {}, await context())).output.reviews
/** The score was `before` since January and is `after` since `on`; the fixture's day is 2026-03-02. */
async function fallen(before: number, after: number, on: string, mrrMinor = 10_000): Promise<string> {
  const { id } = await addCustomer(stage.db, { score: before, status: 'healthy', mrrMinor })
  await rescore(stage.db, id, { on, score: after, status: 'at_risk' })
  return id
}
async function escalate(customerId: string, count: number): Promise<void> {
  const { sql, ventureId } = stage.db
  await sql`
    with opened as (
      insert into support_tickets (venture_id, id, customer_id, source, external_id, opened_at, recorded_at)
      select ${ventureId}, gen_random_uuid(), ${customerId}, 'test', gen_random_uuid()::text, '2026-02-20', '2026-03-01'
      from generate_series(1, ${count}::int) returning id
    )
    insert into support_ticket_versions (venture_id, ticket_id, customer_id, valid_from, recorded_at, status, is_escalated)
    select ${ventureId}, id, ${customerId}, '2026-02-20', '2026-03-01', 'open', true from opened`
}

test('worked by hand: 15 points in 7 days asks for a review, 14.9 points or an older fall do not', async () => {
  // 2026-03-02 − 7 days is 2026-02-23: a score that stands since 02-24 is compared with the one of 02-23.
  const fell = await fallen(80, 65, '2026-02-24')
  await fallen(80, 65.1, '2026-02-24')
  await fallen(80, 65, '2026-02-23')
  expect(await due()).toMatchObject([{ customer: { id: fell }, cause: 'score_drop', before: 80, now: 65, days: 7 }])
})

test('half the engagement in 14 days, and three escalated tickets in 30, ask for one too', async () => {
  const idle = await fallen(80, 70, '2026-02-20')
  await stage.db.sql`update health_snapshots set engagement = case when scored_to is null then 20 else 40 end
    where venture_id = ${stage.db.ventureId} and customer_id = ${idle}`
  const { id: angry } = await addCustomer(stage.db)
  await escalate(angry, 3)
  const { id: calm } = await addCustomer(stage.db)
  await escalate(calm, 2)
  expect((await due()).map(({ customer, cause, now }) => [customer.id, cause, now]).sort()).toEqual(
    [
      [idle, 'engagement_fall', 20],
      [angry, 'escalated_tickets', 3],
    ].sort(),
  )
})

test('two causes are one review; it stands until its task is done, and is not begun again within the cooldown', async () => {
  const id = await fallen(80, 60, '2026-02-26')
  await escalate(id, 3)
  expect(await fireReviews(await context())).toEqual({ fired: 1, ended: 0, waiting: 0 })
  expect(await fireReviews(await context())).toMatchObject({ fired: 0 })
  const firings = await firingsAbout(stage.db, id)
  expect(firings).toMatchObject([{ status: 'open', actions: ['1 task'] }])
  const [task] = await stage.db.sql<{ number: number; title: string; body: string }[]>`
    select number, title, body from tasks where venture_id = ${stage.db.ventureId}`
  await runTool(completeTask, { task: `T-${task?.number}` }, await stage.context({ actor: stage.anna }))
  later(1)
  const next = await fireReviews(await context())
  expect(next).toEqual({ fired: 0, ended: 1, waiting: 0 })
  expect((await firingsAbout(stage.db, id))[0]).toMatchObject({ endedBy: 'reviewed' })
})

test('a critical customer has attention already; the largest accounts come first', async () => {
  const critical = await fallen(80, 50, '2026-02-26')
  await cross(stage.db, critical, { status: 'critical', score: 30 })
  await fireOnCrossings(await context())
  const ids: string[] = []
  for (let index = 0; index < REVIEW_CAPACITY + 1; index++)
    ids.push(await fallen(80, 60, '2026-02-26', 1_000 * (index + 1)))
  expect(await fireReviews(await context())).toEqual({ fired: REVIEW_CAPACITY, ended: 0, waiting: 1 })
  expect((await firingsAbout(stage.db, critical)).map(({ trigger }) => trigger)).toEqual(['retention_001'])
  expect(await firingsAbout(stage.db, ids[0] ?? '')).toEqual([])
  expect(await fireReviews(await context())).toMatchObject({ fired: 1, waiting: 0 })
}, 30_000)

test('a strategic account predicted to churn goes to the Chairman once; a better prediction ends it', async () => {
  const { id: strategic } = await addCustomer(stage.db, { mrrMinor: 100_000 })
  const { id: small } = await addCustomer(stage.db, { mrrMinor: 1_000 })
  const predict = (probability: number, on: string) => stage.db.sql`
    insert into churn_predictions (venture_id, customer_id, as_of, horizon_days, method, churn_probability, probability_low,
      probability_high, band, age_band, observed_count, churned_count, settings_version, known_at)
    select ${stage.db.ventureId}, id, ${on}, 90, 'test', ${probability}, 0, 1, 'x', 'x', 1, 1, 1, '2026-03-01'
    from unnest(${[strategic, small]}::uuid[]) as of(id)`
  await predict(0.7, '2026-03-01')
  expect(await fireStrategicChurn(await context())).toEqual({ fired: 1, ended: 0, waiting: 0 })
  expect(await fireStrategicChurn(await context())).toMatchObject({ fired: 0 })
  expect(await firingsAbout(stage.db, strategic)).toMatchObject([
    { status: 'open', actions: ['1 notice', '1 proposal'] },
  ])
  expect(await firingsAbout(stage.db, small)).toEqual([])
  await predict(0.69, '2026-03-02')
  expect(await fireStrategicChurn(await context())).toMatchObject({ fired: 0, ended: 1 })
  expect(await firingsAbout(stage.db, strategic)).toMatchObject([{ endedBy: 'recovered' }])
})
