/** A process is killed at every step of a proposal's life; what another one finds is gone on with, and nothing is sent twice. */
import { spawn } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openMail } from '../../tools/outbox/open-mail.ts'
import { eventsOf, openStage, type Stage, touchStates } from '../../tools/proposals/proposal.fixture.ts'
import type { CrashOrder } from './crash.fixture.ts'
import { completeAndCarryOn, decideAndCarryOut } from './decide-and-carry-out.ts'
import { openProposalLife, type ProposalLife } from './proposal-life.ts'

const received: string[] = []
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, _session, done) {
    let text = ''
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
    stream.on('end', () => {
      received.push(text)
      done()
    })
  },
})
let smtpUrl: string

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  smtpUrl = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`
})
afterAll(() => new Promise<void>((resolve) => server.close(resolve)))

const steps = [
  'filed',
  'started',
  'decided',
  'policy.passed',
  'facts.checked',
  'proposal.executed',
  'touch.attempted',
  'touch.delivered',
  'touch.settled',
  'outcome.recorded',
]

describe.concurrent('killed', { timeout: 120_000 }, () => {
  test.each(steps)('at %s, the message is one file in the end', async (killAt) => {
    await withCrashed({ killAt }, async ({ stage, life, id }) => {
      await goOn(stage, life, id)
      const [touch, ...others] = await touchStates(stage.db, id)
      expect(others).toEqual([])
      expect(touch).toMatchObject({ status: 'sent' })
      const files = await readdir(join(stage.dataDir, 'outbox'))
      expect(files.filter((name) => name.endsWith('.eml'))).toEqual([`${touch?.id}.eml`])
      const events = await eventsOf(stage.db, id)
      for (const once of ['proposal.filed', 'proposal.decided', 'touch.queued', 'touch.sent', 'proposal.done']) {
        expect(events.filter((event) => event === once)).toEqual([once])
      }
    })
  })

  test.each([
    { killAt: 'touch.attempted', left: 0 },
    { killAt: 'touch.delivered', left: 1 },
  ])('at $killAt through a mail server, it is parked for a person, who finds out', async ({ killAt, left }) => {
    const email = `${killAt}@customer.example.io`
    await withCrashed({ killAt, smtpUrl, email }, async ({ stage, life, id }) => {
      const arrived = () => received.filter((text) => text.includes(email)).length
      await life.resumeAll()
      await life.resumeAll()
      expect(await touchStates(stage.db, id)).toMatchObject([{ status: 'unknown' }])
      expect(arrived()).toBe(left)

      const context = await stage.context()
      await expect(completeAndCarryOn(life, { task: id, outcome: 'done' }, context)).rejects.toThrow(
        /whether a message/,
      )
      const { proposal } = await completeAndCarryOn(
        life,
        { task: id, outcome: left === 0 ? 'not_sent' : 'sent' },
        context,
      )
      expect(proposal).toMatchObject({ status: 'done', touches: [{ status: 'sent' }] })
      await life.resumeAll()
      expect(arrived()).toBe(1)
    })
  })
})

interface Crashed {
  stage: Stage
  life: ProposalLife
  id: string
}

async function withCrashed(order: Omit<CrashOrder, 'stage' | 'personId'>, work: (crashed: Crashed) => Promise<void>) {
  const stage = await openStage()
  const { url, dataDir, venture } = stage
  const signal = await runChild({
    ...order,
    stage: { url, dataDir, ventureId: venture.ventureId },
    personId: stage.anna.id,
  })
  expect(signal).toBe('SIGKILL')
  const life = await openProposalLife({
    crew: stage.crew,
    mail: openMail({ dataDir, smtpUrl: order.smtpUrl, mailFrom: 'success@crew.invalid' }),
  })
  const [row] = await stage.db.sql<{ id: string }[]>`select id from proposals where venture_id = ${venture.ventureId}`
  try {
    await work({ stage, life, id: row?.id ?? '' })
  } finally {
    await life.close()
    await stage.close()
  }
}

/** What the next start does; where nobody had decided yet, somebody does now. */
async function goOn(stage: Stage, life: ProposalLife, id: string): Promise<void> {
  expect((await life.resumeAll()).incidents).toEqual([])
  const [decided] = await stage.db.sql`
    select 1 as one from decisions where venture_id = ${stage.venture.ventureId} and proposal_id = ${id}`
  if (!decided) {
    const input = { proposal: id, decision: 'approve', reason: 'Looks right.' }
    await decideAndCarryOut(life, input, await stage.context({ actor: stage.anna }))
  }
  await life.resumeAll()
}

function runChild(order: CrashOrder): Promise<NodeJS.Signals | null> {
  const script = new URL('./crash.fixture.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [script, JSON.stringify(order)], { stdio: ['ignore', 'ignore', 'inherit'] })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (_code, signal) => resolve(signal))
  })
}
