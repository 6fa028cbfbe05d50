/** A second client, which nobody here wrote: the Inspector, over HTTP, as a process of its own for every request. */
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import pLimit from 'p-limit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCrew } from '../../graphs/crew/run-crew.ts'
import { type McpDoor, serveMcp } from '../serve-http.ts'
import { type McpStage, openMcpStage } from '../session.fixture.ts'

const INSPECTOR = fileURLToPath(import.meta.resolve('@modelcontextprotocol/inspector/package.json')).replace(
  'package.json',
  'clients/launcher/build/index.js',
)
/** What the Inspector ends with when a tool answered that it went wrong. */
const TOOL_ERROR = 5

let stage: McpStage
let door: McpDoor
let token: string
let home: string

beforeAll(async () => {
  stage = await openMcpStage('mcp-inspector')
  await runCrew(stage.crew, { maxCustomers: 3 })
  door = await serveMcp({ ...stage, config: { ...stage.config, mcpTools: 'all' } }, { port: 0 })
  token = (await readFile(join(stage.crew.dataDir, 'chairman.token'), 'utf8')).trim()
  home = await mkdtemp(join(tmpdir(), 'crew-inspector-'))
}, 120_000)
afterAll(async () => {
  await door.close()
  await stage.close()
  await rm(home, { recursive: true, force: true })
})

async function inspect(...args: string[]): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const child = spawn(
    process.execPath,
    [INSPECTOR, '--cli', door.url, '--header', `Authorization: Bearer ${token}`, '--format', 'json', ...args],
    { env: { HOME: home, PATH: dirname(process.execPath) } },
  )
  const [stdout, stderr] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.once('exit', resolve)),
  ])
  return { status: child.exitCode, stdout, stderr }
}

interface Listed {
  name: string
  inputSchema: { required?: string[] }
}

async function call(name: string, input: object): Promise<{ status: number | null; result: Record<string, unknown> }> {
  const args = ['--tool-name', name, '--tool-args-json', JSON.stringify(input)]
  const { status, stdout } = await inspect('--quiet', '--method', 'tools/call', ...args)
  return { status, result: JSON.parse(stdout).result }
}

async function output<Output>(name: string, input: object = {}): Promise<Output> {
  const { result } = await call(name, input)
  return (result.structuredContent as { output: Output }).output
}

test('every tool is listed, and its schemas are strictly valid', async () => {
  const { status, stdout, stderr } = await inspect('--method', 'tools/list', '--strict')
  expect(stderr).not.toMatch(/Error: tool|Warning: tool/)
  expect(status).toBe(0)
  expect(JSON.parse(stdout).result.tools).toHaveLength(stage.tools.tools.length)
}, 120_000)

test('each curated tool answers good input, and bad input with what was wrong', async () => {
  const { stdout } = await inspect('--quiet', '--method', 'tools/list')
  const curated: Listed[] = JSON.parse(stdout).result.tools.filter(
    ({ name }: Listed) => stage.tools.find(name)?.isCurated,
  )
  const atRisk = (await call('list_at_risk', {})).result.structuredContent as {
    output: { customers: { customer: { externalId: string } }[] }
    receipt: string
  }
  const { proposals } = await output<{ proposals: { proposal: string; confirmation: string }[] }>('list_proposals')
  const [proposal] = proposals
  const customer = atRisk.output.customers[0]?.customer.externalId
  const draft = { kind: 'task', title: 'Call them', body: 'Ask how they are.', dueInDays: 3 }
  const good: Record<string, object> = {
    file_proposal: { customer, cause: 'inspector', title: 'Call them', reason: 'To see that it works.', draft },
    run_crew: { wait: true, maxCustomers: 1 },
    record_outcome: { about: customer, outcome: 'successful' },
    decide_proposal: {
      proposal: proposal?.proposal,
      confirmation: proposal?.confirmation,
      decision: 'monitor',
      reason: 'To see that it works.',
    },
  }
  const needed: Record<string, unknown> = {
    question: 'who is at risk?',
    query: 'price',
    customer,
    receipt: atRisk.receipt,
    proposal: proposal?.proposal,
  }
  const wanted = ({ name, inputSchema: { required = [] } }: Listed) =>
    good[name] ?? Object.fromEntries(required.map((field) => [field, needed[field]]))
  // What changes something comes last, so that it changes nothing that the others ask about.
  const reads = curated.filter(({ name }) => good[name] === undefined)
  const atOnce = pLimit(2)
  await Promise.all(reads.map((tool) => atOnce(() => expectGood(tool.name, wanted(tool)))))
  for (const [name, input] of Object.entries(good)) await expectGood(name, input)
  await Promise.all(curated.map(({ name }) => atOnce(() => expectBad(name))))
}, 600_000)

async function expectGood(name: string, input: object): Promise<void> {
  const { status, result } = await call(name, input)
  expect({ name, status, content: status === 0 ? [] : result.content }).toEqual({ name, status: 0, content: [] })
  expect(result.structuredContent, name).toMatchObject({ receipt: expect.stringMatching(/^R-\d+$/) })
}

async function expectBad(name: string): Promise<void> {
  const { status, result } = await call(name, { nonsense: true })
  const [content] = result.content as { text: string }[]
  expect(status, name).toBe(TOOL_ERROR)
  expect(JSON.parse(content?.text ?? ''), name).toMatchObject({ code: 'invalid_input', fix: expect.any(String) })
}

test('resources, templates, prompts and what completes them', async () => {
  const listed = async (method: string) => JSON.parse((await inspect('--quiet', '--method', method)).stdout).result
  expect((await listed('resources/list')).resources.length).toBeGreaterThan(5)
  expect((await listed('resources/templates/list')).resourceTemplates.length).toBeGreaterThan(3)
  expect((await listed('prompts/list')).prompts).toHaveLength(5)
  const { stdout } = await inspect('--quiet', '--method', 'resources/read', '--uri', 'crew://reports/latest')
  expect(JSON.parse(stdout).result.contents[0].text).toContain('Receipt R-')
}, 120_000)
