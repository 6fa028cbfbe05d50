import { describe, expect, test } from 'vitest'
import type { Draft, ProposalStatus } from '../../tools/proposals/proposal.ts'
import { checkMessage, checkView } from '../check-message.ts'
import { proposalDetail, proposalSetting } from './proposal.fixture.ts'
import {
  digestOf,
  type ProposalDetail,
  type ProposalSetting,
  proposalCard,
  proposalLine,
  proposalList,
} from './proposal.ts'
import { changesFrom, decisionDialog, readDialog } from './proposal-dialogs.ts'

const drafts: Draft[] = [
  { kind: 'message', subject: 'How is it going?', body: 'Can we help?', toUserId: null },
  { kind: 'offer', subject: 'A month on us', body: 'Stay.', discountPercent: 12.5, costMinor: 8_750 },
  { kind: 'task', title: 'Call', body: 'Ask.', dueInDays: 2 },
  { kind: 'escalation', title: 'Strategic', body: 'It is about to leave.' },
  {
    kind: 'setting',
    changes: [
      { parameter: 'healthyThreshold', from: 70, to: 75 },
      { parameter: 'renewalReminderDays', from: [90, 60], to: [90, 60, 30] },
    ],
    evidence: 'Nearly everyone is healthy.',
  },
]
const statuses: ProposalStatus[] = [
  'waiting',
  'approved',
  'rejected',
  'superseded',
  'expired',
  'executing',
  'done',
  'parked',
]
const hostile = '<!channel> *bold* _it_ `code` & <https://evil.example|click> '.repeat(3)
const long = 'A paragraph of a very long letter, with many words in it. '.repeat(180).slice(0, 9_990)

describe('whatever is in it, Slack takes it', () => {
  for (const draft of drafts) {
    for (const status of statuses) {
      test(`${draft.kind}, ${status}`, () => {
        const plain = proposalDetail(draft, { status })
        const huge = proposalDetail(withTexts(draft, long), {
          status,
          title: long.slice(0, 200),
          why: long.slice(0, 2_000),
          whatChanged: long.slice(0, 500),
          factsMoved: long.slice(0, 500),
          customer: { id: 'c', externalId: 'C1', name: hostile },
          facts: Array.from({ length: 60 }, (_, index) => fact(index)),
          receipts: Array.from({ length: 60 }, (_, index) => `R-${index + 1}`),
        })
        for (const detail of [plain, huge]) {
          for (const isPublic of [true, false]) {
            const card = proposalCard(detail, proposalSetting, { postedRound: 1, isPublic })
            expect(checkMessage(card)).toEqual([])
          }
          const lines = Array.from({ length: 15 }, () => proposalLine(detail, proposalSetting, 1))
          expect(checkMessage(proposalList(lines, { waiting: 15, beyond: 100 }))).toEqual([])
          expect(checkView(readDialog(detail))).toEqual([])
          for (const decision of ['approve', 'reject', 'modify', 'escalate', 'monitor'] as const) {
            const dialog = decisionDialog(decision, detail, { ...proposalSetting, metadata: '{}' })
            expect(checkView(dialog)).toEqual([])
          }
        }
      })
    }
  }
})

test('in a public channel the draft stays out, and a button shows it to who may read it', () => {
  const detail = proposalDetail({ kind: 'message', subject: 'Dear Uma', body: 'Hello Uma User', toUserId: null })
  const shown = textOf(proposalCard(detail, proposalSetting, { postedRound: 1, isPublic: true }))
  expect(shown).not.toContain('Uma')
  expect(shown).toContain('Read the draft')
  expect(textOf(proposalCard(detail, proposalSetting, { postedRound: 1, isPublic: false }))).toContain('Hello Uma User')
})

test('all settings moved at once: what a button and a dialog carry stays within Slack’s limits', () => {
  const factsMoved = Array.from(
    { length: 60 },
    (_, index) => `the setting number_${index} is "${'x'.repeat(60)}" by now`,
  )
  const detail = proposalDetail(drafts[4] as Draft, { factsMoved: factsMoved.join(', ') })
  expect(detail.factsMoved?.length).toBeGreaterThan(5_000)
  const card = proposalCard(detail, proposalSetting, { postedRound: 1, isPublic: false })
  expect(checkMessage(card)).toEqual([])
  expect(textOf(card)).toContain('number_59')
  expect(digestOf(detail.factsMoved)?.length).toBeLessThan(50)
})

test('a name that is cut is not cut through a character', () => {
  for (const length of [131, 132, 133, 134, 135, 136, 137, 138, 139]) {
    const name = `${'x'.repeat(length)}😀 and more`
    const detail = proposalDetail(drafts[0] as Draft, { customer: { id: 'c1', externalId: 'C1', name } })
    const card = proposalCard(detail, proposalSetting, { postedRound: 1, isPublic: false })
    expect(textOf(card)).not.toMatch(/\\ud83d(?!\\ude00)/i)
  }
})

test('a round that was asked again has its buttons on the newer message only', () => {
  const detail = proposalDetail(drafts[2] as Draft, { round: 2, whatChanged: 'A support ticket was opened.' })
  const old = textOf(proposalCard(detail, proposalSetting, { postedRound: 1, isPublic: false }))
  expect(old).toContain('*Asked again* of the success team: A support ticket was opened.')
  expect(old).not.toContain('Approve')
  const current = textOf(proposalCard(detail, proposalSetting, { postedRound: 2, isPublic: false }))
  expect(current).toContain('*Asked again:* A support ticket was opened.')
  expect(current).toContain('Approve')
})

describe('a dialog that was left alone changes nothing', () => {
  for (const draft of drafts) {
    for (const body of ['Short.', long, `${'x'.repeat(2_990)}\n\n${'y'.repeat(4_000)}\r\n\r\nend`]) {
      test(`${draft.kind}, ${body.length} characters`, () => {
        const detail = proposalDetail(withTexts(draft, body))
        expect(changesFrom(detail, filledIn(detail), proposalSetting.venture)).toEqual({})
      })
    }
  }
})

test('what was changed, and nothing else, is passed on', () => {
  const [mail, offer, task, , setting] = drafts.map((draft) => proposalDetail(draft)) as ProposalDetail[]
  const changed = (detail: ProposalDetail | undefined, typed: Record<string, string>) =>
    detail && changesFrom(detail, { ...filledIn(detail), ...typed }, proposalSetting.venture)
  expect(changed(mail, { heading: 'Hello' })).toEqual({ subject: 'Hello' })
  expect(changed(mail, { body_1: 'One.\n\nTwo.' })).toEqual({ body: 'One.\n\nTwo.' })
  expect(changed(offer, { cost: '90.05', discount_percent: '20' })).toEqual({ costMinor: 9_005, discountPercent: 20 })
  expect(changed(task, { heading: 'Call now', due_in_days: '0' })).toEqual({ title: 'Call now', dueInDays: 0 })
  expect(changed(setting, { to_healthyThreshold: '80', to_renewalReminderDays: '30, 7' })).toEqual({
    changes: [
      { parameter: 'healthyThreshold', to: 80 },
      { parameter: 'renewalReminderDays', to: [30, 7] },
    ],
  })
})

test('a paragraph of a long letter is changed, and the others stay', () => {
  const paragraphs = Array.from({ length: 8 }, (_, index) => `${index} ${'word '.repeat(200).trim()}`)
  const detail = proposalDetail({ kind: 'message', subject: 'Long', body: paragraphs.join('\n\n'), toUserId: null })
  const filled = filledIn(detail)
  const changes = changesFrom(detail, { ...filled, body_2: `${filled.body_2} More.` }, proposalSetting.venture)
  expect(changes.body?.replace(' More.', '')).toBe(paragraphs.join('\n\n'))
})

/** The inputs of the dialog as it opens. */
function filledIn(detail: ProposalDetail): Record<string, string | null> {
  const { blocks } = decisionDialog('modify', detail, { ...(proposalSetting as ProposalSetting), metadata: '{}' })
  const inputs = blocks.flatMap((block) => {
    if (block.type !== 'input' || !('element' in block) || block.block_id === undefined) return []
    const { element } = block
    return [[block.block_id, 'initial_value' in element ? String(element.initial_value ?? '') : null] as const]
  })
  return Object.fromEntries(inputs)
}

const textOf = (message: unknown): string => JSON.stringify(message)

function withTexts(draft: Draft, text: string): Draft {
  return draft.kind === 'setting' ? { ...draft, evidence: text } : { ...draft, body: text }
}

function fact(index: number): ProposalDetail['facts'][number] {
  return {
    id: `R${index + 1}.score`,
    receipt: `R-${index + 1}`,
    metric: 'average_health_score',
    subject: { kind: 'customer', id: 'c', name: hostile.slice(0, 80) },
    period: '2026-01-01/2026-02-01',
    value: index,
    unit: 'points',
    text: String(index),
  }
}
