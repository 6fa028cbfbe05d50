/** Charts in text: bars, gauges and sparklines that read the same in a terminal, a log and a mail. */

const BLOCKS = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'] as const
const SPARKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const
const BAR_WIDTH = 24

/** A bar as long as `value` is of `most`, in eighths of a character; something is never drawn as nothing. */
export function bar(value: number | null, most: number, width: number = BAR_WIDTH): string {
  if (value === null || value <= 0 || most <= 0) return ''
  const eighths = Math.max(1, Math.round((Math.min(value, most) / most) * width * 8))
  return '█'.repeat(Math.floor(eighths / 8)) + (eighths % 8 === 0 ? '' : BLOCKS[eighths % 8])
}

/** One character a value, from the lowest to the highest; a value that is missing is a dot. */
export function sparkline(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null)
  const [low, high] = [Math.min(...known), Math.max(...known)]
  return values
    .map((value) => {
      if (value === null) return '·'
      return SPARKS[high === low ? 3 : Math.round(((value - low) / (high - low)) * (SPARKS.length - 1))] ?? ''
    })
    .join('')
}

/** `├────●──────┼───┤`: where a value stands between `low` and `high`, and where it should at least be. */
export function gauge(
  value: number | null,
  scale: { low: number; high: number; target?: number },
  width: number = BAR_WIDTH,
): string {
  const place = (at: number) =>
    Math.round(((Math.max(scale.low, Math.min(scale.high, at)) - scale.low) / (scale.high - scale.low)) * (width - 1))
  const line = Array.from({ length: width }, () => '─')
  if (scale.target !== undefined) line[place(scale.target)] = '┼'
  if (value !== null) line[place(value)] = '●'
  return `├${line.join('')}┤`
}
