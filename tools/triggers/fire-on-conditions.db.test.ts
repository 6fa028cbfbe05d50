import { afterEach, beforeEach, expect, test } from 'vitest'
import { addCustomer, openStage, type Stage } from '../proposals/proposal.fixture.ts'
import { runTool } from '../run-tool.ts'
import { evaluateTriggers } from './evaluate-triggers.ts'
import { fireOnNps, fireOnNpsFall, fireOnRetention } from './fire-on-conditions.ts'
import { firingsAbout } from './triggers.fixture.ts'
import { relativeFall } from './venture-conditions.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage.close())

const later = (days: number) => {
  stage.clock.now = new Date(stage.clock.now.getTime() + days * 86_400_000)
}
const context = async () => stage.context({ knownAt: new Date('2100-01-01') })

/** `count` answers of one score, each by another customer, on the day. */
async function answer(score: number, count: number, on: string): Promise<void> {
  const { id } = await addCustomer(stage.db)
  await stage.db
    .sql`insert into survey_responses (venture_id, id, customer_id, user_id, source, external_id, kind, sent_at,
      answered_at, score, recorded_at)
    select ${stage.db.ventureId}, gen_random_uuid(), ${id}, gen_random_uuid(), 'test', gen_random_uuid()::text, 'nps',
      ${on}, ${on}, ${score}, '2026-03-01' from generate_series(1, ${count}::int)`
}

/** A cohort that first paid in the month, of which `left` had left before a month was over. */
async function cohort(month: string, size: number, left: number): Promise<void> {
  const { sql, ventureId } = stage.db
  await sql`
    with made as (
      insert into customers (venture_id, id, source, external_id, recorded_at)
      select ${ventureId}, gen_random_uuid(), 'cohort', ${month} || n, '2026-03-01' from generate_series(1, ${size}::int) n
      returning id, external_id
    ), named as (
      insert into customer_versions (venture_id, customer_id, valid_from, recorded_at, name, signed_up_on)
      select ${ventureId}, id, ${month}::date, '2026-03-01', external_id, ${month} from made
    ), subscribed as (
      insert into subscriptions (venture_id, id, customer_id, source, external_id, recorded_at)
      select ${ventureId}, id, id, 'cohort', external_id, '2026-03-01' from made
    )
    insert into subscription_versions (venture_id, subscription_id, customer_id, valid_from, valid_to, recorded_at,
      mrr_minor, is_trial)
    select ${ventureId}, id, id, ${month}::date, case when row_number() over () <= ${left}::int then ${month}::date + 5 end,
      '2026-03-01', 1000, false from made`
}

test('RETENTION-003: silent below the minimum of responses; then the Chairman at once, once, until NPS is not negative', async () => {
  await answer(0, 99, '2026-02-25')
  expect(await fireOnNps(await context())).toBe('not_enough_data')
  await answer(10, 1, '2026-02-26')
  const both = await Promise.all([fireOnNps(await context()), fireOnNps(await context())])
  expect(both.sort()).toEqual(['fired', 'nothing'])
  expect(await firingsAbout(stage.db, 'venture')).toMatchObject([{ actions: ['1 alert', '1 proposal'] }])
  const [alert] = await stage.db.sql<{ kind: string; body: string }[]>`
    select kind, body from alerts where venture_id = ${stage.db.ventureId}`
  expect(alert).toMatchObject({ kind: 'nps_negative', body: expect.stringMatching(/NPS is \{\{fact:R\d+\.nps\}\}/) })
  expect(await fireOnNps(await context())).toBe('nothing')
  later(7)
  expect(await fireOnNps(await context())).toBe('handed_over')
  later(7)
  expect(await fireOnNps(await context())).toBe('nothing')
  await answer(10, 300, '2026-03-10')
  expect(await fireOnNps(await context())).toBe('ended')
  await answer(0, 900, '2026-03-11')
  expect(await fireOnNps(await context())).toBe('fired')
})

test('RETENTION-002: a fall of more than 15 % is told; month after month it goes on, and ends when retention is back', async () => {
  // 45 of 50 kept (90 %), then 35 of 50 (70 %): overall 80 %, below 85 %; the fall is 22.2 % of the month before.
  await cohort('2025-12-01', 50, 5)
  await cohort('2026-01-01', 50, 15)
  expect(await fireOnRetention(await context())).toBe('fired')
  expect(await firingsAbout(stage.db, 'venture')).toMatchObject([
    { status: 'open', iteration: 1, actions: ['1 alert', '1 notice', '1 proposal'] },
  ])
  expect(await fireOnRetention(await context())).toBe('nothing')
  later(30)
  expect(await fireOnRetention(await context())).toBe('again')
  await cohort('2026-02-01', 500, 0)
  expect(await fireOnRetention(await context())).toBe('ended')
  expect(await firingsAbout(stage.db, 'venture')).toMatchObject([{ endedBy: 'recovered', iteration: 2 }])
})

test('NPS down by more than ten points in thirty days is told to the Chairman; without earlier answers nobody knows', async () => {
  await answer(10, 120, '2026-02-25')
  expect(await fireOnNpsFall(await context())).toBe('not_enough_data')
  await answer(10, 120, '2026-01-20')
  expect(await fireOnNpsFall(await context())).toBe('nothing')
  // 120 promoters and 20 passives: 85.7 after 100, down 14.3.
  await answer(8, 20, '2026-02-26')
  expect(await fireOnNpsFall(await context())).toBe('fired')
})

test('a period is looked at once, unless there was not enough data or it is forced', async () => {
  const look = async (force = false) => {
    const { output } = await runTool(evaluateTriggers, { force }, await context())
    return output.triggers.find(({ trigger }) => trigger === 'retention_002')
  }
  expect(await look()).toMatchObject({ isDue: true, isEnough: false })
  await cohort('2025-12-01', 50, 0)
  expect(await look()).toMatchObject({ isDue: true, isEnough: true, fired: 0 })
  expect(await look()).toMatchObject({ isDue: false })
  await cohort('2026-01-01', 50, 40)
  expect(await look(true)).toMatchObject({ fired: 1 })
  expect(await look(true)).toMatchObject({ fired: 0 })
})

test('a fall is relative: 20 % to 17 % is down by 15 %', () => {
  expect(relativeFall(20, 17)).toBeCloseTo(15)
  expect(relativeFall(0, 10)).toBeNull()
  expect(relativeFall(null, 10)).toBeNull()
})
