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

test('between two it is asked which, and two are not answered as one', async () => {
  expect(await understand('how is contoso doing', listener)).toMatchObject({
    kind: 'unclear_customer',
    customers: [{ name: 'Contoso East' }, { name: 'Contoso West' }],
  })
  expect(await understand('why did acme and globex drop', listener)).toMatchObject({ kind: 'several_customers' })
})
