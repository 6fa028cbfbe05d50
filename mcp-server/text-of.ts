/** Any tool's output as short Markdown: names in words, money in its currency, lists as tables. Nothing here knows a tool. */
import { formatMoney, formatPercent, formatPoints } from '../tools/format.ts'

/** Rows of a list, and characters of everything; the structured content has the rest. */
const MOST_ROWS = 25
const LONGEST = 24_000
/** A longer text stands by itself, under its name. */
const LONGEST_IN_LINE = 240
/** Something with parts that is no longer than this stands in its row as JSON. */
const LONGEST_IN_CELL = 60

type Row = Record<string, unknown>

/** The same text with placeholders, for who links figures to receipts. */
const FOR_PROGRAMS = 'template'

interface Style {
  currency: string
  mostRows: number
}

export function textOf(output: Row, options: { title: string; currency: string; isWhole?: true }): string {
  const style = { currency: options.currency, mostRows: options.isWhole ? Number.POSITIVE_INFINITY : MOST_ROWS }
  const text = [`# ${options.title}`, ...objectLines(output, style, 2)].join('\n')
  return options.isWhole || text.length <= LONGEST
    ? text
    : `${text.slice(0, LONGEST)}\n… cut here; the structured content has all of it.`
}

/** Single values first, in one list; then what has parts, each under its name. */
function objectLines(object: Row, style: Style, level: number): string[] {
  const entries = Object.entries(object).filter(([key]) => key !== FOR_PROGRAMS)
  const plain = entries.filter(([, value]) => isPlain(value))
  const parts = entries.filter(([, value]) => !isPlain(value))
  return [
    ...plain.map(([key, value]) => `- ${words(key)}: ${plainText(key, value, style)}`),
    ...parts.flatMap(([key, value]) => [
      '',
      `${'#'.repeat(level)} ${words(key)}`,
      ...partLines(key, value, style, level),
    ]),
  ]
}

function partLines(key: string, value: unknown, style: Style, level: number): string[] {
  // Only a report is Markdown of ours; another text of several lines is quoted, so that none of them passes for a heading.
  if (typeof value === 'string')
    return key === 'markdown' ? [value] : value.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => `> ${oneLine(line)}`)
  if (!Array.isArray(value)) return objectLines(value as Row, style, Math.min(level + 1, 6))
  if (value.length === 0) return ['none']
  const rows = value.slice(0, style.mostRows)
  const more = value.length - rows.length
  return [
    ...(rows.every(isRow) && rows.every(isFlat)
      ? table(rows, style)
      : rows.flatMap((row, index) =>
          isRow(row)
            ? [
                `${index + 1}.`,
                ...objectLines(row, style, Math.min(level + 1, 6)).map((line) => (line === '' ? '' : `   ${line}`)),
              ]
            : [`- ${plainText(key, row, style)}`],
        )),
    ...(more > 0 ? [`… and ${more} more in the structured content.`] : []),
  ]
}

function table(rows: readonly Row[], style: Style): string[] {
  const isSaid = (value: unknown) => value !== null && value !== undefined && value !== ''
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((column) =>
    rows.some((row) => isSaid(row[column])),
  )
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [
    line(columns.map(words)),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(columns.map((column) => plainText(column, row[column], style)))),
  ]
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A row whose every value fits a cell. */
function isFlat(row: Row): boolean {
  return Object.values(row).every((value) => isPlain(value) || JSON.stringify(value).length <= LONGEST_IN_CELL)
}

/** Fits one line: a value, a short list of values, or the name of something. A text of several lines does not. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= LONGEST_IN_LINE && !value.includes('\n')
  if (Array.isArray(value))
    return value.length <= 8 && value.every((each) => !Array.isArray(each) && !isRow(each) && isPlain(each))
  return !isRow(value) || isNamed(value)
}

/** A customer, a user, a plan: shown by its name, with the id that a call takes. */
function isNamed(value: Row): value is { name: string; externalId?: string; id?: string } {
  return typeof value.name === 'string' && Object.keys(value).every((key) => /^(name|id|externalId|kind)$/.test(key))
}

function plainText(key: string, value: unknown, style: Style): string {
  if (value === null || value === undefined || value === '') return '–'
  if (Array.isArray(value) && value.some((each) => isRow(each) || Array.isArray(each))) return JSON.stringify(value)
  if (Array.isArray(value))
    return value.length === 0 ? 'none' : value.map((each) => plainText(key, each, style)).join('; ')
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (isRow(value)) return isNamed(value) ? named(value) : JSON.stringify(value)
  if (typeof value === 'number') return numberText(key, value, style.currency)
  return oneLine(String(value))
}

function named({ name, externalId, id }: { name: string; externalId?: string; id?: string }): string {
  const reference = externalId ?? id
  return oneLine(reference === undefined || reference === name ? name : `${name} (${reference})`)
}

/** What somebody wrote stays on its line, and shows all that it is. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
}

/** The unit stands in the field's name. */
function numberText(key: string, value: number, currency: string): string {
  if (/Minor$/.test(key)) return formatMoney(value, currency)
  if (/Percent$/.test(key)) return formatPercent(value)
  if (/[Pp]robability/.test(key)) return formatPercent(value * 100)
  return /[Ss]core|Points$/.test(key) ? formatPoints(value) : String(value)
}

const acronyms = new Set(['arr', 'mrr', 'nps', 'nrr', 'grr', 'dau', 'wau', 'mau', 'id', 'auc', 'crm'])

/** By field: there are as many as the schemas have, and a key of a customer's own making is not kept. */
const known = new Map<string, string>()
const MOST_KNOWN = 2_000

/** `expectedLossMinor` as `expected loss`. */
function words(key: string): string {
  const found = known.get(key)
  if (found !== undefined) return found
  const said = inWords(key)
  if (known.size < MOST_KNOWN) known.set(key, said)
  return said
}

function inWords(key: string): string {
  return key
    .replace(/(?<=.)(Minor|Percent)$/, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .split(' ')
    .map((word) => (acronyms.has(word.toLowerCase()) ? word.toUpperCase() : word.toLowerCase()))
    .join(' ')
}
