/** A proposal as a message: everything to decide on with the buttons, and afterwards who decided what, and what came of it. */
import { createHash } from 'node:crypto'
import type { types } from '@slack/bolt'
import type { z } from 'zod'
import type { Venture } from '../../tools/define-tool.ts'
import { formatMoney, formatPercent } from '../../tools/format.ts'
import type { getProposal } from '../../tools/proposals/get-proposal.ts'
import {
  actions,
  type Block,
  button,
  charactersOf,
  context,
  divider,
  fields,
  header,
  joinMrkdwn,
  type Mrkdwn,
  message,
  moment,
  mrkdwn,
  plain,
  SLACK_LIMITS,
  type SlackMessage,
  section,
  sections,
  splitText,
} from '../blocks.ts'
import { shorten } from '../mrkdwn.ts'
import { evidence } from './proposal-facts.ts'
import { addressee, by, outcomeOf, outcomeWords, plainOutcome } from './proposal-outcome.ts'
import { numberSelect } from './words.ts'

export type ProposalDetail = z.output<typeof getProposal.output>

/** What is around a proposal and not in it. */
export interface ProposalSetting {
  venture: Pick<Venture, 'currency' | 'simulated'>
  /** Who wanted it, as a sentence names them: `the campaign agent`, `Anna Success`. */
  proposer: string
  /** `P-1043`, which it was changed into. */
  supersededBy: string | null
}

/** The buttons' action ids. */
export const PROPOSAL_ACTIONS = {
  approve: 'proposal_approve',
  approveWithNote: 'proposal_approve_with_note',
  modify: 'proposal_modify',
  reject: 'proposal_reject',
  escalate: 'proposal_escalate',
  monitor: 'proposal_monitor',
  read: 'proposal_read',
  open: 'proposal_open',
} as const

/** What a button gives back: the proposal, and what of it was shown. */
export interface ShownWithButton {
  proposal: string
  round: number
  /** Of what had moved since it was asked, as the message says it: all settings together are more than a button takes. */
  moved: string | null
  /** Of the one person the message was drawn for; null in a channel. */
  confirmation: string | null
}

/** A draft may be 10,000 characters, and a message takes little more: it gets what the rest leaves. */
const DRAFT_SHOWN = 4_500
const DRAFT_AT_LEAST = 500
const RECEIPTS_OFFERED = 15
/** A line of a list holds a reason only in part. */
const LINE_SHOWN = 400

/**
 * `postedRound`: the round this message was posted for; a later one has a message of its own, and no buttons here.
 * `isPublic` leaves the draft out, which may name people; a button shows it to who may read it.
 */
export function proposalCard(
  detail: ProposalDetail,
  setting: ProposalSetting,
  { postedRound, isPublic }: { postedRound: number; isPublic: boolean },
): SlackMessage {
  const isAsked = detail.status === 'waiting' && detail.round === postedRound
  // What is not done need not be read again.
  const isClosed = ['rejected', 'superseded', 'expired'].includes(detail.status)
  const heading = headingOf(detail)
  const above = [
    header(heading),
    ...(isAsked ? [] : sections(outcomeOf(detail, setting, postedRound))),
    ...(isAsked ? changes(detail) : []),
    ...sections(mrkdwn`*${detail.title}*\n${detail.why}`),
    ...fields(isAsked ? stakes(detail, setting) : stakes(detail, setting).slice(0, 2)),
    ...(isAsked ? evidence(detail) : []),
  ]
  const below = [
    ...(isAsked ? [context(afterApproval(detail)), buttons(detail, { isPublic })] : []),
    ...(isAsked ? numberSelect(detail.facts.slice(0, RECEIPTS_OFFERED)) : []),
    context(smallPrint(detail, setting)),
  ]
  const room = SLACK_LIMITS.charactersInMessage - charactersOf([...above, ...below]) - 200
  const blocks: Block[] = [
    ...above,
    ...(isPublic || isClosed
      ? []
      : [divider(), ...draftBlocks(detail, Math.max(DRAFT_AT_LEAST, Math.min(DRAFT_SHOWN, room)))]),
    ...below,
  ]
  const notification = isAsked
    ? mrkdwn`${detail.proposal} waits for ${addressee(detail)}: ${heading}. ${detail.title}`
    : mrkdwn`${detail.proposal}: ${heading}. ${plainOutcome(detail, setting)}`
  return message(notification, blocks)
}

/** One line of a list, with a button that opens the card. */
export function proposalLine(detail: ProposalDetail, setting: ProposalSetting, postedRound: number): Block {
  const isAsked = detail.status === 'waiting' && detail.round === postedRound
  const name = mrkdwn`*${detail.proposal}*  ${headingOf(detail)}`
  if (!isAsked) return section(joinMrkdwn([name, shorten(outcomeOf(detail, setting, postedRound), LINE_SHOWN)], '\n'))
  return section(joinMrkdwn([name, mrkdwn`${detail.title}`, worthOf(detail, setting.venture.currency)], '\n'), {
    accessory: openButton(detail),
  })
}

/** Many that were filed at once: the worthiest by name. `beyond` are not named. */
export function proposalList(
  lines: readonly Block[],
  { waiting, beyond }: { waiting: number; beyond: number },
): SlackMessage {
  const words = waiting === 1 ? 'One proposal waits for a decision' : `${waiting} proposals wait for a decision`
  const title = waiting === 0 ? 'These proposals were decided' : words
  return message(mrkdwn`${title}.`, [
    header(title),
    ...lines,
    context(
      beyond > 0
        ? mrkdwn`The most money at stake times churn probability first; ${beyond} more with \`/crew approvals\`.`
        : mrkdwn`The most money at stake times churn probability first.`,
    ),
  ])
}

export type HiddenFrom = 'who_has_no_role' | 'other_workspaces'

/** In the place of a card or a list that is no longer for those who can read it. */
export function hiddenProposals(from: HiddenFrom): SlackMessage {
  const words = {
    who_has_no_role: mrkdwn`You no longer have a role here, so what waited for you is not shown any more.`,
    other_workspaces: mrkdwn`Another workspace can read this channel by now, so proposals are not shown here any more. Whoever decides finds them with \`/crew approvals\`.`,
  }[from]
  return message(words, [section(words)])
}

export function openButton(detail: Pick<ProposalDetail, 'id' | 'proposal'>): types.Button {
  return button({ text: `Open ${detail.proposal}`, action: PROPOSAL_ACTIONS.open, value: detail.id })
}

/** `Offer to Acme Corp` */
export function headingOf({ kind, customer }: Pick<ProposalDetail, 'kind' | 'customer'>): string {
  if (kind === 'setting') return 'Change of settings'
  const words = { message: 'Message to', offer: 'Offer to', task: 'Task about', escalation: 'Escalation of' }[kind]
  return `${words} ${customer?.name ?? 'the venture'}`
}

/** The draft as its reader would see it, quoted, in about `most` characters. */
export function draftBlocks({ rendered, kind, draft }: ProposalDetail, most: number): Block[] {
  const [body, ...more] = splitText(quoted(rendered.body), most)
  const price =
    draft.kind === 'offer' && draft.discountPercent !== undefined ? ` with ${draft.discountPercent} % discount` : ''
  const label = {
    message: 'The message',
    offer: `The offer${price}`,
    task: 'The task',
    escalation: 'The escalation',
    setting: 'The change',
  }[kind]
  return [
    ...sections(joinMrkdwn([mrkdwn`*${label}: ${rendered.heading}*`, ...(body ? [body] : [])], '\n')),
    ...(more.length > 0 ? [context(mrkdwn`The draft is longer; Modify… shows all of it.`)] : []),
  ]
}

function quoted(text: string): Mrkdwn {
  return joinMrkdwn(
    text.split('\n').map((line) => mrkdwn`> ${line === '' ? '\u200b' : line}`),
    '\n',
  )
}

/** What moved, in the reader's way before anything else. */
export function changes({ whatChanged, factsMoved, decisions, round }: ProposalDetail): Block[] {
  const passedOn = decisions.find((each) => each.round === round - 1 && each.decision === 'escalate')
  return [
    ...(passedOn ? [section(by(outcomeWords.escalate(null), passedOn))] : []),
    ...(whatChanged === null ? [] : sections(mrkdwn`🔄 *Asked again:* ${whatChanged}`)),
    ...(factsMoved === null ? [] : sections(mrkdwn`⚠️ *Moved since it was asked:* ${factsMoved}`)),
  ]
}

type Row = readonly [label: string, value: Mrkdwn | string]

/** Money first: these two stand in a decided card too. */
function stakes(detail: ProposalDetail, { venture, proposer }: ProposalSetting): Row[] {
  const money = (minor: number) => formatMoney(minor, venture.currency)
  const rows: Row[] = []
  if (detail.moneyAtStakeMinor > 0) rows.push(['At stake', `${money(detail.moneyAtStakeMinor)} a year`])
  if (detail.churnProbability !== null) rows.push(['Churn probability', formatPercent(100 * detail.churnProbability)])
  if (detail.costMinor > 0) rows.push(['It costs', money(detail.costMinor)])
  rows.push(['Who decides', decider(detail)])
  rows.push(['Answer due', moment(new Date(detail.expiresAt))])
  rows.push(['Proposed by', `${proposer}, as of ${detail.asOf}`])
  return rows
}

function decider({ addressedTo, whyChairman }: ProposalDetail): string {
  if (whyChairman !== null) return `The Chairman: ${whyChairman}`
  return addressedTo === 'chairman' ? 'The Chairman' : 'The success team'
}

export function worthOf(
  detail: Pick<ProposalDetail, 'moneyAtStakeMinor' | 'churnProbability' | 'costMinor'>,
  currency: string,
): Mrkdwn {
  const parts = [
    ...(detail.moneyAtStakeMinor > 0 ? [`${formatMoney(detail.moneyAtStakeMinor, currency)} a year`] : []),
    ...(detail.churnProbability === null ? [] : [`churn ${formatPercent(100 * detail.churnProbability)}`]),
    ...(detail.costMinor > 0 ? [`costs ${formatMoney(detail.costMinor, currency)}`] : []),
  ]
  return mrkdwn`${parts.join(' · ')}`
}

function afterApproval({ kind, mode, addressedTo }: ProposalDetail): Mrkdwn {
  if (kind === 'task') return mrkdwn`After approval the task is opened for the account’s owner.`
  if (kind === 'escalation') return mrkdwn`After approval it is a task of the Chairman.`
  if (kind === 'setting') {
    if (mode !== 'manual') return mrkdwn`After approval the settings change at once.`
    return mrkdwn`After approval ${addressedTo === 'chairman' ? 'the Chairman' : 'a person'} makes the change, for settings are on Manual.`
  }
  return mode === 'manual'
    ? mrkdwn`After approval a person sends it, for ${kind}s are on Manual.`
    : mrkdwn`After approval it is sent by mail, once, within the contact limits.`
}

function buttons(detail: ProposalDetail, { isPublic }: { isPublic: boolean }): types.ActionsBlock {
  const shown: ShownWithButton = {
    proposal: detail.id,
    round: detail.round,
    moved: digestOf(detail.factsMoved),
    confirmation: detail.confirmation,
  }
  const value = JSON.stringify(shown)
  const { approve, approveWithNote, modify, reject, escalate, monitor, read } = PROPOSAL_ACTIONS
  const isWithChairman = detail.addressedTo === 'chairman'
  return actions([
    button({ text: 'Approve', action: approve, value, style: 'primary', confirm: confirmation(detail) }),
    button({ text: 'Approve with a note…', action: approveWithNote, value }),
    button({ text: 'Modify…', action: modify, value }),
    button({ text: 'Reject…', action: reject, value, style: 'danger' }),
    ...(isWithChairman ? [] : [button({ text: 'Escalate…', action: escalate, value })]),
    button({ text: 'Monitor…', action: monitor, value }),
    ...(isPublic ? [button({ text: 'Read the draft', action: read, value })] : []),
  ])
}

export function digestOf(text: string | null): string | null {
  return text === null ? null : createHash('sha256').update(text).digest('base64url')
}

function confirmation(detail: ProposalDetail): types.ConfirmationDialog {
  return {
    title: plain(`Approve ${detail.proposal}?`, 100),
    text: plain(
      `${plain(headingOf(detail), 150).text}. ${afterApproval(detail).toString().replace('After approval', 'Then')}`,
      300,
    ),
    confirm: plain('Approve', 30),
    deny: plain('Not yet', 30),
  }
}

function smallPrint(detail: ProposalDetail, { venture }: ProposalSetting): Mrkdwn {
  const receipts = detail.receipts.slice(0, 10).map((receipt) => mrkdwn`\`${receipt}\``)
  return joinMrkdwn(
    [
      ...(venture.simulated ? [mrkdwn`*Simulated*`] : []),
      mrkdwn`${detail.proposal}${detail.round > 1 ? `, round ${detail.round}` : ''}`,
      ...(receipts.length > 0 ? [joinMrkdwn([mrkdwn`Receipts`, ...receipts], ' ')] : []),
      ...(detail.supersedes ? [mrkdwn`instead of ${detail.supersedes}`] : []),
    ],
    ' · ',
  )
}
