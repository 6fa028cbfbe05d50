import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Fact } from '../tools/facts.ts'
import { checkText, type TextRules } from './check-text.ts'

const acme = { kind: 'customer', id: 'c1', name: 'Acme Dental' } as const
const globex = { kind: 'customer', id: 'c2', name: 'Company_7' } as const

function fact(id: string, metric: string, unit: Fact['unit'], value: Fact['value'], more: Partial<Fact> = {}): Fact {
  return { id, receipt: 'R-1', metric, subject: acme, period: '2026-06-30', value, unit, text: String(value), ...more }
}
const facts = new Map(
  [
    fact('R1.name', 'customer_name', 'name', 'Acme Dental', { period: null }),
    fact('R1.days', 'days_since_login', 'days', 34),
    fact('R1.tickets', 'open_ticket_count', 'count', 3),
    fact('R1.mrr', 'mrr', 'money', 124000),
    fact('R1.score', 'health_score', 'points', 22.5),
    fact('R1.probability', 'churn_probability', 'probability', 0.31),
    fact('R1.renews', 'renews_on', 'date', '2026-08-01'),
    fact('R1.later', 'health_score', 'points', 80, { period: '2026-07-02' }),
    fact('R2.days', 'days_since_login', 'days', 3, { subject: globex }),
  ].map((each) => [each.id, each]),
)
const rules: TextRules = { facts, subjects: [acme], asOf: '2026-06-30', otherNames: ['Company_7', 'Globex Ltd'] }
const problems = (text: string, more: Partial<TextRules> = {}) => checkText(text, { ...rules, ...more })

test.each([
  'Nobody at {{fact:R1.name}} has signed in for {{fact:R1.days}}, and {{fact:R1.tickets}} tickets are open.',
  'One thing stands out first: its health score is {{fact:R1.score}}, and it renews on {{fact:R1.renews}}.',
  'March ahead; may this help. It pays {{fact:R1.mrr}} a month (health {{fact:R1.score}}).',
  '{{fact:R1.name}}’s people sign in at once, once they are asked.',
])('lets honest text pass: %s', (text) => {
  expect(problems(text)).toEqual([])
})

test.each([
  ['a digit', 'It has 3 tickets open.'],
  ['a digit stuck to a word', 'Contact A7 today.'],
  ['a digit of another script', 'It has ٣ tickets.'],
  ['a full-width digit', 'It has ３ tickets.'],
  ['a superscript', 'The risk grew x².'],
  ['a fraction sign', 'It lost ½ of its users.'],
  ['a circled number', 'Reason ③ is price.'],
  ['an HTML entity', 'It has &#51; tickets.'],
  ['a number word', 'It has three tickets open.'],
  ['a hyphenated number word', 'It has twenty-five users.'],
  ['a closed-up number word', 'It has twentyfive users.'],
  ['a number word with an accent', 'It has thréé tickets.'],
  ['a number word with a zero-width space', 'It has th\u200Bree tickets.'],
  ['a number word with a soft hyphen', 'It has th\u00ADree tickets.'],
  ['a number word with a Cyrillic letter', 'It has thrеe tickets.'],
  ['a number word spelled apart', 'It has t h r e e tickets.'],
  ['an ordinal', 'It is the third complaint.'],
  ['a scale', 'It wastes hundreds.'],
  ['a zero', 'There were zero logins.'],
  ['a dozen', 'A dozen people left.'],
  ['a half', 'Half of them left.'],
  ['halving', 'Usage was halved.'],
  ['doubling', 'Tickets doubled.'],
  ['twice', 'They called twice.'],
  ['tenfold', 'Usage grew tenfold.'],
  ['hundredfold', 'Usage grew a hundredfold.'],
  ['per cent', 'It grew by some per cent.'],
  ['a per cent sign', 'It grew by some %.'],
  ['a currency', 'It pays $ a lot.'],
  ['a quarter', 'Usage fell last quarter.'],
  ['a month', 'It has been quiet since December.'],
  ['May in a sentence', 'It has been quiet since May.'],
  ['a weekday', 'They called on Tuesday.'],
  ['yesterday', 'They called yesterday.'],
  ['a Roman numeral', 'It is on plan XIV.'],
  ['a number beside a fact', 'It has {{fact:R1.tickets}}0 tickets.'],
  ['a scale after a fact', 'It pays {{fact:R1.mrr}} thousand.'],
  ['a letter scale after a fact', 'It pays {{fact:R1.mrr}}k.'],
  ['a sign before a fact', 'It fell by -{{fact:R1.score}}.'],
  ['minus before a fact', 'The score is minus {{fact:R1.score}}.'],
  ['more than a fact', 'It has more than {{fact:R1.tickets}} tickets.'],
  ['facts in a row', '{{fact:R1.tickets}}{{fact:R1.days}} tickets are open.'],
  ['a malformed placeholder', 'It has {{fact:R1.tickets} tickets.'],
  ['a placeholder with a blank', 'It has {{ fact:R1.tickets }} tickets.'],
  ['an unknown fact', 'It has {{fact:R9.tickets}} tickets.'],
  ['a true number of another customer', 'Nobody has signed in for {{fact:R2.days}}.'],
  ['a fact of a later day', 'Its health score is {{fact:R1.later}}.'],
  ['a score as tickets', 'It has {{fact:R1.score}} open tickets.'],
  ['days as a probability', 'The probability of leaving is {{fact:R1.days}}.'],
  ['tickets as days', 'It left {{fact:R1.tickets}} ago.'],
  ['money as a score', 'The score fell to {{fact:R1.mrr}}.'],
  ['a count as revenue', 'It pays {{fact:R1.tickets}} a month.'],
  ['a count as a date', 'It renews on {{fact:R1.tickets}}.'],
  ['another customer by name', 'It does better than Company_7.'],
  ['another customer by plain name', 'It is like globex ltd.'],
  ['its own name without a fact', 'Acme Dental is leaving.'],
  ['a link', 'See https://evil.example for more.'],
  ['a mail address', 'Write to boss@evil.example.'],
  ['Cyrillic', 'У клиента три тикета.'],
  ['nothing', '   '],
])('refuses %s', (_, text) => {
  expect(problems(text)).not.toEqual([])
})

test('names the failure so that the writer can mend it', () => {
  expect(problems('It has 3 tickets.')).toEqual(['"3" is a number; cite a fact in its place'])
  expect(problems('Quiet for {{fact:R2.days}}.')).toEqual([
    '{{fact:R2.days}} is about Company_7, and this text is about Acme Dental',
  ])
  expect(problems('It is quiet.', { mustCite: true })).toEqual(['no fact is cited'])
  expect(problems('It pays {{fact:R1.mrr}}.', { metrics: new Set(['health_score']) })).toEqual([
    '{{fact:R1.mrr}} (mrr) has no place in this text',
  ])
})

test('a customer never reads our words about them', () => {
  expect(problems('We fear that you are at risk.', { audience: 'customer' })).not.toEqual([])
  expect(problems('Your churn worries us.', { audience: 'customer' })).not.toEqual([])
  expect(problems('We would love to help you get more from it.', { audience: 'customer' })).toEqual([])
})

test('any numeral or number word anywhere in honest text fails', () => {
  const honest = 'Nobody at {{fact:R1.name}} has signed in for {{fact:R1.days}} and it is quiet'.split(' ')
  const hundreds = ['two', 'Seven', 'eleven', 'THIRTY', 'sixty-four', 'ninetieth', 'million', 'thirteenth', 'triple']
  const numeral = fc.oneof(
    fc.nat().map(String),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.constantFrom(...hundreds),
    fc.constantFrom('Ⅷ', '৪', '½', '①', '7th', '1e3', '0x1F', 'v2'),
  )
  fc.assert(
    fc.property(numeral, fc.nat(honest.length), (word, at) => {
      const text = [...honest.slice(0, at), word, ...honest.slice(at)].join(' ')
      expect(problems(text)).not.toEqual([])
    }),
    { numRuns: 300 },
  )
})

test('only ids that were given pass, whatever they look like', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9_.:-]{1,20}$/), (id) => {
      fc.pre(!facts.has(id))
      expect(problems(`It is quiet, as {{fact:${id}}} says.`)).not.toEqual([])
    }),
  )
})

test('never throws, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(Array.isArray(problems(text))).toBe(true)
    }),
  )
})
