import { expect, test } from 'vitest'
import type { Fact } from '../tools/facts.ts'
import { byKey, choose, fill } from './phrases.ts'

const count = (key: string, value: number | null): Fact => ({
  id: `R7.${key}`,
  receipt: 'R-7',
  metric: key,
  subject: { kind: 'customer', id: 'c1', name: 'Acme' },
  period: null,
  value,
  unit: 'count',
  text: String(value),
})
const tickets = '{tickets|ticket is|tickets are} open.'

test('words agree with the number, and none or no data leaves the sentence unsaid', () => {
  expect(fill(tickets, byKey([count('tickets', 1)]))).toBe('{{fact:R7.tickets}} ticket is open.')
  expect(fill(tickets, byKey([count('tickets', 4)]))).toBe('{{fact:R7.tickets}} tickets are open.')
  expect(fill(tickets, byKey([count('tickets', 0)]))).toBeUndefined()
  expect(fill(tickets, byKey([count('tickets', null)]))).toBeUndefined()
  expect(fill(tickets, byKey([]))).toBeUndefined()
})

test('neighbours get different sentences of those that can be said', () => {
  const facts = byKey([count('tickets', 2)])
  const sentences = ['Never {missing}.', tickets, 'There are {tickets} of them.']
  expect(choose(sentences, facts, 0)).not.toBe(choose(sentences, facts, 1))
  expect(choose(sentences, facts, 2)).toBe(choose(sentences, facts, 0))
  expect(choose(['Never {missing}.'], facts, 0)).toBeUndefined()
})
