import { readdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { UnrecoverableError } from 'bullmq'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { readTestConfig } from '../config.ts'
import { testChannels } from '../tools/alerts/alert.fixture.ts'
import type { Crew } from '../tools/open-crew.ts'
import { decideProposal } from '../tools/proposals/decide-proposal.ts'
import { addCustomer, file, openStage, type Stage, setTestMode, statusOf } from '../tools/proposals/proposal.fixture.ts'
import { runTool } from '../tools/run-tool.ts'
import { testKey } from '../tools/test-context.ts'
import { defineJob } from './define-job.ts'
import { openQueue } from './open-queue.ts'
import { startWorker } from './start-worker.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage.close())

async function testCrew(): Promise<Crew> {
  const { venture, actor } = await stage.context()
  return {
    ...stage.crew,
    db: stage.db,
    venture,
    actor,
    ledgerKey: testKey,
    dataDir: stage.dataDir,
    latestDataOn: async () => undefined,
    signLedgerHead: async () => {},
    close: async () => {},
  }
}

test('a worker that starts carries out what was decided while none ran, and decides nothing', async () => {
  await setTestMode(stage, 'message', 'assisted')
  const decided = await file(stage, { customerId: (await addCustomer(stage.db)).id })
  const waiting = await file(stage, { customerId: (await addCustomer(stage.db)).id })
  const input = { proposal: decided.label, decision: 'approve', reason: 'Yes.' }
  await runTool(decideProposal, input, await stage.context({ actor: stage.anna }))

  const config = {
    dataDir: stage.dataDir,
    smtpUrl: undefined,
    mailFrom: 'success@crew.invalid',
    redisUrl: undefined,
    alertWebhook: undefined,
  }
  const worker = await startWorker(await testCrew(), config)
  expect(await statusOf(stage.db, decided.id)).toBe('done')
  expect(await readdir(join(stage.dataDir, 'outbox'))).toHaveLength(1)
  expect(await statusOf(stage.db, waiting.id)).toBe('waiting')
  await worker.close()
  expect(await readdir(stage.dataDir)).not.toContain('incidents.jsonl')
})

const { redisUrl } = readTestConfig()
describe.each([{ where: 'the database', url: undefined }, ...(redisUrl ? [{ where: 'Redis', url: redisUrl }] : [])])(
  'on $where',
  ({ url }) => {
    test('a schedule runs a job on time, one worker each time, until it is dropped', async () => {
      // BullMQ loads it when it first connects, and where it is missing never stops trying.
      if (url) createRequire(import.meta.url).resolve('ioredis')
      const name = `test-${stage.venture.ventureId}`
      const queue = openQueue(stage.url, { redisUrl: url }, name)
      const other = openQueue(stage.url, { redisUrl: url }, name)
      const runs: string[] = []
      const problems: unknown[] = []
      const work = async (job: string) => {
        runs.push(job)
        if (job === 'broken') throw new UnrecoverableError('broken')
      }
      const workers = [queue, other].map((each) => each.work(work, (error) => problems.push(error)))
      await queue.schedule('tick', { everyMs: 200 })
      await queue.schedule('broken', { everyMs: 60_000 })
      await vi.waitFor(() => expect(runs.filter((job) => job === 'tick').length).toBeGreaterThanOrEqual(3), 15_000)
      await queue.keepSchedules([])
      await new Promise((resolve) => setTimeout(resolve, 300))
      const seen = runs.length
      await new Promise((resolve) => setTimeout(resolve, 700))
      expect(runs.length).toBe(seen)
      expect(problems).toHaveLength(runs.filter((job) => job === 'broken').length)
      await Promise.all(workers.map((worker) => worker.close()))
      await Promise.all([queue.close(), other.close()])
    })
  },
)

test('a payload that does not fit is not tried again', async () => {
  const job = defineJob({
    name: 'strict',
    about: 'Takes an id.',
    data: z.object({ id: z.uuid() }),
    repeat: { everyMs: 1000 },
    run: async () => {},
  })
  const deps = {
    crew: await testCrew(),
    channels: testChannels(),
    context: () => stage.context(),
    life: { start, resume: start, carryOn: never, resumeAll: never, close: start },
  }
  await expect(job.run({ id: 'x' }, deps)).rejects.toThrow(UnrecoverableError)
})

const start = async () => {}
const never = async () => ({ recoveredTouches: 0, resumedProposals: 0, incidents: [] })
