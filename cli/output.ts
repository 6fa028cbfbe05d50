/** What the terminal shows: text, tables and colours for people, one JSON document for machines. */
import { stripVTControlCharacters } from 'node:util'
import Table from 'cli-table3'
import pc from 'picocolors'

/** Beyond this a line is hard to read, however wide the terminal. */
const LONGEST_LINE = 100
const NARROWEST_COLUMN = 12

export interface Output {
  /** With `--json` stdout carries one document and nothing else. */
  json: boolean
  /** A line for people; nothing under `--json`. */
  line(text?: string): void
  /** Progress, remarks and the reason of a failure: stderr, so that a pipe stays clean. */
  note(text: string): void
  /** The command's result: printed whole under `--json`, else left to `render`. */
  result(value: unknown, render: () => void): void
  /** A command to type next, as `approvals P-1042`: on the venture, and where it matters the day, of this one. */
  crew(nameAndArguments: string): string
}

/** Commands whose answer depends on the day looked at; the others speak of now. */
const datedCommands = new Set([
  'ask',
  'backtest',
  'customer',
  'customers',
  'edge-cases',
  'dashboard',
  'feedback',
  'gates',
  'metrics',
  'run',
  'score',
  'why',
])

export function createOutput(options: { json?: boolean; venture?: string; asOf?: string }): Output {
  const json = options.json ?? false
  return {
    json,
    line: (text = '') => {
      if (!json) console.log(text)
    },
    note: (text) => console.error(text),
    result: (value, render) => {
      if (json) console.log(JSON.stringify(value, null, 2))
      else render()
    },
    crew: (nameAndArguments) => {
      const [name = ''] = nameAndArguments.split(' ')
      const venture = options.venture === undefined ? '' : ` --venture ${options.venture}`
      const asOf = options.asOf === undefined || !datedCommands.has(name) ? '' : ` --as-of ${options.asOf}`
      return command(`npx crew ${nameAndArguments}${venture}${asOf}`)
    },
  }
}

/**
 * Aligned columns without a frame; the columns of `alignRight` are numbers. On a terminal that is too narrow the widest
 * texts are cut. Returns the text.
 */
export function table(
  head: string[],
  rows: string[][],
  alignRight: number[] = [],
  columns: number = terminalWidth(),
): string {
  const none = {
    top: '',
    'top-mid': '',
    'top-left': '',
    'top-right': '',
    bottom: '',
    'bottom-mid': '',
    'bottom-left': '',
    'bottom-right': '',
    left: '',
    'left-mid': '',
    mid: '',
    'mid-mid': '',
    right: '',
    'right-mid': '',
    middle: '  ',
  }
  const widths = fittingWidths([head, ...rows], alignRight, columns)
  const built = new Table({
    head: head.some((title) => title !== '') ? head.map((title) => pc.dim(title)) : [],
    chars: none,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colAligns: head.map((_, column) => (alignRight.includes(column) ? 'right' : 'left')),
  })
  built.push(...rows.map((row) => row.map((cell, column) => cut(cell, widths[column] ?? columns))))
  return built
    .toString()
    .split('\n')
    .map((row) => row.trimEnd())
    .join('\n')
}

/** Each column as wide as its longest cell; while the row is too long, the widest text gives way. */
function fittingWidths(rows: string[][], alignRight: number[], columns: number): number[] {
  const widths: number[] = []
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, shownLength(cell))
  }
  const gaps = 2 * (widths.length - 1)
  let excess = widths.reduce((sum, width) => sum + width, gaps) - columns
  while (excess > 0) {
    const texts = widths.map((width, column) => (alignRight.includes(column) ? 0 : width))
    const widest = Math.max(...texts)
    if (widest <= NARROWEST_COLUMN) break
    widths[texts.indexOf(widest)] = widest - 1
    excess--
  }
  return widths
}

function cut(cell: string, width: number): string {
  return shownLength(cell) <= width ? cell : `${stripVTControlCharacters(cell).slice(0, width - 1)}…`
}

const shownLength = (text: string): number => stripVTControlCharacters(text).length

/** Text for reading: on a terminal, broken between words. */
export function paragraphs(text: string, columns: number = Math.min(terminalWidth(), LONGEST_LINE)): string {
  return text
    .split('\n')
    .map((line) => {
      const words = line.split(' ')
      let length = 0
      return words
        .map((word, index) => {
          const isBroken = index > 0 && length + 1 + shownLength(word) > columns
          length = isBroken || index === 0 ? shownLength(word) : length + 1 + shownLength(word)
          return index === 0 ? word : `${isBroken ? '\n' : ' '}${word}`
        })
        .join('')
    })
    .join('\n')
}

/** What goes into a pipe or a file is not cut to a terminal's width. */
function terminalWidth(): number {
  return process.stdout.isTTY ? process.stdout.columns || 80 : Number.POSITIVE_INFINITY
}

/** `1 proposal`, `2 proposals`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}

const statusColours: Record<string, (text: string) => string> = {
  healthy: pc.green,
  at_risk: pc.yellow,
  critical: pc.red,
  churned: pc.dim,
  trial: pc.cyan,
  no_data: pc.dim,
}

/** `at_risk` as people read it, in its colour. */
export function statusLabel(status: string): string {
  const label = { at_risk: 'at risk', no_data: 'not enough data' }[status] ?? status
  return (statusColours[status] ?? ((text: string) => text))(label)
}

/** `onboarding_how_to` and `usageEvents` as people read them. */
export const spoken = (name: string): string => name.replaceAll(/_|(?=[A-Z])/g, ' ').toLowerCase()

export const heading = (text: string): string => pc.bold(text)
export const faint = (text: string): string => pc.dim(text)
export const command = (text: string): string => pc.cyan(text)
export const warning = (text: string): string => pc.yellow(text)
