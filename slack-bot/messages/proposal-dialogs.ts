/** What opens when a person rejects, changes, passes on or watches a proposal, or reads its draft. */
import type { types } from '@slack/bolt'
import type { Venture } from '../../tools/define-tool.ts'
import { currencyExponent } from '../../tools/format.ts'
import type { Decision, DraftChanges } from '../../tools/proposals/proposal.ts'
import { findParameter } from '../../tools/settings/parameters.ts'
import { readSettingText, shownSetting } from '../../tools/settings/shown-setting.ts'
import { type Block, context, mrkdwn, plain, section } from '../blocks.ts'
import { changes, draftBlocks, headingOf, type ProposalDetail, worthOf } from './proposal.ts'
import { evidence } from './proposal-facts.ts'

/** Longest text of an input. */
const INPUT_TEXT = 3000
const REASON = 2000
/** A dialog has room for every draft. */
const WHOLE_DRAFT = 30_000

type View = types.ModalView

/** The view's `callback_id`, and the block of the reason. */
export const DECISION_VIEW = 'proposal_decision'
export const REASON_BLOCK = 'reason'

const words: Record<Decision, { title: string; submit: string; ask: string; hint: string }> = {
  approve: {
    title: 'Approve',
    submit: 'Approve',
    ask: 'Why?',
    hint: 'Kept with the decision. Left empty, it says what this showed.',
  },
  reject: {
    title: 'Reject',
    submit: 'Reject',
    ask: 'Why not?',
    hint: 'Kept with the decision; the crew is measured by it. The same cause is not asked again during the cooldown.',
  },
  modify: {
    title: 'Modify',
    submit: 'Propose this',
    ask: 'Why the change?',
    hint: 'The changed proposal waits for a decision of its own.',
  },
  escalate: {
    title: 'Escalate',
    submit: 'To the Chairman',
    ask: 'What should the Chairman look at?',
    hint: 'It goes to the Chairman with a time to answer by.',
  },
  monitor: {
    title: 'Monitor',
    submit: 'Watch it',
    ask: 'What to look for?',
    hint: 'It is closed, and a check of the customer is opened for 14 days from now.',
  },
}

/** `metadata` comes back with the submission. */
export function decisionDialog(
  decision: Decision,
  detail: ProposalDetail,
  { venture, metadata }: { venture: Pick<Venture, 'currency'>; metadata: string },
): View {
  const { title, submit, ask, hint } = words[decision]
  return {
    type: 'modal',
    callback_id: DECISION_VIEW,
    title: plain(`${title} ${detail.proposal}`, 24),
    submit: plain(submit, 24),
    close: plain('Cancel', 24),
    private_metadata: metadata,
    blocks: [
      section(mrkdwn`*${headingOf(detail)}*\n${detail.title}`),
      ...changes(detail),
      ...(decision === 'modify' ? draftInputs(detail, venture) : []),
      ...(decision === 'approve' ? whatIsApproved(detail, venture) : []),
      input({
        id: REASON_BLOCK,
        label: ask,
        hint,
        element: textInput({ multiline: true, most: REASON }),
        isOptional: decision === 'approve',
      }),
    ],
  }
}

/** What its message shows: the reason of who gives none says so. */
function whatIsApproved(detail: ProposalDetail, { currency }: Pick<Venture, 'currency'>): Block[] {
  const worth = worthOf(detail, currency)
  return [
    ...(worth.toString() === '' ? [] : [section(worth)]),
    ...evidence(detail),
    ...draftBlocks(detail, WHOLE_DRAFT),
  ]
}

/** The draft for one person's eyes, where the message is in a public channel. */
export function readDialog(detail: ProposalDetail): View {
  return {
    type: 'modal',
    title: plain(detail.proposal, 24),
    close: plain('Close', 24),
    blocks: [
      section(mrkdwn`*${headingOf(detail)}*\n${detail.title}`),
      ...changes(detail),
      ...draftBlocks(detail, WHOLE_DRAFT),
    ],
  }
}

/** One input a part of the draft; texts are as the reader would see them, with the facts filled in. */
function draftInputs({ draft, rendered }: ProposalDetail, { currency }: Pick<Venture, 'currency'>): Block[] {
  const heading = (label: string) =>
    input({ id: 'heading', label, element: textInput({ most: 200, value: rendered.heading }) })
  const body = bodyParts(rendered.body).map((part, index, all) =>
    input({
      id: `body_${index + 1}`,
      label: all.length === 1 ? 'Text' : `Text, part ${index + 1} of ${all.length}`,
      element: textInput({ multiline: true, most: INPUT_TEXT, value: part }),
      // A part may be emptied; all of them may not, which the tool says.
      isOptional: all.length > 1,
    }),
  )
  switch (draft.kind) {
    case 'message':
      return [heading('Subject'), ...body]
    case 'offer':
      return [
        heading('Subject'),
        ...body,
        input({
          id: 'discount_percent',
          label: 'Discount, per cent',
          element: numberInput({ value: draft.discountPercent?.toString(), least: '0', isDecimal: true, most: '100' }),
          isOptional: true,
        }),
        input({
          id: 'cost',
          label: `What it costs, ${currency}`,
          element: numberInput({ value: majorText(draft.costMinor, currency), least: '0', isDecimal: true }),
        }),
      ]
    case 'task':
      return [
        heading('Title'),
        ...body,
        input({
          id: 'due_in_days',
          label: 'Due in days',
          element: numberInput({ value: String(draft.dueInDays), least: '0', most: '90', isDecimal: false }),
        }),
      ]
    case 'escalation':
      return [heading('Title'), ...body]
    case 'setting':
      return [
        ...draft.changes.map(({ parameter, from, to }) =>
          input({
            id: `to_${parameter}`,
            label: parameter,
            hint: `now ${settingText(parameter, from)}`,
            element: textInput({ most: 500, value: settingText(parameter, to) }),
          }),
        ),
        context(mrkdwn`The whole set is checked before it is proposed.`),
      ]
  }
}

/** What differs from the draft as it was shown; a text that was left alone keeps its facts. Values as `state.values` names them. */
export function changesFrom(
  { draft, rendered }: ProposalDetail,
  filled: Readonly<Record<string, string | null>>,
  { currency }: Pick<Venture, 'currency'>,
): DraftChanges {
  const changes: DraftChanges = {}
  const heading = filled.heading?.trim()
  if (heading !== undefined && !isSameText(heading, rendered.heading))
    changes[draft.kind === 'message' || draft.kind === 'offer' ? 'subject' : 'title'] = heading
  const parts = bodyParts(rendered.body).map((part, index) => ({
    before: part,
    now: filled[`body_${index + 1}`] ?? '',
  }))
  if (draft.kind !== 'setting' && parts.some(({ before, now }) => !isSameText(before, now)))
    changes.body = parts.flatMap(({ now }) => (now.trim() === '' ? [] : [now.trim()])).join('\n\n')
  if (draft.kind === 'task' && filled.due_in_days && Number(filled.due_in_days) !== draft.dueInDays)
    changes.dueInDays = Number(filled.due_in_days)
  if (draft.kind === 'offer') {
    const discount = filled.discount_percent ? Number(filled.discount_percent) : undefined
    if (discount !== undefined && discount !== draft.discountPercent) changes.discountPercent = discount
    const costMinor = Math.round(Number(filled.cost) * 10 ** currencyExponent(currency))
    if (filled.cost && costMinor !== draft.costMinor) changes.costMinor = costMinor
  }
  if (draft.kind === 'setting') {
    const wanted = draft.changes.flatMap(({ parameter, to }) => {
      const typed = filled[`to_${parameter}`]
      const name = findParameter(parameter)
      if (!typed || name === undefined || isSameText(typed, settingText(parameter, to))) return []
      return [{ parameter, to: readSettingText(name, typed) as NonNullable<DraftChanges['to']> }]
    })
    if (wanted.length > 0) changes.changes = wanted
  }
  return changes
}

/** A text in pieces that an input takes, cut between paragraphs where there are any. */
function bodyParts(text: string): string[] {
  const parts: string[] = []
  let rest = text.trim()
  while (rest.length > INPUT_TEXT) {
    const room = rest.slice(0, INPUT_TEXT)
    const cuts = [room.lastIndexOf('\n\n'), room.lastIndexOf('\n'), room.lastIndexOf(' ')]
    const cut = cuts.find((at) => at > INPUT_TEXT / 2) ?? INPUT_TEXT
    parts.push(rest.slice(0, cut).trim())
    rest = rest.slice(cut).trim()
  }
  return [...parts, rest]
}

/** Slack gives line ends back as it likes. */
function isSameText(one: string, other: string): boolean {
  const lines = (text: string) =>
    text
      .replace(/\r\n?/g, '\n')
      .replace(/[^\S\n]+$/gm, '')
      .trim()
  return lines(one) === lines(other)
}

function settingText(parameter: string, value: unknown): string {
  const name = findParameter(parameter)
  return name === undefined ? JSON.stringify(value) : shownSetting(name, value)
}

function majorText(minor: number, currency: string): string {
  const exponent = currencyExponent(currency)
  return (minor / 10 ** exponent).toFixed(minor % 10 ** exponent === 0 ? 0 : exponent)
}

function input(spec: {
  id: string
  label: string
  hint?: string
  element: types.PlainTextInput | types.NumberInput
  isOptional?: boolean
}): types.InputBlock {
  return {
    type: 'input',
    block_id: spec.id,
    label: plain(spec.label, 2000),
    element: { ...spec.element, action_id: spec.id },
    ...(spec.hint && { hint: plain(spec.hint, 2000) }),
    ...(spec.isOptional && { optional: true }),
  }
}

function textInput(spec: { value?: string; most: number; multiline?: boolean }): types.PlainTextInput {
  return {
    type: 'plain_text_input',
    max_length: spec.most,
    ...(spec.multiline && { multiline: true }),
    ...(spec.value !== undefined && { initial_value: spec.value.slice(0, spec.most) }),
  }
}

function numberInput(spec: {
  value?: string | undefined
  least: string
  most?: string
  isDecimal: boolean
}): types.NumberInput {
  return {
    type: 'number_input',
    is_decimal_allowed: spec.isDecimal,
    min_value: spec.least,
    ...(spec.most !== undefined && { max_value: spec.most }),
    ...(spec.value !== undefined && { initial_value: spec.value }),
  }
}
