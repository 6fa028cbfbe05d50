import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { maskAnswer, maskContacts, maskName, maskWords, personFields, seesPersonalData } from './personal-data.ts'
import { tools } from './registry.ts'
import { roles } from './role-matrix.ts'

test('who sees it: whoever works with the people, not who works with the numbers', () => {
  expect(roles.filter((role) => seesPersonalData([role]))).toEqual(['chairman', 'success', 'operator'])
  expect(seesPersonalData(['eva', 'analyst'])).toBe(false)
  expect(seesPersonalData([])).toBe(false)
})

describe('addresses and numbers', () => {
  test.each([
    ['write to uma.user+eu@acme.co.uk, please', 'write to u•••@acme.co.uk, please'],
    ['<Ann@Example.com>', '<A•••@Example.com>'],
    ['call +49 (0)30 1234567 today', 'call ••• today'],
    ['call +1-202-555-0143.', 'call •••.'],
    ["write to 'uma@acme.com'", "write to 'u•••@acme.com'"],
    ['_uma@acme.com_, -uma@acme.com and +uma@acme.com', '_u•••@acme.com_, -u•••@acme.com and +u•••@acme.com'],
    ['+49–30–5550199', '•••'],
    ['Tel.+49 30 5550199', 'Tel.•••'],
    ['(030) 1234567', '•••'],
    ['202-555-0143', '•••'],
  ])('%s', (text, masked) => {
    expect(maskContacts(text)).toBe(masked)
    expect(maskWords(text)).toBe(masked)
  })

  test.each([
    'my number is 0171 2345678',
    'ring 030/12345678',
    'ring 01712345678',
    'ring 555 123 4567',
    'tel:0171 2345678',
    'Tel.0171 2345678',
    '-0171 2345678',
    'two of us:\n-0171 2345678',
    '0171–2345678',
  ])('in what people wrote: %s', (text) => expect(maskWords(text)).toBe(text.replace(/\d.*$/, '•••')))

  test.each([
    'P-1042, R-1042 and T-101 as of 2026-10-30',
    '2026-10-01/2026-11-01',
    '2026-10-30T12:00:00.000Z',
    '30.10.2026 12:15',
    '10/30/2026',
    '$1,240,000 a year, 38.5 points, 12 %',
    '1 240 000 events, 12.345.678 in all, order 1234567',
    '0.123456789',
    '100000–200000 events',
    'https://acme.example/1234567890',
    'a-0171234567',
    '12:34567890123',
    'from 2024 to 2025',
    '01900000-0000-7000-8000-000000000001',
    'withheld:0123456789abcdef0123456789abcdef',
    '[38.5](#r-1042)',
    'the team @ the office',
  ])('leaves alone: %s', (text) => expect(maskWords(text)).toBe(text))

  test('no day, amount, id or receipt is ever taken for one', () => {
    const day = fc.date({ min: new Date('1990-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
    const kept = fc.oneof(
      day.map((at) => at.toISOString()),
      day.map((at) => at.toISOString().slice(0, 10)),
      fc.uuid(),
      fc.nat(9_999_999).map((amount) => amount.toLocaleString('en-US')),
      fc.nat(99_999).map((number) => `R-${number}`),
      fc.nat(99_999).map((number) => `{{fact:R${number}.health_score}}`),
    )
    fc.assert(fc.property(kept, (text) => maskWords(`see ${text} there`) === `see ${text} there`))
  })

  test('masked twice is masked once', () => {
    const text = 'uma@acme.com, +49 30 1234567, 0171 2345678'
    expect(maskWords(maskWords(text))).toBe(maskWords(text))
  })

  test('a long text without any takes no time', () => {
    // The time of the processor, not of the clock: others may be using the machine.
    const before = process.cpuUsage()
    for (const text of [
      'a'.repeat(100_000),
      '1 '.repeat(50_000),
      '+1'.repeat(50_000),
      'a.'.repeat(50_000),
      "'".repeat(100_000),
      `${"'-".repeat(50_000)}a@b`,
    ])
      maskWords(text)
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(2_000)
  })
})

test('a name keeps its first letters; what is no person stays', () => {
  expect(maskName('Clara Chair')).toBe('C••• C•••')
  expect(maskName('Émile d’Arc-Smith')).toBe('É••• d•••')
  expect(maskName('clara@crew.invalid')).toBe('c•••@crew.invalid')
  for (const nobody of ['the operator at this computer', 'schedule (system)', 'a person who is deleted', '']) {
    expect(maskName(nobody)).toBe(nobody)
  }
})

test('an answer is masked at every depth, in its facts too; companies, ids and numbers stay', () => {
  const fact = (text: string, unit: 'text' | 'name' | 'money') => ({
    key: 'a',
    metric: 'm',
    subject: { kind: 'customer' as const, id: 'c1', name: 'Acme 2000 GmbH' },
    period: '2026-01-01',
    value: text,
    unit,
    text,
  })
  const masked = maskAnswer(
    { withheldFields: ['body'] },
    {
      output: {
        customer: { name: 'Acme 2000 GmbH', externalId: '491712345678' },
        content: { output: { decisions: [{ decidedBy: 'Clara Chair', reason: 'asked ann@acme.com' }] } },
        body: 'Ring 0171 2345678, says Uma.',
        ownerEmail: 'owner@crew.invalid',
        count: 491712345678,
      },
      facts: [
        { ...fact('Clara Chair', 'name'), isPersonal: true },
        fact('Ring 0171 2345678', 'text'),
        fact('ann@acme.com', 'name'),
        fact('$1,000', 'money'),
      ],
    },
  )
  expect(masked.output).toEqual({
    customer: { name: 'Acme 2000 GmbH', externalId: '491712345678' },
    content: { output: { decisions: [{ decidedBy: 'C••• C•••', reason: 'asked a•••@acme.com' }] } },
    body: 'Ring •••, says Uma.',
    ownerEmail: 'o•••@crew.invalid',
    count: 491712345678,
  })
  expect(masked.facts.map(({ text, value }) => [text, value])).toEqual([
    ['C••• C•••', 'C••• C•••'],
    ['Ring •••', 'Ring •••'],
    ['a•••@acme.com', 'a•••@acme.com'],
    ['$1,000', '$1,000'],
  ])
})

test('an address in what a fact is about is masked', () => {
  const subject = { kind: 'customer' as const, id: 'c1', name: 'ann@acme.com' }
  const fact = { key: 'a', metric: 'm', subject, period: null, value: 1, unit: 'count' as const, text: '1' }
  expect(maskAnswer({}, { output: {}, facts: [fact] }).facts[0]?.subject.name).toBe('a•••@acme.com')
})

/** Fields that are called as if a person were named, and hold an id, a role or a thing. */
const noPerson = new Set(['proposedBy', 'sentBy', 'endedBy', 'personId', 'raisedBy', 'setBy', 'takenOverBy'])

test('a field that is called as if it named a person is masked, or known to name none', () => {
  for (const { name, output, capability } of tools) {
    // Whoever is answered by these sees people's names as they are.
    if (capability === 'see_people' || capability === 'administer') continue
    for (const field of stringFields(z.toJSONSchema(output, { io: 'output' }))) {
      if (!/By$|[pP]erson|(user|owner|contact)Name$/.test(field)) continue
      expect(personFields.has(field) || noPerson.has(field), `${name}.${field}: tools/personal-data.ts`).toBe(true)
    }
  }
})

function stringFields(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const properties: unknown = 'properties' in schema ? schema.properties : undefined
  const own = Object.entries(typeof properties === 'object' && properties !== null ? properties : {}).flatMap(
    ([field, inner]) => (JSON.stringify(inner).includes('"string"') && !('properties' in inner) ? [field] : []),
  )
  return [...own, ...Object.values(schema).flatMap(stringFields)]
}
