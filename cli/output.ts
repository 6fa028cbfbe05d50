/** What the terminal shows: text, tables and colours for people, one JSON document for machines. */
import Table from 'cli-table3'
import pc from 'picocolors'

export interface Output {
  /** With `--json` stdout carries one document and nothing else. */
  json: boolean
  /** A line for people; nothing under `--json`. */
  line(text?: string): void
  /** Progress and remarks: stderr, so that a pipe stays clean. */
  note(text: string): void
  /** The command's result: printed whole under `--json`, else left to `render`. */
  result(value: unknown, render: () => void): void
}

export function createOutput(json: boolean): Output {
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
  }
}

/** Aligned columns without a frame; numbers go to the right. Returns the text. */
export function table(head: string[], rows: string[][], alignRight: number[] = []): string {
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
  const built = new Table({
    head: head.map((title) => pc.dim(title)),
    chars: none,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colAligns: head.map((_, column) => (alignRight.includes(column) ? 'right' : 'left')),
  })
  built.push(...rows)
  return built
    .toString()
    .split('\n')
    .map((row) => row.trimEnd())
    .join('\n')
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

export const heading = (text: string): string => pc.bold(text)
export const faint = (text: string): string => pc.dim(text)
export const command = (text: string): string => pc.cyan(text)
export const warning = (text: string): string => pc.yellow(text)
