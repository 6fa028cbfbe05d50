import fc from 'fast-check'
import { marked } from 'marked'
import { describe, expect, test } from 'vitest'
import {
  type AlertForText,
  alertMarkdown,
  alertPayload,
  type OutgoingAlert,
  singleText,
  stormText,
} from './alert-text.ts'
import type { AlertFact } from './raise-alert.ts'
import { planGroup } from './write-messages.ts'

const named = (name: string): AlertFact => ({
  id: 'R1.name',
  receipt: 'R-1',
  metric: 'customer_name',
  subject: { kind: 'customer', id: 'c', name },
  period: null,
  value: name,
  unit: 'name',
  text: name,
})

const alert = (name: string, over: Partial<AlertForText> = {}): AlertForText => ({
  label: 'A-101',
  kind: 'critical_customer',
  severity: 'high',
  title: '{{fact:R1.name}} is critical',
  body: 'Nobody of {{fact:R1.name}} was active.',
  facts: [named(name)],
  moneyAtStakeMinor: 0,
  ...over,
})

const channel = { destination: { medium: 'slack' as const, recipient: '#urgent' }, step: 0, currency: 'USD' }

const outgoing = (text: { subject: string; body: string }): Omit<OutgoingAlert, 'inFull'> => ({
  id: 'm',
  destination: channel.destination,
  kind: 'critical_customer',
  step: 0,
  ...text,
  alertCount: 1,
  alerts: [{ alert: 'A-101', headline: 'Acme is critical', customerId: 'c', moneyAtStakeMinor: 0 }],
  venture: 'acme',
  writtenAt: new Date(0),
  attemptedAt: new Date(0),
})

describe('a text', () => {
  test('says what happened, where the numbers come from, how to take it and for whom it is', () => {
    const { subject, body } = singleText(alert('Acme'), channel)
    expect(subject).toBe('[urgent] A-101 Acme is critical')
    expect(body).toContain('npx crew receipt R-1')
    expect(body).toContain('npx crew alerts ack A-101')
    expect(body).toContain('For #urgent.')
    expect(singleText(alert('Acme'), { ...channel, step: 1 }).subject).toBe(
      'Unanswered: [urgent] A-101 Acme is critical',
    )
  })

  test('of a storm of one more says so', () => {
    const { subject, body } = stormText({ kind: 'critical_customer', count: 1, top: [alert('Acme')] }, channel)
    expect(subject).toBe('[urgent] 1 critical customer, first A-101')
    expect(body).not.toContain('more:')
  })

  test('has a customer called anything as it is, on one line of the subject, and never as a placeholder', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (name) => {
        const { subject, body } = singleText(alert(name), {
          ...channel,
          destination: { medium: 'email', recipient: 'o' },
        })
        expect(subject).not.toMatch(/[\r\n]/)
        expect(body).toContain(`Nobody of ${name} was active.`)
      }),
    )
  })

  test('as a chat’s text calls nobody, links nothing', () => {
    const { text, body } = alertPayload(
      outgoing(singleText(alert('<!channel> <https://evil.invalid|Acme> & co'), channel)),
    )
    expect(text).not.toMatch(/[<>]/)
    expect(text).toContain('&lt;!channel&gt;')
    expect(body).toContain('<!channel>')
  })

  test('as Markdown holds no tag, link or image of a customer’s making', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'<>[]()!*_`|#@:/.- a\n', 'https://', '![x](') }), (name) => {
        const rendered = marked.parse(alertMarkdown(outgoing(singleText(alert(name), channel))), { async: false })
        expect(rendered).not.toMatch(/<(?!\/?(?:h1|p|ul|li|br)\b)/)
      }),
    )
  })
})

describe('a storm', () => {
  const now = new Date('2026-03-02T12:00:00Z')
  const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000)
  const limits = { singlesAMinute: 5, secondsBetween: 30 }
  const group = { waiting: 1, recentMessages: 0, newestAt: null, newestFoldedAt: null }

  test.each([
    ['five in a quiet minute', { waiting: 5 }, 'singly'],
    ['a sixth', { waiting: 6 }, 'fold'],
    ['one after four', { recentMessages: 4, newestAt: ago(1) }, 'singly'],
    ['two after four', { waiting: 2, recentMessages: 4, newestAt: ago(1) }, 'fold'],
    ['one right after five', { recentMessages: 5, newestAt: ago(1) }, 'hold'],
    ['one half a minute after five', { recentMessages: 5, newestAt: ago(30) }, 'fold'],
    ['one right after a fold', { recentMessages: 1, newestAt: ago(3), newestFoldedAt: ago(3) }, 'hold'],
    ['one half a minute after a fold', { recentMessages: 1, newestAt: ago(40), newestFoldedAt: ago(40) }, 'singly'],
  ])('%s', (_, over, how) => {
    expect(planGroup({ ...group, ...over }, { now, readBy: 'people', limits }).how).toBe(how)
  })

  test('is not held back from a program, which gets many that wait as one', () => {
    const busy = { ...group, recentMessages: 500, newestAt: ago(0), newestFoldedAt: ago(0) }
    expect(planGroup({ ...busy, waiting: 2 }, { now, readBy: 'program', limits }).how).toBe('singly')
    expect(planGroup({ ...busy, waiting: 6 }, { now, readBy: 'program', limits }).how).toBe('fold')
  })

  test('never holds anything back for a minute, nor sends more than singles and two folds in one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 50 })), { maxLength: 80 }),
        (arrivals) => {
          let at = 0
          const waiting: number[] = []
          const sent: { at: number; count: number }[] = []
          const dispatch = (): number | null => {
            if (waiting.length === 0) return null
            const recent = sent.filter((each) => each.at > at - 60)
            const newest = (of: typeof recent) =>
              of.length === 0 ? null : new Date(1_000 * Math.max(...of.map((each) => each.at)))
            const plan = planGroup(
              {
                waiting: waiting.length,
                recentMessages: recent.length,
                newestAt: newest(recent),
                newestFoldedAt: newest(recent.filter(({ count }) => count > 1)),
              },
              { now: new Date(1_000 * at), readBy: 'people', limits },
            )
            if (plan.how === 'hold') return plan.until.getTime() / 1_000
            for (const since of waiting) expect(at - since).toBeLessThan(60)
            if (plan.how === 'fold') sent.push({ at, count: waiting.length })
            else for (const _ of waiting) sent.push({ at, count: 1 })
            waiting.length = 0
            return null
          }
          let until: number | null = null
          for (const [gap, count] of arrivals) {
            const next = at + gap
            while (until !== null && until <= next) {
              at = until
              until = dispatch()
            }
            at = next
            waiting.push(...Array<number>(count).fill(at))
            until = dispatch()
          }
          for (const { at: from } of sent) {
            expect(sent.filter((each) => each.at >= from && each.at < from + 60).length).toBeLessThanOrEqual(5 + 3)
          }
        },
      ),
    )
  })
})
