import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestVenture } from '../../db/test-database.ts'
import { customerIn } from './customer-names.ts'
import { namedVenture } from './named-venture.fixture.ts'
import { spokenWords } from './spoken-words.ts'
import { type Listener, understand } from './understand.ts'

let made: TestVenture
let listener: Listener
beforeAll(async () => {
  const venture = await namedVenture()
  made = venture.made
  listener = venture.listener
})
afterAll(() => made.sql.end())

test.each([
  ['why did Acme drop', 'Acme'],
  ["what's up with acme's score", 'Acme'],
  ['show me c102', 'Northwind Traders'],
  ['how is northwind doing', 'Northwind Traders'],
  ['how is north wind doing', 'Northwind Traders'],
  ['northwinds tickets', 'Northwind Traders'],
  ['why did globecks drop', 'Globex'],
  ['is acne at risk', 'Acme'],
  ['what about blue harbor', 'Blue Harbor Logistics'],
  ['how is health first doing', 'Health First'],
])('%s names %s', async (question, name) => {
  expect(await customerIn(listener.db, listener, spokenWords(question))).toMatchObject({
    kind: 'one',
    customer: { name },
  })
})

test.each([
  'how is our health',
  'who is at risk',
  'what is the nps of apple',
  'tell me about blue cheese',
  'show me the first report',
])('%s names nobody', async (question) => {
  expect(await customerIn(listener.db, listener, spokenWords(question))).not.toMatchObject({ kind: 'one' })
})

test('a time, an industry and a country are nobody’s name by their sound, and a name with more to it stays one', async () => {
  const { sql, ventureId } = made
  const of = { venture_id: ventureId, recorded_at: new Date('2026-01-01T00:00:00Z') }
  for (const [index, name] of ['Junamere Kitchens', 'Pelamont Freight', 'April Foods', 'Orbit Software'].entries()) {
    const customer = uuidv7()
    await sql`insert into customers ${sql({ ...of, id: customer, source: 'crm', external_id: `D${index}` })}`
    await sql`insert into customer_versions ${sql({ ...of, customer_id: customer, valid_from: '2025-01-01', name, plan: 'Pro', industry: 'Software', country: 'Norway', signed_up_on: '2025-01-01' })}`
  }
  const asked = async (question: string) => {
    const understood = await understand(question, listener)
    return understood.kind === 'asked' ? understood.asked : understood
  }
  expect(await asked('churn rate in January')).toMatchObject({ intent: 'churn_rate', period: { from: '2026-01-01' } })
  expect(await asked('churn rate since January')).toMatchObject({
    intent: 'churn_rate',
    period: { from: '2026-01-01' },
  })
  expect(await asked('MRR of the software industry')).toMatchObject({
    intent: 'revenue',
    groups: [{ name: 'Software' }],
  })
  expect(await asked('MRR of Norway')).toMatchObject({ intent: 'revenue', groups: [{ name: 'Norway' }] })
  expect(await asked('MRR of Poland')).toMatchObject({
    kind: 'unknown_group',
    group: { said: 'Poland' },
    known: ['Norway'],
  })
  expect(await asked('MRR of the gold plan')).toMatchObject({ kind: 'unknown_group', group: { said: 'gold' } })
  expect(await asked('how is April Foods doing')).toMatchObject({
    intent: 'customer',
    customer: { name: 'April Foods' },
  })
  expect(await asked('how is Pellamont doing')).toMatchObject({
    intent: 'customer',
    customer: { name: 'Pelamont Freight' },
  })
})

test('“they” who must be the customer spoken of before are not everybody', async () => {
  const acme = await customerIn(listener.db, listener, ['acme'])
  if (acme.kind !== 'one') throw new Error('Acme was not found')
  expect(await understand('how many texts did they write by and by?', listener, acme.customer)).not.toMatchObject({
    kind: 'asked',
    asked: { intent: 'feedback', customer: undefined },
  })
  expect(await understand('what do customers say about pricing?', listener, acme.customer)).toMatchObject({
    kind: 'asked',
  })
})

test('between two it is asked which, and two are not answered as one', async () => {
  expect(await understand('how is contoso doing', listener)).toMatchObject({
    kind: 'unclear_customer',
    customers: [{ name: 'Contoso East' }, { name: 'Contoso West' }],
  })
  expect(await understand('why did acme and globex drop', listener)).toMatchObject({ kind: 'several_customers' })
})
