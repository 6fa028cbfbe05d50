import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient, type Sql } from '../../db/client.ts'
import { customerWords } from '../../db/queries/feedback.ts'
import { createTestVenture, type TestVenture, testDatabaseUrl } from '../../db/test-database.ts'
import { runTool } from '../run-tool.ts'
import { testContext } from '../test-context.ts'
import { countFeedback } from './count-feedback.ts'
import { createEmbedder } from './create-embedder.ts'
import { embedFeedback } from './embed-feedback.ts'
import type { Embedder } from './embedder.ts'
import { hashingEmbedder } from './hashing-embedder.ts'
import { searchFeedback } from './search-feedback.ts'

const firstBatch = new Date('2026-01-02T00:00:00.000Z')
const secondBatch = new Date('2026-01-10T00:00:00.000Z')
let sql: Sql
beforeAll(() => {
  sql = createClient(testDatabaseUrl())
})
afterAll(() => sql.end())

interface Written {
  customer: 'A' | 'B'
  body: string
  on: string
  origin?: string
  category?: string
  recordedAt?: Date
}

const written: Written[] = [
  { customer: 'A', body: 'The export crashes with an error every morning.', on: '2025-12-20', origin: 'ticket' },
  { customer: 'A', body: 'Great product, we love the schedule.', on: '2025-12-28', origin: 'survey_comment' },
  {
    customer: 'B',
    body: 'Too expensive, our budget was cut.',
    on: '2025-12-30',
    origin: 'exit_reason',
    category: 'pricing',
  },
  { customer: 'B', body: 'The renewal costs more than we can justify.', on: '2025-08-30', origin: 'ticket' },
  { customer: 'B', body: 'How do I invite a colleague?', on: '2026-01-08', origin: 'ticket', category: 'Their Own' },
]

async function ventureWith(rows: readonly Written[]): Promise<TestVenture & { ids: Record<'A' | 'B', string> }> {
  const venture = await createTestVenture(sql)
  const { ventureId } = venture
  for (const [index, recordedAt] of [firstBatch, secondBatch].entries()) {
    await sql`insert into batches (venture_id, recorded_at, id, kind, source, description)
      values (${ventureId}, ${recordedAt}, ${uuidv7()}, 'import', 'test', ${`batch ${index}`})`
  }
  const ids = { A: uuidv7(), B: uuidv7() }
  for (const name of ['A', 'B'] as const) {
    await sql`insert into customers (venture_id, id, source, external_id, recorded_at)
      values (${ventureId}, ${ids[name]}, 'test', ${`ext-${name}`}, ${firstBatch})`
    await sql`insert into customer_versions
      (venture_id, customer_id, valid_from, recorded_at, name, segment, signed_up_on)
      values (${ventureId}, ${ids[name]}, '2025-01-01', ${firstBatch}, ${`Company ${name}`},
        ${name === 'A' ? 'smb' : 'enterprise'}, '2025-01-01')`
  }
  for (const [index, row] of rows.entries()) {
    await sql`insert into feedback (venture_id, id, customer_id, source, origin, external_id, occurred_at, category, body,
        recorded_at)
      values (${ventureId}, ${uuidv7()}, ${ids[row.customer]}, 'test', ${row.origin ?? 'ticket'}, ${`F${index}`},
        ${`${row.on}T10:00:00Z`}, ${row.category ?? null}, ${row.body}, ${row.recordedAt ?? firstBatch})`
  }
  return { ...venture, ids }
}

describe('feedback', () => {
  let venture: Awaited<ReturnType<typeof ventureWith>>
  beforeAll(async () => {
    venture = await ventureWith(written)
    await embedFeedback(venture.db, hashingEmbedder)
  })

  it('is read in pieces where a call may take so many, and what is left is read by the next', async () => {
    const fresh = await ventureWith(written)
    const piece = await embedFeedback(fresh.db, hashingEmbedder, { atMost: 2 })
    expect(piece).toMatchObject({ embedded: 2, waiting: 3, problem: null })
    expect(await embedFeedback(fresh.db, hashingEmbedder)).toMatchObject({ embedded: 3, waiting: 0 })
  })

  it('is read once: a second time there is nothing left to do, and the source’s category stays', async () => {
    const fresh = await ventureWith(written)
    const progress: [number, number][] = []
    const onProgress = (done: number, total: number) => progress.push([done, total])
    const first = await embedFeedback(fresh.db, hashingEmbedder, { onProgress })
    expect(first).toEqual({ categorised: 3, embedded: 5, waiting: 0, problem: null })
    expect(progress.at(-1)).toEqual([5, 5])
    const again = await embedFeedback(fresh.db, hashingEmbedder)
    expect(again).toEqual({ categorised: 0, embedded: 0, waiting: 0, problem: null })
    const categories = await sql<{ category: string }[]>`
      select category from feedback where venture_id = ${fresh.ventureId} order by external_id`
    expect(categories.map((row) => row.category)).toEqual([
      'bug_reliability',
      'praise',
      'pricing',
      'billing_price',
      'Their Own',
    ])
  })

  it('is found by meaning, with whom, when and a fact for each quote', async () => {
    const answer = await runTool(searchFeedback, { query: 'price is too high' }, await testContext(venture))
    const [nearest, second] = answer.output.quotes
    expect(nearest).toMatchObject({ customer: { id: venture.ids.B, externalId: 'ext-B', name: 'Company B' } })
    expect([nearest?.text, second?.text].sort()).toEqual([
      'The renewal costs more than we can justify.',
      'Too expensive, our budget was cut.',
    ])
    expect(answer.output).toMatchObject({ searchedCount: 5, notSearchableCount: 0, embedder: 'hashing-v1' })
    const quote = answer.facts.find((fact) => fact.id.endsWith('.quote.1'))
    expect(quote).toMatchObject({ unit: 'text', value: nearest?.text, subject: { kind: 'feedback' } })
    expect(answer.facts.find((fact) => fact.metric === 'feedback_found')?.value).toBe(answer.output.quotes.length)
    const [receipt] = await sql<{ result: string }[]>`
      select result from receipts where venture_id = ${venture.ventureId} and id = ${answer.receiptId}`
    expect(receipt?.result).not.toContain('budget was cut')
  })

  it('keeps to the filters', async () => {
    const context = await testContext(venture)
    const texts = async (filters: object) =>
      (
        await runTool(searchFeedback, { query: 'price costs expensive budget error', ...filters }, context)
      ).output.quotes
        .map((quote) => quote.text[0])
        .sort()
        .join('')
    expect(await texts({ customer: 'ext-A' })).toBe('T')
    expect(await texts({ customer: 'company b', to: '2025-09-30' })).toBe('T')
    expect(await texts({ origin: 'survey_comment', category: 'billing_price' })).toBe('')
    expect(await texts({ category: 'billing_price' })).toBe('TT')
    const exit = await runTool(searchFeedback, { query: 'price', origin: 'exit_reason' }, context)
    expect(exit.output.quotes.map((quote) => quote.writtenOn)).toEqual(['2025-12-30'])
    const late = await runTool(searchFeedback, { query: 'costs', from: '2025-12-31' }, context)
    expect(late.output.searchedCount).toBe(1)
    await expect(runTool(searchFeedback, { query: 'x', customer: 'Company C' }, context)).rejects.toMatchObject({
      answer: { code: 'not_found', field: 'customer' },
    })
  })

  it('of another venture is never seen', async () => {
    const other = await ventureWith([{ customer: 'A', body: 'Our budget was cut, too expensive.', on: '2025-12-30' }])
    await embedFeedback(other.db, hashingEmbedder)
    const found = await runTool(searchFeedback, { query: 'too expensive' }, await testContext(other))
    expect(found.output.quotes.map((quote) => quote.text)).toEqual(['Our budget was cut, too expensive.'])
    expect(await customerWords(other.db, await testContext(other), [venture.ids.A, venture.ids.B], 5)).toEqual([])
    const counted = await runTool(countFeedback, {}, await testContext(other))
    expect(counted.output.total).toBe(1)
  })

  it('is as it was on a day, and as it was known then', async () => {
    const corrected = await ventureWith([
      { customer: 'A', body: 'Invoice wrong', on: '2025-12-20' },
      { customer: 'A', body: 'Invoice late and wrong', on: '2025-12-20', recordedAt: secondBatch },
      { customer: 'A', body: 'Invoice fine', on: '2026-01-05' },
    ])
    await embedFeedback(corrected.db, hashingEmbedder)
    await sql`update feedback set superseded_at = ${secondBatch}
      where venture_id = ${corrected.ventureId} and body = 'Invoice wrong'`
    const texts = async (asOf: string, knownAt: Date) =>
      (
        await runTool(searchFeedback, { query: 'invoice' }, await testContext(corrected, { asOf, knownAt }))
      ).output.quotes.map((quote) => quote.text)
    expect((await texts('2026-01-15', firstBatch)).sort()).toEqual(['Invoice fine', 'Invoice wrong'])
    expect((await texts('2026-01-15', secondBatch)).sort()).toEqual(['Invoice fine', 'Invoice late and wrong'])
    expect(await texts('2026-01-04', secondBatch)).toEqual(['Invoice late and wrong'])
    expect(await texts('2025-12-19', secondBatch)).toEqual([])
  })

  it('is counted by category and origin with the period before, and none loaded is no data', async () => {
    const context = await testContext(venture)
    const { output, facts } = await runTool(countFeedback, { from: '2025-12-01', to: '2025-12-31' }, context)
    expect(output).toMatchObject({
      period: { from: '2025-12-01', until: '2026-01-01' },
      previousPeriod: { from: '2025-10-31', until: '2025-12-01' },
      total: 3,
      previousTotal: 0,
    })
    expect(output.categories.map((group) => [group.name, group.count, group.sharePercent])).toEqual([
      ['billing_price', 1, 33.3],
      ['bug_reliability', 1, 33.3],
      ['praise', 1, 33.3],
    ])
    expect(facts.find((fact) => fact.id.endsWith('.category.praise.share'))?.text).toBe('33.3 %')
    const enterprise = await runTool(countFeedback, { from: '2025-06-01', segment: 'enterprise' }, context)
    expect(enterprise.output.total).toBe(3)
    const empty = await runTool(countFeedback, {}, await testContext(await createTestVenture(sql)))
    expect(empty.output).toMatchObject({ total: null, previousTotal: null, categories: [] })
    expect(empty.facts[0]).toMatchObject({ value: null, text: 'no data' })
  })

  it('gives the customer’s own words, reasons to leave before praise', async () => {
    const words = await customerWords(venture.db, await testContext(venture), Object.values(venture.ids), 2)
    expect(words.map((row) => [row.customerExternalId, row.occurredOn])).toEqual([
      ['ext-A', '2025-12-20'],
      ['ext-A', '2025-12-28'],
      ['ext-B', '2025-12-30'],
      ['ext-B', '2026-01-08'],
    ])
  })
})

describe('with an embedding provider', () => {
  let server: Server
  let behaviour: 'well' | 'limits' | 'breaks' | 'is silent' | 'is short' = 'well'
  let requests: { dimensions: number; model: string; input: string[] }[] = []
  let embedder: Embedder
  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        const asked = JSON.parse(body) as { dimensions: number; model: string; input: string[] }
        requests.push(asked)
        if (behaviour === 'is silent') return
        if (behaviour === 'limits' || behaviour === 'breaks') {
          response.writeHead(behaviour === 'limits' ? 429 : 500, { 'content-type': 'application/json' })
          response.end(JSON.stringify({ error: { message: `refused: ${asked.input.join()}` } }))
          return
        }
        const width = behaviour === 'is short' ? 3 : asked.dimensions
        const data = asked.input.map((_, index) => ({
          index,
          embedding: Array.from({ length: width }, (__, at) => (at === index ? 1 : 0)),
        }))
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(JSON.stringify({ data, model: asked.model, usage: { prompt_tokens: 1, total_tokens: 1 } }))
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    embedder = await createEmbedder({
      apiKey: 'test',
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
      model: 'any',
      embeddingModel: 'text-embedding-3-small',
      timeoutSeconds: 1,
      tokensPerRun: 1000,
    })
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  it.each([
    ['limits', /limiting requests \(429\)/],
    ['breaks', /error \(500\)/],
    ['is silent', /not be reached in time/],
    ['is short', /other than embeddings/],
  ] as const)('that %s leaves the rows for the next time, and says so without their text', async (how, message) => {
    const venture = await ventureWith(written)
    behaviour = how
    const outcome = await embedFeedback(venture.db, embedder)
    expect(outcome).toMatchObject({ categorised: 3, embedded: 0, waiting: 5 })
    expect(outcome.problem).toMatch(message)
    expect(outcome.problem).not.toContain('expensive')
    if (how === 'breaks') {
      await expect(
        runTool(searchFeedback, { query: 'price' }, await testContext(venture, { embedder })),
      ).rejects.toMatchObject({ answer: { code: 'unavailable' } })
    }
    behaviour = 'well'
    requests = []
    expect(await embedFeedback(venture.db, embedder)).toMatchObject({ embedded: 5, waiting: 0, problem: null })
    expect(requests).toMatchObject([{ dimensions: 512, model: 'text-embedding-3-small' }])
    const found = await runTool(searchFeedback, { query: 'x', limit: 1 }, await testContext(venture, { embedder }))
    expect(found.output).toMatchObject({ embedder: 'openai/text-embedding-3-small/512', searchedCount: 5 })
    expect(found.output.quotes).toMatchObject([{ similarity: 1 }])
  })
})
