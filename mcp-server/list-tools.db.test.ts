import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isAllowed, roles } from '../tools/role-matrix.ts'
import { MOST_LISTED } from './curated.ts'
import { answered, type McpStage, openMcpStage } from './session.fixture.ts'

let stage: McpStage

beforeAll(async () => {
  stage = await openMcpStage('mcp-list')
}, 120_000)
afterAll(() => stage.close())

describe.each(roles)('%s', (role) => {
  test('is shown the curated tools of the role, at most 25', async () => {
    const { tools } = await (await stage.connect([role])).listTools()
    const curated = stage.tools.tools.filter(({ isCurated, capability }) => isCurated && isAllowed(capability, [role]))
    // One more than fits would push another out unseen: then fewer must be marked.
    expect(curated.length).toBeLessThanOrEqual(MOST_LISTED)
    expect(tools.map(({ name }) => name)).toEqual(curated.map(({ name }) => name))
  })

  test('is shown every tool of the role with the setting, and none of another', async () => {
    const { tools } = await (await stage.connect([role], { mcpTools: 'all' })).listTools()
    const allowed = stage.tools.tools.filter(({ capability }) => isAllowed(capability, [role]))
    expect(tools.map(({ name }) => name).sort()).toEqual(allowed.map(({ name }) => name).sort())
  })
})

test('what an assistant needs is among the curated', async () => {
  const { tools } = await (await stage.connect(['eva'])).listTools()
  expect(tools.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'ask_crew',
      'get_customer',
      'explain_score',
      'list_at_risk',
      'get_churn_probability',
      'get_revenue',
      'list_tickets',
      'get_adoption',
      'list_proposals',
      'file_proposal',
      'list_alerts',
      'get_gates',
      'get_system_health',
      'get_receipt',
      'replay_receipt',
    ]),
  )
  expect(tools.map(({ name }) => name)).not.toContain('decide_proposal')
})

/** Every tool there is, for EVA's role counts alone where it is held. */
const allButEva = roles.filter((role) => role !== 'eva')

test('each tool says all four hints, and they fit its effect', async () => {
  const { tools } = await (await stage.connect(allButEva, { mcpTools: 'all' })).listTools()
  for (const { name, title, annotations, inputSchema, outputSchema } of tools) {
    const { effect } = stage.tools.find(name) ?? {}
    expect(annotations, name).toEqual({
      title,
      readOnlyHint: effect === 'read',
      destructiveHint: expect.any(Boolean),
      idempotentHint: expect.any(Boolean),
      openWorldHint: expect.any(Boolean),
    })
    if (effect !== 'act') expect(annotations?.destructiveHint, name).toBe(false)
    if (effect === 'read') expect(annotations?.openWorldHint, name).toBe(false)
    expect(inputSchema.additionalProperties, name).toBe(false)
    expect(outputSchema?.required, name).toEqual(expect.arrayContaining(['output', 'facts', 'receipt']))
  }
  const hints = (name: string) => tools.find((tool) => tool.name === name)?.annotations
  expect(hints('decide_proposal')).toMatchObject({ destructiveHint: true, openWorldHint: true })
  expect(hints('file_proposal')).toMatchObject({ destructiveHint: false, idempotentHint: true, openWorldHint: false })
})

// The client checks every answer against the schema that the listing gave it, and throws when it does not fit.
test('every read answers a call with what its schema promises', async () => {
  const client = await stage.connect(allButEva, { mcpTools: 'all' })
  const { tools } = await client.listTools()
  const { output } = await answered<{ customers: { customer: { externalId: string } }[] }>(client, 'list_at_risk')
  const customer = output.customers[0]?.customer.externalId
  const { receipt } = await answered(client, 'get_nps')
  const needed: Record<string, unknown> = {
    customer,
    receipt,
    question: 'who is at risk?',
    query: 'price',
    from: 1,
    to: 1,
  }
  const told: string[] = []
  for (const { name, inputSchema, annotations } of tools.filter(({ annotations: hints }) => hints?.readOnlyHint)) {
    const input = Object.fromEntries((inputSchema.required ?? []).map((field) => [field, needed[field]]))
    const { isError, structuredContent, content } = await client.callTool({ name, arguments: input })
    const [text] = content as { type: string; text: string }[]
    if (isError) told.push(`${name}: ${JSON.parse(text?.text ?? '').code}`)
    else expect(structuredContent, name).toMatchObject({ receipt: expect.stringMatching(/^R-\d+$/), simulated: true })
    if (!isError) expect(text?.text, name).toContain(`# ${annotations?.title}`)
  }
  // What is not there in a venture that never ran: no report, run, proposal or alert to open.
  expect(told.filter((line) => !/^get_(report|run|proposal|alert): (not_found|invalid_input)$/.test(line))).toEqual([])
}, 120_000)
