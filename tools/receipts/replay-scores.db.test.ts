import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestVenture, type TestVenture } from '../../db/test-database.ts'
import { simulateVenture } from '../../sample/simulate.ts'
import type { ToolContext } from '../define-tool.ts'
import { importFiles } from '../import/import-files.ts'
import { findTool, tools } from '../registry.ts'
import { runTool } from '../run-tool.ts'
import { testContext } from '../test-context.ts'
import { replayReceipt } from './replay-receipt.ts'

const mapping = fileURLToPath(new URL('../../sample/mappings/sample.yaml', import.meta.url))

let venture: TestVenture
let context: ToolContext
let folder: string

beforeAll(async () => {
  venture = await createTestVenture()
  folder = await mkdtemp(join(tmpdir(), 'crew-replay-'))
  const { files } = await simulateVenture({ seed: 7, customers: 40, months: 6, endOn: '2026-01-09' }, folder)
  const now = new Date('2026-01-15T12:00:00Z')
  const { venture: shown } = await testContext(venture, { now, dataDir: folder })
  await importFiles(venture.db, shown, { files, mapping, dataDir: folder, now })
  context = await testContext(venture, { asOf: '2026-01-09', dataDir: folder })
})
afterAll(async () => {
  await venture.sql.end({ timeout: 5 })
  await rm(folder, { recursive: true, force: true })
})

async function replay(receipt: string) {
  return (await runTool(replayReceipt, { receipt }, context)).output
}

/** A ticket that was closed in time, and its customer. */
async function closedTicket() {
  const [row] = await venture.sql<{ ticketId: string; externalId: string; customerId: string; name: string }[]>`
    select v.ticket_id, t.external_id, v.customer_id, c.name
    from support_ticket_versions v
    join support_tickets t on t.venture_id = v.venture_id and t.id = v.ticket_id
    join customer_versions c on c.venture_id = v.venture_id and c.customer_id = v.customer_id and c.valid_to is null
    join subscription_versions s on s.venture_id = v.venture_id and s.customer_id = v.customer_id and s.valid_to is null
      and not s.is_trial
    where v.venture_id = ${venture.ventureId} and v.status = 'closed' and v.valid_from < '2026-01-09'
    order by t.external_id limit 1`
  if (!row) throw new Error('the sample has no closed ticket')
  return row
}

test('every replayable read gives the same again', async () => {
  const { name } = await closedTicket()
  const named = new Set(['get_customer', 'get_churn_probability'])
  const reads = tools.filter(
    (tool) =>
      tool.effect === 'read' && tool.replayable !== false && (named.has(tool.name) || tool.input.safeParse({}).success),
  )
  expect(reads.length).toBeGreaterThanOrEqual(12)
  for (const tool of reads) {
    const { receipt } = await runTool(tool, named.has(tool.name) ? { customer: name } : {}, context)
    const { equal, summary } = await replay(receipt)
    expect({ tool: tool.name, equal, summary }).toMatchObject({ tool: tool.name, equal: true })
  }
})

test('one altered ticket is named, with its customer and the score it moved', async () => {
  const { ticketId, externalId, customerId, name } = await closedTicket()
  const receipts: Record<string, string> = {}
  for (const [tool, input] of [
    ['get_customer', { customer: customerId }],
    ['get_health_summary', {}],
  ] as const) {
    const found = findTool(tool)
    if (found) receipts[tool] = (await runTool(found, input, context)).receipt
  }
  await venture.sql`
    delete from support_ticket_versions where venture_id = ${venture.ventureId} and ticket_id = ${ticketId} and status = 'closed'`
  await venture.sql`
    update support_ticket_versions set valid_to = null
    where venture_id = ${venture.ventureId} and ticket_id = ${ticketId}`

  const card = await replay(receipts.get_customer ?? '')
  expect(card.equal).toBe(false)
  expect(card.knownAtReceipt.facts).toContainEqual(
    expect.objectContaining({ metric: 'health_score', subject: expect.objectContaining({ id: customerId }) }),
  )
  expect(card.knownAtReceipt.alteredRows).toContainEqual(
    expect.objectContaining({ row: externalId, customer: expect.objectContaining({ name }) }),
  )
  const summary = await replay(receipts.get_health_summary ?? '')
  expect(summary.equal).toBe(false)
  expect(summary.knownAtReceipt.facts).toContainEqual(expect.objectContaining({ metric: 'average_health_score' }))
})
