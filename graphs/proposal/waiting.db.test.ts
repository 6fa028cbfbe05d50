import { afterAll, beforeAll, expect, test } from 'vitest'
import { openMail } from '../../tools/outbox/open-mail.ts'
import {
  addCustomer,
  file,
  openStage,
  type Stage,
  setTestMode,
  statusOf,
} from '../../tools/proposals/proposal.fixture.ts'
import { decideAndCarryOut } from './decide-and-carry-out.ts'
import { openProposalLife, type ProposalLife } from './proposal-life.ts'

const WAITING = 2_000

let stage: Stage
let life: ProposalLife
const steps: string[] = []
beforeAll(async () => {
  stage = await openStage()
  const mail = openMail({ dataDir: stage.dataDir, smtpUrl: undefined, mailFrom: 'success@crew.invalid' })
  life = await openProposalLife({ crew: stage.crew, mail, onTransition: (step) => void steps.push(step) })
  await setTestMode(stage, 'message', 'assisted')
})
afterAll(async () => {
  await life.close()
  await stage.close()
})

test(`${WAITING} proposals that wait cost nothing: no timer, no query each, and one of them is decided as fast as ever`, {
  timeout: 120_000,
}, async () => {
  const timersBefore = timers()
  const first = await file(stage, { customerId: (await addCustomer(stage.db)).id })
  await stage.db.sql`
    insert into proposals (venture_id, id, kind, cause, cause_key, title, reason, draft, facts, fingerprint, status,
      proposed_by, as_of, expires_at, customer_id)
    select venture_id, gen_random_uuid(), kind, cause, 'waiting-' || n, title, reason, draft, facts, fingerprint, status,
      proposed_by, as_of, expires_at, customer_id
    from proposals, generate_series(1, ${WAITING - 1}) n
    where venture_id = ${stage.db.ventureId} and id = ${first.id}`
  await life.start(first.id)
  await copyThread(stage, first.id)
  expect(await life.resumeAll()).toEqual({ recoveredTouches: 0, resumedProposals: 0, incidents: [] })
  const threads = await stage.db.sql<{ count: number }[]>`
    select count(distinct c.thread_id) from langgraph.checkpoints c
    join proposals p on p.id::text = c.thread_id where p.venture_id = ${stage.db.ventureId}`
  expect(threads[0]?.count).toBe(WAITING)

  // A round of the schedule over all of them: a fixed number of statements, and no thread is touched.
  const { statements, crew } = counted(stage)
  const idle = await openProposalLife({
    crew,
    mail: openMail({ dataDir: stage.dataDir, smtpUrl: undefined, mailFrom: 'a@b.invalid' }),
  })
  steps.length = 0
  statements.count = 0
  expect(await idle.carryOn()).toEqual({ recoveredTouches: 0, resumedProposals: 0, incidents: [] })
  expect(statements.count).toBeGreaterThan(0)
  expect(statements.count).toBeLessThan(10)
  expect(steps).toEqual([])
  await idle.close()
  expect(timers() - timersBefore).toBeLessThan(20)

  const input = { proposal: first.id, decision: 'approve', reason: 'Yes.' }
  const startedAt = performance.now()
  await decideAndCarryOut(life, input, await stage.context({ actor: stage.anna }))
  expect(performance.now() - startedAt).toBeLessThan(5_000)
  expect(await statusOf(stage.db, first.id)).toBe('done')
})

/** Of the whole process, which other test files have used before. */
const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length

/** Gives every proposal the thread that one of them has: starting them one by one is what takes the time. */
async function copyThread({ db }: Stage, proposalId: string): Promise<void> {
  const others = db.sql`proposals p where p.venture_id = ${db.ventureId} and p.id <> ${proposalId}
    and c.thread_id = ${proposalId}`
  await db.sql`insert into langgraph.checkpoints
    select p.id::text, c.checkpoint_ns, c.checkpoint_id, c.parent_checkpoint_id, c.type, c.checkpoint, c.metadata
    from langgraph.checkpoints c, ${others}`
  await db.sql`insert into langgraph.checkpoint_blobs
    select p.id::text, c.checkpoint_ns, c.channel, c.version, c.type, c.blob from langgraph.checkpoint_blobs c, ${others}`
  await db.sql`insert into langgraph.checkpoint_writes
    select p.id::text, c.checkpoint_ns, c.checkpoint_id, c.task_id, c.idx, c.channel, c.type, c.blob
    from langgraph.checkpoint_writes c, ${others}`
}

/** The same crew, counting what it asks the database. */
function counted(of: Stage) {
  const statements = { count: 0 }
  const sql = new Proxy(of.db.sql, {
    apply(target, self, args) {
      statements.count += 1
      return Reflect.apply(target as unknown as (...args: unknown[]) => unknown, self, args)
    },
  })
  const crew: Stage['crew'] = {
    ...of.crew,
    context: async (overrides) => {
      const context = await of.crew.context(overrides)
      return {
        ...context,
        db: Object.create(context.db, { sql: { value: sql }, ventureId: { value: of.db.ventureId } }),
      }
    },
  }
  return { statements, crew }
}
