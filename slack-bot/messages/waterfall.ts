/**
 * A waterfall in fixed-width text, narrow enough for a phone: from one level to another, for each step a bar from where it
 * starts to where it ends. The bars share one scale, which begins below the lowest level, so that small steps can be seen.
 */
const WIDTH = 20

interface Step {
  label: string
  points: number
  /** The level after it. */
  level: number
}

export function waterfall(start: { label: string; level: number }, steps: readonly Step[], endLabel: string): string {
  const levels = [start.level, ...steps.map(({ level }) => level)]
  const [low, high] = [Math.min(...levels), Math.max(...levels)]
  const floor = Math.max(0, low - Math.max(1, (high - low) / 3))
  const place = (level: number) => (high === floor ? WIDTH : Math.round((WIDTH * (level - floor)) / (high - floor)))
  const total = (label: string, level: number) => [label, exact(level), '█'.repeat(Math.max(1, place(level)))]
  const rows = [
    total(start.label, start.level),
    ...steps.map(({ label, points, level }, index) => {
      const [from, to] = [place(levels[index] ?? 0), place(level)]
      const bar = (points < 0 ? '▒' : '▓').repeat(Math.max(1, Math.abs(to - from)))
      return [
        label,
        points > 0 ? `+${exact(points)}` : exact(points),
        `${' '.repeat(Math.min(from, to, WIDTH - 1))}${bar}`,
      ]
    }),
    total(endLabel, levels.at(-1) ?? start.level),
  ]
  const [labels, numbers] = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map(
      ([label = '', number = '', bar = '']) => `${label.padEnd(labels ?? 0)}  ${number.padStart(numbers ?? 0)}  ${bar}`,
    )
    .join('\n')
}

/** To the hundredth, so that what is shown adds up; with a real minus. */
function exact(points: number): string {
  return new Intl.NumberFormat('en-US', { maximumFractionDigits: 2, signDisplay: 'negative' })
    .format(points)
    .replace('-', '−')
}
