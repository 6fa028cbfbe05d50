/** A run's report as a message: its figures and what a reader needs first, of each longer part its beginning. */
import { lexer, type Token, type Tokens } from 'marked'
import type { ToolAnswer } from '../../tools/define-tool.ts'
import { formatDate } from '../../tools/format.ts'
import { getReport } from '../../tools/report/get-report.ts'
import {
  type Block,
  context,
  fields,
  header,
  joinMrkdwn,
  type Mrkdwn,
  message,
  mrkdwn,
  type SlackMessage,
  sections,
} from '../blocks.ts'
import { footer, type Of, receiptSelect } from './words.ts'

/** From here on it is about the report itself. */
const LAST_PART = 'How this was written'
const MOST_SUBPARTS = 6
const MOST_ROWS = 8

/** `answer` is of `get_report`. */
export function reportMessage(answer: ToolAnswer<unknown>, of: Of): SlackMessage {
  const { markdown, asOf, writer, runId } = getReport.output.parse(answer.output)
  const tokens = lexer(markdown)
  const end = tokens.findIndex((token) => token.type === 'heading' && token.text === LAST_PART)
  const title = `Customer health, ${formatDate(asOf)}`
  return message(mrkdwn`${title}`, [
    header(title),
    ...partsOf(end === -1 ? tokens : tokens.slice(0, end)).flatMap(partBlocks),
    ...receiptSelect(receiptsIn(markdown).map((receipt) => ({ text: receipt, value: `${receipt}#` }))),
    context(mrkdwn`In full, with charts: \`npx crew report\``),
    footer(of, {
      asOf,
      more: [
        mrkdwn`run ${runId.slice(0, 8)}, written ${writer.kind === 'offline' ? 'from templates' : `by ${writer.name}`}`,
      ],
    }),
  ])
}

interface Part {
  title: string
  body: Token[]
  subparts: { title: string; body: Token[] }[]
}

/** What stands under headings of the second and third level. */
function partsOf(tokens: readonly Token[]): Part[] {
  const parts: Part[] = []
  for (const token of tokens) {
    const part = parts.at(-1)
    if (token.type === 'heading' && token.depth === 2) parts.push({ title: plainText(token), body: [], subparts: [] })
    else if (token.type === 'heading' && token.depth === 3) part?.subparts.push({ title: plainText(token), body: [] })
    else (part?.subparts.at(-1)?.body ?? part?.body)?.push(token)
  }
  return parts
}

/** A subpart is told by its title and its first paragraph; one that is only a table is left to the report in full. */
function partBlocks({ title, body, subparts }: Part): Block[] {
  const told = subparts.filter(({ body: inside }) => !inside.some(({ type }) => type === 'table'))
  const shown = told.slice(0, MOST_SUBPARTS).flatMap(({ title: name, body: inside }) => {
    const [first] = inside.flatMap(wordsOf)
    return sections(joinMrkdwn([mrkdwn`*${name}*`, ...(first ? [first] : [])], '\n'))
  })
  const rest = told.length - MOST_SUBPARTS
  const blocks = [...body.flatMap(tokenBlocks), ...shown]
  if (blocks.length === 0) return []
  return [header(title), ...blocks, ...(rest > 0 ? [context(mrkdwn`and ${rest} more`)] : [])]
}

function tokenBlocks(token: Token): Block[] {
  if (token.type === 'table') return tableBlocks(token as Tokens.Table)
  const words = wordsOf(token)
  return words.length === 0 ? [] : sections(joinMrkdwn(words, '\n'))
}

/** Of each row the first two cells: what, and how much. */
function tableBlocks({ rows }: Tokens.Table): Block[] {
  return fields(
    rows
      .slice(0, MOST_ROWS)
      .map(([name, value]) => [plainText({ tokens: name?.tokens ?? [] }), inline(value?.tokens ?? [])]),
  )
}

/** Explanations in italics, rules and code are left to the report in full. */
function wordsOf(token: Token): Mrkdwn[] {
  if (token.type === 'paragraph') {
    const inside = (token as Tokens.Paragraph).tokens
    return inside.length === 1 && inside[0]?.type === 'em' ? [] : [inline(inside)]
  }
  if (token.type === 'list') return (token as Tokens.List).items.map((item) => mrkdwn`•  ${inline(item.tokens)}`)
  return []
}

/** Every figure is a link to its receipt within the document; here it is bold, and the list below opens the receipt. */
function inline(tokens: readonly Token[]): Mrkdwn {
  return joinMrkdwn(
    tokens.map((token): Mrkdwn => {
      switch (token.type) {
        case 'link':
          return mrkdwn`*${plainText(token as Tokens.Link)}*`
        case 'strong':
          return mrkdwn`*${plainText(token as Tokens.Strong)}*`
        case 'em':
          return mrkdwn`_${plainText(token as Tokens.Em)}_`
        case 'codespan':
          return mrkdwn`\`${(token as Tokens.Codespan).text}\``
        case 'text':
        case 'paragraph':
          return 'tokens' in token && token.tokens ? inline(token.tokens) : mrkdwn`${plainText(token)}`
        default:
          return mrkdwn`${plainText(token)}`
      }
    }),
    '',
  )
}

function plainText(token: Token | { tokens: Token[] }): string {
  if ('tokens' in token && token.tokens && token.tokens.length > 0) return token.tokens.map(plainText).join('')
  return 'text' in token && typeof token.text === 'string' ? unescapeHtml(token.text) : ''
}

/** The lexer gives text with entities. */
function unescapeHtml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}

function receiptsIn(markdown: string): string[] {
  return [...new Set([...markdown.matchAll(/\(#(r-\d+)\)/g)].map(([, receipt = '']) => receipt.toUpperCase()))]
}
