/** How text and tables fit a terminal. */
import { expect, test } from 'vitest'
import { counted, createOutput, paragraphs, spoken, table } from './output.ts'

const plain = (text: string) => text.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), '')
const head = ['customer', 'reason', 'ARR']
const rows = [
  ['Acme', 'nobody has been active for ninety days', '$1,000'],
  ['Zenith Holdings', 'short', '$20'],
]

test('a table aligns numbers to the right and cuts nothing where there is room', () => {
  expect(plain(table(head, rows, [2], 200)).split('\n')).toEqual([
    'customer         reason                                     ARR',
    'Acme             nobody has been active for ninety days  $1,000',
    'Zenith Holdings  short                                      $20',
  ])
})

test('in a narrow terminal the widest text gives way, never a number', () => {
  const lines = plain(table(head, rows, [2], 44)).split('\n')
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(44)
  expect(lines[1]).toMatch(/^Acme +nobody has been ac… {2}\$1,000$/)
})

test('paragraphs break between words and keep their own line breaks', () => {
  expect(paragraphs('one two three\n\nfour', 8)).toBe('one two\nthree\n\nfour')
  expect(paragraphs('unbreakable', 4)).toBe('unbreakable')
})

test('counts are singular for one, with thousands apart', () => {
  expect([counted(1, 'task'), counted(0, 'task'), counted(1234, 'task')]).toEqual(['1 task', '0 tasks', '1,234 tasks'])
})

test('names of fields read as words', () => {
  expect([spoken('usageEvents'), spoken('onboarding_how_to')]).toEqual(['usage events', 'onboarding how to'])
})

test('the next command names the venture, and the day where its answer depends on it', () => {
  const out = createOutput({ venture: 'acme', asOf: '2024-12-31' })
  expect(plain(out.crew('customer C1'))).toBe('npx crew customer C1 --venture acme --as-of 2024-12-31')
  expect(plain(out.crew('approvals'))).toBe('npx crew approvals --venture acme')
})
