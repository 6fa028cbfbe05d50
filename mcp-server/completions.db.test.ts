/** A name is offered letter by letter, and what that leaves behind: no receipt, and one row in the ledger for a session. */
import type { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answered, type McpStage, openMcpStage } from './session.fixture.ts'

let stage: McpStage
beforeAll(async () => {
  stage = await openMcpStage('mcp-completions', 10)
}, 120_000)
afterAll(() => stage.close())

const offered = async (client: Client, value: string) => {
  const ref = { type: 'ref/resource' as const, uri: 'crew://customers/{customer}' }
  return (await client.complete({ ref, argument: { name: 'customer', value } })).completion.values
}

async function left() {
  const { sql, ventureId } = stage.crew.db
  const [row] = await sql<{ receipts: number; entries: number; offered: number }[]>`
    select (select count(*) from receipts where venture_id = ${ventureId}) as receipts,
      (select count(*) from ledger where venture_id = ${ventureId}) as entries,
      (select count(*) from ledger where venture_id = ${ventureId}
        and entry::jsonb ->> 'event' = 'names.offered') as offered`
  return row ?? { receipts: 0, entries: 0, offered: 0 }
}

test('letters leave no receipts; the ledger says once a session that names were offered, and to whom', async () => {
  const eva = await stage.connect(['eva'], { name: 'EVA' })
  const found = await answered<{ customers: { customer: { name: string } }[] }>(eva, 'list_customers', { limit: 1 })
  const name = found.output.customers[0]?.customer.name ?? ''
  const before = await left()
  for (let letters = 1; letters <= name.length; letters++) await offered(eva, name.slice(0, letters))
  expect(await offered(eva, name)).toContain(name)
  expect(await left()).toEqual({ receipts: before.receipts, entries: before.entries + 1, offered: before.offered + 1 })

  const again = await stage.connect(['eva'], { name: 'EVA' })
  await Promise.all([offered(again, name), offered(again, name.slice(0, 3))])
  expect(await left()).toEqual({ receipts: before.receipts, entries: before.entries + 2, offered: before.offered + 2 })

  // What is then asked about the name is recorded as ever.
  await answered(eva, 'get_customer', { customer: name })
  expect((await left()).receipts).toBe(before.receipts + 1)
})

test('what is the same for everyone leaves nothing at all', async () => {
  const eva = await stage.connect(['eva'], { name: 'EVA' })
  const before = await left()
  const ref = { type: 'ref/resource' as const, uri: 'crew://parameters/{parameter}' }
  const { completion } = await eva.complete({ ref, argument: { name: 'parameter', value: 'healthy_t' } })
  expect(completion.values).toEqual(['healthy_threshold'])
  expect(await left()).toEqual(before)
})
