import { readdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { UnrecoverableError } from 'bullmq'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { offlineWriter } from '../agents/writer.ts'
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
    listen: async () => async () => {},
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
    languageModel: undefined,
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
      const work = async (job: string) => {
        runs.push(job)
        if (job === 'broken') throw new UnrecoverableError('broken')
      }
      const workers = [queue, other].map((each) => each.work(work, () => {}))
      await queue.schedule('tick', { everyMs: 200 })
      await queue.schedule('broken', { everyMs: 60_000 })
      await vi.waitFor(() => expect(runs.filter((job) => job === 'tick').length).toBeGreaterThanOrEqual(3), 15_000)
      await queue.keepSchedules([])
      // What was due already may still run; then nothing does, for five times its interval.
      let seen: number
      do {
        seen = runs.length
        await new Promise((resolve) => setTimeout(resolve, 1_000))
      } while (runs.length > seen)
      const broken = (await queue.runs(100)).filter(({ job }) => job === 'broken')
      expect(broken).toMatchObject([{ state: 'failed', attempts: 1, maxAttempts: 3, reason: 'broken' }])
      expect(runs.filter((job) => job === 'broken')).toHaveLength(1)
      const run = broken[0]?.run ?? ''
      await queue.retry(run)
      await vi.waitFor(() => expect(runs.filter((job) => job === 'broken')).toHaveLength(2), 5_000)
      await vi.waitFor(async () => expect((await queue.findRun(run)).state).toBe('failed'), 5_000)
      const added = await other.add('tick', new Date())
      await vi.waitFor(async () => expect((await queue.findRun(added.run)).state).toBe('done'), 5_000)
      await expect(queue.retry(added.run)).rejects.toMatchObject({ answer: { code: 'conflict', field: 'run' } })
      await expect(queue.findRun('tick-1')).rejects.toMatchObject({ answer: { code: 'not_found', value: 'tick-1' } })
      await queue.schedule('monthly', { cron: '0 3 * * 1#1' })
      const [monthly] = (await queue.schedules()).filter(({ job }) => job === 'monthly')
      expect(monthly).toMatchObject({ when: '0 3 * * 1#1' })
      expect(monthly?.nextAt?.getUTCDay()).toBe(1)
      expect(monthly?.nextAt?.getUTCDate()).toBeLessThanOrEqual(7)
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
    writer: async () => offlineWriter,
    life: { start, resume: start, carryOn: never, resumeAll: never, close: start },
  }
  await expect(job.run({ id: 'x' }, deps)).rejects.toThrow(UnrecoverableError)
})

const start = async () => {}
const never = async () => ({ recoveredTouches: 0, resumedProposals: 0, incidents: [] })
