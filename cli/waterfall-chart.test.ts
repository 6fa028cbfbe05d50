import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { signed, waterfallChart } from './waterfall-chart.ts'

test('bars begin where the one before ended', () => {
  // From 80 to 40: the floor lies a third of the range below 40, at 26.67; forty places for 53.33 points. 80 is place 40,
  // 50 place 17.5, so 18, and 40 place 10.
  const chart = waterfallChart(
    { label: 'before', level: 80 },
    [
      { label: 'time', points: -40, level: 40 },
      { label: 'value', points: 10, level: 50 },
    ],
    'after',
  )
  const rows = stripVTControlCharacters(chart)
    .split('\n')
    .slice(1)
    .map((row) => row.slice(row.search(/[█▒]/) - 1))
  expect(rows[1]?.trim()).toBe('▒'.repeat(30))
  expect(rows[2]?.trim()).toBe('▒'.repeat(8))
  expect(chart).toMatch(/before +80/)
  expect(stripVTControlCharacters(chart)).toMatch(/time +-40 +▒/)
  expect(stripVTControlCharacters(chart)).toMatch(/value +\+10 +▒/)
  expect(chart).toMatch(/after +50/)
})

test('any levels can be drawn, each step with a bar', () => {
  const level = fc.integer({ min: 0, max: 10_000 }).map((hundredths) => hundredths / 100)
  fc.assert(
    fc.property(level, fc.array(level, { maxLength: 9 }), (start, levels) => {
      const steps = levels.map((to, index) => {
        const points = Math.round(100 * (to - (index === 0 ? start : (levels[index - 1] ?? 0)))) / 100
        return { label: `step ${index}`, points, level: to }
      })
      const rows = stripVTControlCharacters(waterfallChart({ label: 'a', level: start }, steps, 'b'))
        .split('\n')
        .slice(1)
      expect(rows).toHaveLength(levels.length + 2)
      for (const row of rows) expect(row).toMatch(/[█▒]/)
    }),
  )
})

test('points are shown to the hundredth, with their sign', () => {
  expect([5, -12.25, 0, 0.01, -0.4].map(signed)).toEqual(['+5', '-12.25', '0', '+0.01', '-0.4'])
})
