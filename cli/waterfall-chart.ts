/** A waterfall in text: from one level to another, a bar for each step from where it starts to where it ends. */
import pc from 'picocolors'
import { table } from './output.ts'

const WIDTH = 40

interface Step {
  label: string
  points: number
  /** The level after it. */
  level: number
}

/** Bars share one scale, which begins below the lowest level, so that small steps can be seen. */
export function waterfallChart(
  start: { label: string; level: number },
  steps: readonly Step[],
  endLabel: string,
): string {
  const levels = [start.level, ...steps.map(({ level }) => level)]
  const [low, high] = [Math.min(...levels), Math.max(...levels)]
  const floor = Math.max(0, low - Math.max(1, (high - low) / 3))
  const place = (level: number) =>
    high === floor ? WIDTH : Math.max(0, Math.round((WIDTH * (level - floor)) / (high - floor)))
  const total = (label: string, level: number) => [label, exact(level), '', '█'.repeat(Math.max(1, place(level)))]
  const rows = steps.map(({ label, points, level }, index) => {
    const [from, to] = [place(levels[index] ?? 0), place(level)]
    const bar = '▒'.repeat(Math.max(1, Math.abs(to - from)))
    const colour = points < 0 ? pc.red : pc.green
    return [label, '', signed(points), `${' '.repeat(Math.min(from, to, WIDTH - 1))}${colour(bar)}`]
  })
  const end = levels.at(-1) ?? start.level
  return table(['', 'score', 'change', ''], [total(start.label, start.level), ...rows, total(endLabel, end)], [1, 2])
}

/** `+5`, `-12.25`, `0`: to the hundredth, so that what is shown adds up. */
export function signed(points: number): string {
  return points > 0 ? `+${exact(points)}` : exact(points)
}

function exact(points: number): string {
  return new Intl.NumberFormat('en-US', { maximumFractionDigits: 2, signDisplay: 'negative' }).format(points)
}
