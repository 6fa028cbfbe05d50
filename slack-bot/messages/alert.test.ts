import { describe, expect, test } from 'vitest'
import { checkMessage } from '../check-message.ts'
import { alertMessage } from './alert.ts'
import { alertExamples, detail, OWNERS, outgoing } from './alert-examples.ts'

const written = (alert: Parameters<typeof alertMessage>[0]) => JSON.stringify(alertMessage(alert, OWNERS).blocks)

describe.each(Object.entries(alertExamples))('%s', (_, alert) => {
  test('is what Slack takes, in one message', () => {
    const message = alertMessage(alert, OWNERS)
    expect(checkMessage(message)).toEqual([])
    expect(message.text).not.toBe('')
  })
})

test('an owner who is in Slack is named there, and no address is shown', () => {
  const shown = written(alertExamples['a critical customer'] ?? outgoing([]))
  expect(shown).toContain('<@U0OWNER>')
  expect(shown).not.toContain('owner@crew.invalid')
})

test('what was taken or is over has nothing to take', () => {
  for (const name of ['a critical customer, taken', 'a critical customer, recovered', 'the weekly digest'])
    expect(written(alertExamples[name] ?? outgoing([]))).not.toContain('alert_take')
})

test('texts of any length and shape stay within the limits', () => {
  const long = `${'<!channel> & *x* '.repeat(800)}`
  const odd = detail({ headline: long, text: long, customer: { id: 'c1', externalId: long.slice(0, 200), name: long } })
  for (const alert of [
    outgoing([odd]),
    outgoing([odd], { kind: 'weekly_digest' }),
    outgoing(Array(10).fill(odd), { alertCount: 4_000 }),
    outgoing([detail({ headline: '', text: '' })]),
    outgoing([], { subject: long, body: long }),
  ]) {
    const message = alertMessage(alert, OWNERS)
    expect(checkMessage(message)).toEqual([])
    // In plain text and values nothing is parsed.
    const parsed = [...JSON.stringify(message.blocks).matchAll(/"type":"mrkdwn","text":"([^"]*)/g)].map(
      ([, text]) => text,
    )
    for (const text of [...parsed, message.text]) expect(text?.search(/<!(?!date)/)).toBe(-1)
  }
})
