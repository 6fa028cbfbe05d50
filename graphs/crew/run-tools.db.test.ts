/** A run started through a door: answered at once, watched, stopped, and finished whoever leaves. */
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Actor, Progress, ToolContext } from '../../tools/define-tool.ts'
import { runTool } from '../../tools/run-tool.ts'
import { type DoorTools, openDoorTools } from '../door-tools.ts'
import { openSampleVenture, type SampleVenture } from './sample-venture.fixture.ts'

let sample: SampleVenture
let tools: DoorTools
const eva: Actor = { kind: 'person', id: uuidv7(), name: 'EVA', roles: ['eva'] }

beforeAll(async () => {
  sample = await openSampleVenture('run-tools', 30)
  const { crew } = sample
  const mail = { smtpUrl: undefined, mailFrom: 'Success <success@crew.invalid>' }
  tools = await openDoorTools({ crew, config: { dataDir: crew.dataDir, languageModel: undefined, ...mail } })
}, 120_000)
afterAll(async () => {
  await tools.close({ stop: true })
  await sample.close()
})

async function call(name: string, input: Record<string, unknown>, overrides: Partial<ToolContext> = {}) {
  const tool = tools.find(name)
  if (!tool) throw new Error(`there is no tool ${name}`)
  const context = await sample.crew.context({ actor: eva, door: 'mcp', ...overrides })
  return runTool(tool, input, context)
}
const run = (input: Record<string, unknown> = {}, overrides: Partial<ToolContext> = {}) =>
  call('run_crew', input, overrides)
const look = async (id?: unknown) => (await call('get_run', id === undefined ? {} : { run: id })).output

async function ended(id: unknown) {
  return vi.waitFor(
    async () => {
      const seen = await look(id)
      expect(seen.status).not.toBe('running')
      return seen
    },
    { timeout: 60_000, interval: 100 },
  )
}

test('before the first there is none', async () => {
  await expect(look()).rejects.toMatchObject({ answer: { code: 'not_found' } })
})

test('it answers with a handle at once and goes on when the caller has left', async () => {
  const caller = new AbortController()
  const { output } = await run({}, { signal: caller.signal })
  expect(output).toMatchObject({ status: 'running', isNew: true, finishedAt: null })
  caller.abort()
  const again = await run()
  if (again.output.isNew === false) expect(again.output.run).toBe(output.run)
  const seen = await ended(output.run)
  expect(seen).toMatchObject({ run: output.run, status: 'done', hasReport: true, writer: 'offline templates' })
  expect(seen.candidates).toBeGreaterThan(0)
  const { output: report } = await call('get_report', { runId: output.run })
  expect(String(report.markdown).length).toBeGreaterThan(1_000)
  const filed = await call('list_proposals', { limit: 500 })
  const labels = (filed.output.proposals as { proposal: string }[]).map(({ proposal }) => proposal)
  for (const label of seen.proposals as string[]) expect(labels).toContain(label)
  await ended(again.output.run)
}, 90_000)

test('of several that ask at once one begins it, and the others get its handle', async () => {
  for (let round = 0; round < 3; round++) {
    const asked = await Promise.all(Array.from({ length: 6 }, () => run({ maxCustomers: 1 })))
    expect(asked.filter(({ output }) => output.isNew)).toHaveLength(1)
    const [first] = asked
    for (const { output } of asked) expect(output.run).toBe(first?.output.run)
    await ended(first?.output.run)
  }
}, 90_000)

test('who waits is told how far it is, never backwards, and gets what came of it', async () => {
  const progress: Progress[] = []
  const { output, facts } = await run({ wait: true }, { onProgress: (each) => void progress.push(each) })
  expect(output).toMatchObject({ status: 'done', isNew: true, progress: { step: 'insights_writer' } })
  expect(facts.map(({ text }) => text)).toContain(String(output.candidates))
  const done = progress.map((each) => each.done)
  expect(done.at(-1)).toBe(100)
  expect(done).toEqual([...done].sort((a, b) => a - b))
  expect(progress.every(({ total, message }) => total === 100 && message !== '')).toBe(true)
}, 90_000)

describe('stopping', () => {
  test('who waits can cancel: nothing is filed, and the run says so', async () => {
    const before = await proposalCount()
    const caller = new AbortController()
    const stopping = run(
      { wait: true },
      { signal: caller.signal, onProgress: ({ done }) => (done >= 20 ? caller.abort() : undefined) },
    )
    await expect(stopping).rejects.toMatchObject({ answer: { code: 'conflict' } })
    expect(await look()).toMatchObject({ status: 'cancelled', hasReport: false, proposals: [] })
    expect(await proposalCount()).toBe(before)
  }, 90_000)

  test('through another door, by its handle; one that is over cannot be stopped', async () => {
    const { db } = sample.crew
    const { output } = await run()
    const { output: asked } = await call('stop_run', { run: output.run }, { door: 'slack' })
    expect(asked).toMatchObject({ run: output.run, isStopAsked: true })
    const seen = await ended(output.run)
    // It may have been filing when it looked: then it goes to its end.
    expect(['cancelled', 'done']).toContain(seen.status)
    await expect(call('stop_run', { run: output.run })).rejects.toMatchObject({
      answer: { code: 'conflict' },
    })
    const [row] = await db.sql<{ status: string }[]>`
      select status from crew_runs where venture_id = ${db.ventureId} and id = ${String(output.run)}`
    expect(row?.status).toBe(seen.status)
  }, 90_000)
})

test('a run whose process died is lost, and no new one waits for it', async () => {
  const { db } = sample.crew
  const id = '01900000-0000-7000-8000-00000000dead'
  await db.sql`insert into crew_runs (venture_id, id, as_of, known_at, started_at, writer, seen_at)
    values (${db.ventureId}, ${id}, '2026-10-30', now(), now() + interval '1 second', 'offline', now() - interval '5 minutes')`
  expect(await look(id)).toMatchObject({ status: 'lost' })
  const { output } = await run({ wait: true })
  expect(output).toMatchObject({ isNew: true, status: 'done' })
}, 90_000)

async function proposalCount(): Promise<number> {
  const { db } = sample.crew
  const [row] = await db.sql<{ count: number }[]>`
    select count(*) from proposals where venture_id = ${db.ventureId}`
  return row?.count ?? 0
}
