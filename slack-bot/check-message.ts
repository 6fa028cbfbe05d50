/**
 * What Slack would refuse or show wrongly in a message or a modal, in words; an empty list when it is right. The shapes and
 * limits are those of https://docs.slack.dev/reference/block-kit for what this bot sends; any other block or element is a problem too.
 */
import { z } from 'zod'
import { charactersOf, SLACK_LIMITS } from './blocks.ts'

const id = z.string().min(1).max(SLACK_LIMITS.id)
const plainText = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(max), emoji: z.boolean().optional() })
const markup = (max: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(max), verbatim: z.literal(true) })
const text = (max: number) => z.discriminatedUnion('type', [plainText(max), markup(max)])

const confirm = z.strictObject({
  title: plainText(100),
  text: text(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: z.enum(['primary', 'danger']).optional(),
})
const option = z.strictObject({
  text: plainText(SLACK_LIMITS.optionText),
  value: z.string().min(1).max(SLACK_LIMITS.optionValue),
  description: plainText(SLACK_LIMITS.optionText).optional(),
})
const options = z.array(option).min(1).max(SLACK_LIMITS.optionsInSelect)
const placeholder = plainText(150).optional()
const action = { action_id: id, focus_on_load: z.boolean().optional() }
const selectable = { ...action, placeholder, confirm: confirm.optional() }

const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(SLACK_LIMITS.buttonText),
  action_id: id,
  value: z.string().max(SLACK_LIMITS.buttonValue).optional(),
  url: z
    .url({ protocol: /^https?$/ })
    .max(3000)
    .optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().max(75).optional(),
  confirm: confirm.optional(),
})
const image = z.strictObject({
  type: z.literal('image'),
  image_url: z.url().max(3000),
  alt_text: z.string().min(1).max(2000),
})
const staticSelect = z.strictObject({
  type: z.literal('static_select'),
  ...selectable,
  options,
  initial_option: option.optional(),
})
const externalSelect = z.strictObject({
  type: z.literal('external_select'),
  ...selectable,
  min_query_length: z.int().min(0).optional(),
  initial_option: option.optional(),
})
const usersSelect = z.strictObject({
  type: z.literal('users_select'),
  ...selectable,
  initial_user: z.string().optional(),
})
const overflow = z.strictObject({
  type: z.literal('overflow'),
  action_id: id,
  options: z.array(option).min(1).max(5),
  confirm: confirm.optional(),
})
const datePicker = z.strictObject({
  type: z.literal('datepicker'),
  ...selectable,
  initial_date: z.iso.date().optional(),
})
const choices = { ...action, options: z.array(option).min(1).max(10), confirm: confirm.optional() }
const radioButtons = z.strictObject({ type: z.literal('radio_buttons'), ...choices, initial_option: option.optional() })
const checkboxes = z.strictObject({ type: z.literal('checkboxes'), ...choices, initial_options: options.optional() })
const textLength = z.int().min(0).max(3000).optional()
const textInput = z.strictObject({
  type: z.literal('plain_text_input'),
  ...action,
  placeholder,
  initial_value: z.string().max(3000).optional(),
  multiline: z.boolean().optional(),
  min_length: textLength,
  max_length: textLength,
})
const numberInput = z.strictObject({
  type: z.literal('number_input'),
  ...action,
  placeholder,
  is_decimal_allowed: z.boolean(),
  initial_value: z.string().optional(),
  min_value: z.string().optional(),
  max_value: z.string().optional(),
})

const interactive = [
  button,
  staticSelect,
  externalSelect,
  usersSelect,
  overflow,
  datePicker,
  radioButtons,
  checkboxes,
] as const
const blockId = { block_id: id.optional() }

const sectionBlock = z
  .strictObject({
    type: z.literal('section'),
    ...blockId,
    text: text(SLACK_LIMITS.sectionText).optional(),
    fields: z.array(text(SLACK_LIMITS.fieldText)).min(1).max(SLACK_LIMITS.fieldsInSection).optional(),
    accessory: z.discriminatedUnion('type', [...interactive, image]).optional(),
    expand: z.boolean().optional(),
  })
  .refine((section) => section.text ?? section.fields, 'a section has text or fields')

const block = z.discriminatedUnion('type', [
  sectionBlock,
  z.strictObject({ type: z.literal('header'), ...blockId, text: plainText(SLACK_LIMITS.headerText) }),
  z.strictObject({ type: z.literal('divider'), ...blockId }),
  z.strictObject({
    type: z.literal('context'),
    ...blockId,
    elements: z
      .array(
        z.discriminatedUnion('type', [plainText(SLACK_LIMITS.sectionText), markup(SLACK_LIMITS.sectionText), image]),
      )
      .min(1)
      .max(SLACK_LIMITS.contextElements),
  }),
  z.strictObject({
    type: z.literal('actions'),
    ...blockId,
    elements: z.array(z.discriminatedUnion('type', interactive)).min(1).max(SLACK_LIMITS.actionElements),
  }),
  z.strictObject({
    type: z.literal('input'),
    ...blockId,
    label: plainText(2000),
    hint: plainText(2000).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
    element: z.discriminatedUnion('type', [
      textInput,
      numberInput,
      staticSelect,
      externalSelect,
      usersSelect,
      datePicker,
      radioButtons,
      checkboxes,
    ]),
  }),
])

const messageShape = z.object({
  text: z.string().min(1).max(SLACK_LIMITS.messageText),
  blocks: z.array(block).min(1).max(SLACK_LIMITS.blocksInMessage),
})

const viewShape = z
  .strictObject({
    type: z.literal('modal'),
    title: plainText(24),
    blocks: z.array(block).min(1).max(SLACK_LIMITS.blocksInView),
    submit: plainText(24).optional(),
    close: plainText(24).optional(),
    callback_id: id.optional(),
    external_id: id.optional(),
    private_metadata: z.string().max(3000).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
  })
  .refine(
    (view) => view.submit ?? !view.blocks.some(({ type }) => type === 'input'),
    'a modal with an input has a submit button',
  )

export function checkMessage(message: unknown): string[] {
  const problems = shapeProblems(messageShape, message)
  const characters = charactersOf((message as { blocks?: unknown }).blocks)
  if (characters > SLACK_LIMITS.charactersInMessage) problems.push(`blocks: ${characters} characters in all`)
  return [...problems, ...repeatedIds(message), ...loudWords(message)]
}

/** The same for a modal. */
export function checkView(view: unknown): string[] {
  return [...shapeProblems(viewShape, view), ...repeatedIds(view), ...loudWords(view)]
}

function shapeProblems(shape: z.ZodType, value: unknown): string[] {
  const parsed = shape.safeParse(value)
  return parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
}

/** Slack refuses a block id that comes twice, and an action id that comes twice within a block. */
function repeatedIds(message: unknown): string[] {
  const { blocks = [] } = message as { blocks?: { block_id?: string; elements?: { action_id?: string }[] }[] }
  return [
    ...repeated(blocks.map((each) => each.block_id)).map((twice) => `block_id ${twice} comes twice`),
    ...blocks.flatMap((each, index) =>
      repeated((each.elements ?? []).map((element) => element.action_id)).map(
        (twice) => `blocks.${index}: action_id ${twice} comes twice`,
      ),
    ),
  ]
}

function repeated(ids: readonly (string | undefined)[]): string[] {
  const known = ids.filter((each) => each !== undefined)
  return known.filter((each, index) => known.indexOf(each) !== index)
}

/** What would ring everybody, and markup that Slack does not know and would show or swallow. */
function loudWords(value: unknown): string[] {
  return markupOf(value).flatMap((markupText) =>
    [...markupText.matchAll(/<([^>]*)>?/g)]
      .filter(([, inside = '']) => !/^(https?:|mailto:)|^@[UW][A-Z0-9]+$|^#C[A-Z0-9]+$|^!date\^\d+\^/.test(inside))
      .map(([tag]) => `not escaped: ${tag}`),
  )
}

/** Every text Slack parses: of `mrkdwn` objects, and the message's own `text`. */
function markupOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(markupOf)
  if (typeof value !== 'object' || value === null) return []
  const { type, text: own } = value as { type?: unknown; text?: unknown }
  const isParsed = typeof own === 'string' && type !== 'plain_text'
  return [...(isParsed ? [own] : []), ...Object.values(value).flatMap(markupOf)]
}
