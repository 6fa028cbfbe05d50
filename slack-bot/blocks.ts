/** The pieces every Slack message is built of, as pure functions that keep Slack's limits. */
import type { types } from '@slack/bolt'
import { type Mrkdwn, mrkdwn, shorten, splitText } from './mrkdwn.ts'

export { escapeMrkdwn, joinMrkdwn, link, Mrkdwn, mention, moment, mrkdwn, splitText } from './mrkdwn.ts'

export type Block = types.KnownBlock
export type ActionElement = types.ActionsBlockElement

/** What is posted: `text` is the notification and what a screen reader says, `blocks` is what is seen. */
export interface SlackMessage {
  text: string
  blocks: Block[]
}

/** Slack's limits (https://docs.slack.dev/reference/block-kit), each length in UTF-16 units, the strictest reading. */
export const SLACK_LIMITS = {
  blocksInMessage: 50,
  blocksInView: 100,
  messageText: 4000,
  sectionText: 3000,
  fieldsInSection: 10,
  fieldText: 2000,
  headerText: 150,
  contextElements: 10,
  actionElements: 25,
  buttonText: 75,
  buttonValue: 2000,
  optionText: 75,
  optionValue: 150,
  optionsInSelect: 100,
  id: 255,
  // Undocumented: `msg_blocks_too_long` begins near 13,200 characters over all blocks of a message.
  charactersInMessage: 12_000,
} as const

export function message(text: Mrkdwn, blocks: readonly Block[]): SlackMessage {
  return { text: shorten(text, SLACK_LIMITS.messageText).toString(), blocks: [...blocks] }
}

/** Plain text: Slack parses nothing in it. */
export function header(text: string): types.HeaderBlock {
  return { type: 'header', text: plain(text, SLACK_LIMITS.headerText) }
}

export function divider(): types.DividerBlock {
  return { type: 'divider' }
}

/** One block; text over 3,000 characters is shortened. Text of unknown length goes through `sections`. */
export function section(
  text: Mrkdwn,
  options: { accessory?: types.SectionBlockAccessory; id?: string } = {},
): types.SectionBlock {
  return {
    type: 'section',
    text: markup(shorten(text, SLACK_LIMITS.sectionText)),
    ...(options.accessory && { accessory: options.accessory }),
    ...(options.id && { block_id: options.id }),
  }
}

/** As many blocks as the text needs. */
export function sections(text: Mrkdwn): types.SectionBlock[] {
  return splitText(text, SLACK_LIMITS.sectionText).map((part) => section(part))
}

/** Label over value, two columns, ten to a block. */
export function fields(
  rows: readonly (readonly [label: string, value: Mrkdwn | string | number])[],
): types.SectionBlock[] {
  return inGroups(rows, SLACK_LIMITS.fieldsInSection).map((group) => ({
    type: 'section',
    fields: group.map(([label, value]) => markup(shorten(mrkdwn`*${label}*\n${value}`, SLACK_LIMITS.fieldText))),
  }))
}

/** Small grey text: where a message comes from, and when. */
export function context(...texts: readonly Mrkdwn[]): types.ContextBlock {
  const elements = texts.slice(0, SLACK_LIMITS.contextElements)
  return { type: 'context', elements: elements.map((text) => markup(shorten(text, SLACK_LIMITS.sectionText))) }
}

export function actions(elements: readonly ActionElement[], options: { id?: string } = {}): types.ActionsBlock {
  return { type: 'actions', elements: [...elements], ...(options.id && { block_id: options.id }) }
}

/** `action` is the id a listener answers to; `value` comes back with the press. A `url` opens a page instead. */
export function button(spec: {
  text: string
  action: string
  value?: string
  style?: 'primary' | 'danger'
  url?: string
  confirm?: types.ConfirmationDialog
}): types.Button {
  return {
    type: 'button',
    text: plain(spec.text, SLACK_LIMITS.buttonText),
    action_id: spec.action,
    ...(spec.value !== undefined && { value: spec.value }),
    ...(spec.style && { style: spec.style }),
    ...(spec.url && { url: spec.url }),
    ...(spec.confirm && { confirm: spec.confirm }),
  }
}

/** One of at most a hundred choices; what is over is left out, so sort by what matters. */
export function select(spec: { placeholder: string; action: string; options: readonly Option[] }): types.StaticSelect {
  return {
    type: 'static_select',
    placeholder: plain(spec.placeholder, SLACK_LIMITS.headerText),
    action_id: spec.action,
    options: spec.options.slice(0, SLACK_LIMITS.optionsInSelect).map(option),
  }
}

export interface Option {
  text: string
  value: string
  description?: string
}

function option({ text, value, description }: Option): types.PlainTextOption {
  return {
    text: plain(text, SLACK_LIMITS.optionText),
    value,
    ...(description && { description: plain(description, SLACK_LIMITS.optionText) }),
  }
}

export function plain(text: string, limit: number): types.PlainTextElement {
  const line = text.replace(/\s+/g, ' ').trim() || '–'
  const short = line.length > limit ? `${line.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : line
  return { type: 'plain_text', text: short, emoji: false }
}

/** `verbatim`: Slack links no address and no channel that merely stands in the text. */
function markup(text: Mrkdwn): types.MrkdwnElement {
  return { type: 'mrkdwn', text: text.toString() || '–', verbatim: true }
}

/**
 * The message in as many messages as its blocks need. A header stays with what it heads; buttons and small print stay with what
 * they belong to.
 */
export function paged(whole: SlackMessage): SlackMessage[] {
  const pages: Block[][] = []
  let page: Block[] = []
  for (const unit of keptTogether(whole.blocks)) {
    const tooMany = page.length + unit.length > SLACK_LIMITS.blocksInMessage
    const tooLong = charactersOf(page) + charactersOf(unit) > SLACK_LIMITS.charactersInMessage
    if (page.length > 0 && (tooMany || tooLong)) {
      pages.push(page)
      page = []
    }
    page.push(...unit)
  }
  if (page.length > 0 || pages.length === 0) pages.push(page)
  return pages.map((blocks, index) => ({
    text: index === 0 ? whole.text : mrkdwn`(${index + 1} of ${pages.length})`.toString(),
    blocks: trimmed(blocks),
  }))
}

function keptTogether(blocks: readonly Block[]): Block[][] {
  const units: Block[][] = []
  let opensNext = false
  for (const block of blocks) {
    const belongsToLast = block.type === 'actions' || block.type === 'context'
    const last = units.at(-1)
    const hasRoom = last !== undefined && last.length < SLACK_LIMITS.blocksInMessage
    if (hasRoom && (opensNext || belongsToLast)) last.push(block)
    else units.push([block])
    opensNext = block.type === 'header' || block.type === 'divider'
  }
  return units
}

/** A page neither begins nor ends with a line across. */
function trimmed(blocks: readonly Block[]): Block[] {
  const first = blocks.findIndex((block) => block.type !== 'divider')
  const last = blocks.findLastIndex((block) => block.type !== 'divider')
  return first === -1 ? [] : blocks.slice(first, last + 1)
}

/** The characters Slack counts: of every text, nothing else. */
export function charactersOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + charactersOf(item), 0)
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce(
    (sum, [key, item]) => sum + (key === 'text' && typeof item === 'string' ? item.length : charactersOf(item)),
    0,
  )
}

function inGroups<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}
