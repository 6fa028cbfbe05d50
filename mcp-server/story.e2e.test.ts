/**
 * The whole story with the SDK's own client: EVA asks, finds a customer at risk, opens a receipt, proposes, fails to approve,
 * the Chairman approves, EVA sees it done. Once over HTTP and once over stdio, as people connect.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabaseUrl } from '../db/test-database.ts'
import { createToken } from '../tools/people/create-token.ts'
import { runTool } from '../tools/run-tool.ts'
import { type McpDoor, serveMcp } from './serve-http.ts'
import { answered, type McpStage, openMcpStage, refused } from './session.fixture.ts'

const SLUG = 'mcp-story'
const LAUNCHER = fileURLToPath(new URL('../cli/crew.js', import.meta.url))

let stage: McpStage
let door: McpDoor
let tokens: Record<'eva' | 'chairman', string>
const clients: Client[] = []

beforeAll(async () => {
  stage = await openMcpStage(SLUG)
  door = await serveMcp(stage, { port: 0 })
  const { output } = await runTool(createToken, { role: 'eva', name: 'EVA' }, await stage.crew.context())
  const chairman = await readFile(join(stage.crew.dataDir, 'chairman.token'), 'utf8')
  tokens = { eva: output.token, chairman: chairman.trim() }
}, 120_000)
afterAll(async () => {
  for (const client of clients) await client.close()
  await door.close()
  await stage.close()
})

const transports: Record<string, (token: string) => Transport> = {
  // The SDK declares `sessionId` in a way that exactOptionalPropertyTypes does not take for its own interface.
  HTTP: (token) =>
    new StreamableHTTPClientTransport(new URL(door.url), {
      requestInit: { headers: { Authorization: `Bearer ${token}` } },
    }) as Transport,
  stdio: (token) =>
    new StdioClientTransport({
      command: process.execPath,
      args: [LAUNCHER, 'mcp', '--venture', SLUG],
      env: {
        ...getDefaultEnvironment(),
        CREW_TOKEN: token,
        DATABASE_URL: testDatabaseUrl(),
        CREW_DATA_DIR: stage.crew.dataDir,
      },
      stderr: 'inherit',
    }),
}

interface AtRisk {
  customers: { customer: { externalId: string; name: string } }[]
}
interface Shown {
  proposal: string
  status: string
  confirmation: string | null
  proposedBy: string
}

describe.each(Object.keys(transports))('over %s', (name) => {
  const connect = async (token: string) => {
    const client = new Client({ name: 'story', version: '1' })
    const transport = transports[name]?.(token)
    if (!transport) throw new Error(`no transport ${name}`)
    await client.connect(transport)
    clients.push(client)
    return client
  }

  test('EVA asks, proposes and decides nothing; the Chairman approves; EVA sees it done', async () => {
    const eva = await connect(tokens.eva)
    expect(eva.getInstructions()).toContain('never state one that no tool gave')
    await eva.listTools()

    const asked = await answered<{ answered: boolean; text: string; receipts: string[] }>(eva, 'ask_crew', {
      question: 'who should we call this week and why',
    })
    expect(asked.output).toMatchObject({ answered: true, text: expect.stringMatching(/\d/) })

    const atRisk = await answered<AtRisk>(eva, 'list_at_risk', { limit: 5 })
    // Each transport takes another customer, so that neither is asked about twice.
    const customer = atRisk.output.customers[Object.keys(transports).indexOf(name)]?.customer
    expect(asked.output.text).toContain(customer?.name)
    const card = await answered<{ score: number }>(eva, 'get_customer', { customer: customer?.externalId })
    const score = card.facts.find(({ id }) => id.endsWith('.score'))
    expect(score?.text).toBe(String(card.output.score))

    const opened = await answered<{ tool: string; isUnaltered: boolean }>(eva, 'get_receipt', { receipt: card.receipt })
    expect(opened.output).toMatchObject({ tool: 'get_customer', isUnaltered: true })
    const replayed = await answered<{ equal: boolean }>(eva, 'replay_receipt', { receipt: card.receipt })
    expect(replayed.output.equal).toBe(true)

    const filed = await answered<{ outcome: string; proposal: string }>(eva, 'file_proposal', {
      customer: customer?.externalId,
      cause: 'health_fell',
      title: 'Call them this week',
      reason: `The health score is {{fact:${score?.id}}}.`,
      draft: { kind: 'task', title: 'Call them', body: `Ask about the score of {{fact:${score?.id}}}.`, dueInDays: 3 },
    })
    expect(filed.output.outcome).toBe('filed')
    const { proposal } = filed.output

    const waits = await answered<{ proposals: Shown[] }>(eva, 'list_proposals')
    expect(waits.output.proposals.find((each) => each.proposal === proposal)).toMatchObject({
      status: 'waiting',
      confirmation: null,
    })

    const chairman = await connect(tokens.chairman)
    const seen = await answered<Shown>(chairman, 'get_proposal', { proposal })
    expect(seen.text).toContain(`score is ${card.output.score}`)
    const { confirmation } = seen.output
    const approval = { proposal, decision: 'approve', reason: 'Worth a call.' }

    expect((await eva.listTools()).tools.map((tool) => tool.name)).not.toContain('decide_proposal')
    expect(await refused(eva, 'decide_proposal', approval)).toMatchObject({ code: 'forbidden' })
    // Not with what was handed to the Chairman either.
    expect(await refused(eva, 'decide_proposal', { ...approval, confirmation })).toMatchObject({ code: 'forbidden' })

    expect(await refused(chairman, 'decide_proposal', approval)).toMatchObject({ field: 'confirmation' })
    const decided = await answered<{ statusNow: string }>(chairman, 'decide_proposal', { ...approval, confirmation })
    expect(decided.output.statusNow).toBe('executing')
    expect(await refused(chairman, 'decide_proposal', { ...approval, confirmation })).toMatchObject({
      code: 'conflict',
    })

    // The call is made, and said to be made by a tool that is not listed.
    await answered(chairman, 'complete_task', { task: proposal, note: 'Called.' })
    const done = await answered<Shown>(eva, 'get_proposal', { proposal })
    expect(done.output.status).toBe('done')
    const recorded = await answered<{ outcome: string }>(eva, 'record_outcome', {
      about: proposal,
      outcome: 'successful',
      response: 'positive',
    })
    expect(recorded.output.outcome).toBe('successful')
  }, 120_000)
})

test('a token that is revoked ends at once, in the middle of a session', async () => {
  const { output } = await runTool(createToken, { role: 'eva', name: 'EVA', label: 'lost' }, await stage.crew.context())
  const client = new Client({ name: 'story', version: '1' })
  const transport = transports.HTTP?.(output.token)
  if (!transport) throw new Error('no HTTP')
  await client.connect(transport)
  clients.push(client)
  expect((await client.listTools()).tools.length).toBeGreaterThan(10)
  const { revokeToken } = await import('../tools/people/revoke-token.ts')
  await runTool(revokeToken, { token: 'lost' }, await stage.crew.context())
  await expect(client.listTools()).rejects.toThrow(/401|revoked/i)
})
