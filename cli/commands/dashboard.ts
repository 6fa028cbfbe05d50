import { Argument, type Command } from 'commander'
import { dashboards, getDashboard } from '../../tools/dashboards/get-dashboard.ts'
import type { Panel, PanelRow } from '../../tools/dashboards/panel.ts'
import { runTool } from '../../tools/run-tool.ts'
import { bar, gauge, sparkline } from '../charts.ts'
import { faint, heading, table, warning } from '../output.ts'
import { datedCommand, hintOldData, withCrew } from '../session.ts'

export function dashboardCommand(): Command {
  return datedCommand('dashboard', 'the numbers to look at each day, with target and receipt')
    .addArgument(
      new Argument('[dashboard]', 'whose: the Chairman’s, outreach, the system’s health, or what customers say')
        .choices([...dashboards])
        .default('executive'),
    )
    .option('--fresh', 'compute everything anew, also what a large venture keeps from its last refresh')
    .action((dashboard: string, options) =>
      withCrew(options, async (crew, out) => {
        const context = await crew.context()
        const { output, receipt } = await runTool(getDashboard, { dashboard, fresh: options.fresh ?? false }, context)
        out.result({ ...output, receipt }, () => {
          out.line(heading(`${crew.venture.name}, ${dashboard}, as of ${output.asOf}`))
          for (const panel of output.panels) {
            out.line()
            out.line(`${heading(panel.title)}${panel.target ? faint(`  target ${panel.target.text}`) : ''}`)
            for (const line of panelLines(panel)) out.line(line)
          }
          const others = dashboards.filter((name) => name !== dashboard)
          const first = output.panels.flatMap(({ rows }) => rows).find((row) => row.receipt !== null)?.receipt
          out.line()
          if (first) out.line(`Next: ${out.crew(`receipt ${first}`)}, or ${out.crew(`dashboard ${others[0]}`)}`)
          out.line(faint(`The others: ${others.join(', ')}.`))
        })
        if (!out.json) await hintOldData(crew, out, context.asOf)
      }),
    )
}

function panelLines(panel: Panel): string[] {
  const receipts = [...new Set(panel.rows.flatMap(({ receipt }) => receipt ?? []))]
  const age =
    panel.of && !panel.of.isCurrent
      ? `, as of ${panel.of.asOf} from what was known at ${panel.of.knownAt.slice(0, 16).replace('T', ' ')} UTC`
      : ''
  return [
    ...drawn(panel),
    ...(panel.note ? [faint(panel.note)] : []),
    ...(receipts.length > 0 ? [faint(`${receipts.join(', ')}${age}`)] : []),
  ]
}

function drawn(panel: Panel): string[] {
  const { rows, scale, target } = panel
  if (rows.length === 0) return []
  if (panel.chart === 'gauge' && scale) {
    const [first, ...rest] = rows
    const value = typeof first?.value === 'number' ? first.value : null
    const line = gauge(value, { ...scale, ...(target ? { target: target.value } : {}) }, 40)
    return [
      `${scale.low} ${line} ${scale.high}   ${first ? shown(first) : ''}`,
      ...rest.map((row) => `${row.label}: ${row.text}`),
    ]
  }
  if (panel.chart === 'line') {
    const marks = sparkline(rows.map(({ value }) => (typeof value === 'number' ? value : null)))
    return [
      `${marks}  ${rows[0]?.label} to ${rows.at(-1)?.label}`,
      ...table(
        ['', '', ''],
        rows.map((row) => [row.label, shown(row), '']),
        [1],
      ).split('\n'),
    ]
  }
  const most = Math.max(
    ...rows.map(({ value, unit }) => (unit === 'percent' || unit === 'points' ? 100 : Number(value) || 0)),
    1,
  )
  const isDrawn = panel.chart === 'bars'
  return table(
    ['', '', ''],
    rows.map((row) => [
      row.label,
      shown(row),
      isDrawn ? faint(bar(typeof row.value === 'number' ? row.value : null, most)) : '',
    ]),
    rows.every(({ unit }) => unit !== 'text') ? [1] : [],
  ).split('\n')
}

/** A number that misses its target stands out. */
function shown(row: PanelRow): string {
  if (row.isMet === null) return row.text
  return row.isMet ? row.text : warning(row.text)
}
