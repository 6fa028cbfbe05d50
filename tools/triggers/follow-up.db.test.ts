import { afterEach, beforeEach, expect, test } from 'vitest'
import { addCustomer, openStage, type Stage } from '../proposals/proposal.fixture.ts'
import { runTool } from '../run-tool.ts'
import { completeTask } from '../tasks/complete-task.ts'
import { fireOnCrossings } from './fire-on-crossings.ts'
import { followUp, followUpStep, NOTICE_CAPACITY } from './follow-up.ts'
import { cross, firingsAbout } from './triggers.fixture.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage.close())

const later = (hours: number) => {
  stage.clock.now = new Date(stage.clock.now.getTime() + hours * 3_600_000)
}
async function criticalCustomer(mrrMinor = 10_000): Promise<string> {
  const { id } = await addCustomer(stage.db, { mrrMinor })
  await cross(stage.db, id, { status: 'critical', score: 32 })
  await fireOnCrossings(await stage.context())
  return id
}

test('nothing before 48 hours; then the Chairman is asked, once, with the customer’s figures and the choices', async () => {
  const id = await criticalCustomer()
  later(47)
  expect(await followUp(await stage.context())).toMatchObject({ looked: 0 })
  later(1)
  const context = await stage.context()
  const runs = await Promise.all([followUp(context), followUp(context)])
  expect(runs.reduce((sum, { noticed }) => sum + noticed, 0)).toBe(1)
  const [proposal] = await stage.db.sql<{ kind: string; addressedTo: string; draft: { body: string } }[]>`
    select kind, addressed_to, draft from proposals where venture_id = ${stage.db.ventureId}`
  expect(proposal).toMatchObject({ kind: 'escalation', addressedTo: 'chairman' })
  expect(proposal?.draft.body).toMatch(/Profile: pays \{\{fact:R\d+\.arr\}\}/)
  expect(proposal?.draft.body).toContain('authorise an offer')
  expect(await firingsAbout(stage.db, id)).toMatchObject([
    { status: 'open', iteration: 2, actions: ['1 alert', '1 task', '2 notice', '2 proposal'] },
  ])
  later(48)
  await followUp(await stage.context())
  expect(await firingsAbout(stage.db, id)).toMatchObject([{ status: 'ended', endedBy: 'iterations' }])
})

test('a call that was held ends it', async () => {
  const id = await criticalCustomer()
  const [task] = await stage.db.sql<
    { number: number }[]
  >`select number from tasks where venture_id = ${stage.db.ventureId}`
  await runTool(
    completeTask,
    { task: `T-${task?.number}`, note: 'They stay.' },
    await stage.context({ actor: stage.anna }),
  )
  later(48)
  expect(await followUp(await stage.context())).toMatchObject({ ended: 1, noticed: 0 })
  expect(await firingsAbout(stage.db, id)).toMatchObject([{ endedBy: 'responded' }])
})

test('of many that did not answer, the Chairman is asked about the largest; the next look goes on', async () => {
  const ids = []
  for (let index = 0; index < NOTICE_CAPACITY + 2; index++) ids.push(await criticalCustomer(1_000 * (index + 1)))
  later(48)
  expect(await followUp(await stage.context())).toMatchObject({ noticed: NOTICE_CAPACITY, waiting: 2 })
  expect(await firingsAbout(stage.db, ids[0] ?? '')).toMatchObject([{ iteration: 1 }])
  expect(await firingsAbout(stage.db, ids.at(-1) ?? '')).toMatchObject([{ iteration: 2 }])
  expect(await followUp(await stage.context())).toMatchObject({ noticed: 2, waiting: 0 })
}, 30_000)

test('what follows, exactly as the table says', () => {
  const step = (iteration: number, currentStatus: string | null, responded: string | null = null) =>
    followUpStep({ iteration, currentStatus, responded })
  expect(step(1, 'critical')).toEqual({ do: 'notice' })
  expect(step(1, 'at_risk')).toEqual({ do: 'end', endedBy: 'recovered' })
  expect(step(2, 'churned', 'survey')).toEqual({ do: 'end', endedBy: 'churned' })
  expect(step(1, 'critical', 'message')).toEqual({ do: 'end', endedBy: 'responded' })
  expect(step(2, 'critical')).toEqual({ do: 'end', endedBy: 'iterations' })
  expect(step(1, 'no_data')).toEqual({ do: 'notice' })
})
