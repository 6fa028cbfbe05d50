/** A dashboard: its panels with their targets, each number with the receipt it comes from. */
import { getDashboard } from '../../tools/dashboards/get-dashboard.ts'
import type { Panel, PanelRow } from '../../tools/dashboards/panel.ts'
import type { ToolAnswer } from '../../tools/define-tool.ts'
import { type Block, context, header, joinMrkdwn, message, mrkdwn, type SlackMessage, sections } from '../blocks.ts'
import { footer, type Of, receiptSelect, spoken } from './words.ts'

const MOST_ROWS = 12

/** `answer` is of `get_dashboard`. */
export function metricsMessage(answer: ToolAnswer<unknown>, of: Of): SlackMessage {
  const { dashboard, asOf, panels } = getDashboard.output.parse(answer.output)
  const title = `${of.name.replace(/ \(simulated\)$/, '')}: ${dashboard} dashboard`
  const waiting = panels.filter(({ chart }) => chart === 'waiting')
  const shown = panels.filter(({ chart }) => chart !== 'waiting')
  return message(mrkdwn`${title}, as of ${asOf}`, [
    header(title),
    ...shown.flatMap(panelBlocks),
    ...(waiting.length === 0 ? [] : [context(mrkdwn`Not there yet: ${waiting.map((each) => each.title).join(', ')}.`)]),
    ...receiptSelect(
      shown.flatMap(({ title: panel, rows }) =>
        rows.flatMap((row, index) =>
          row.receipt === null || row.value === null || row.unit === 'name' || row.unit === 'text'
            ? []
            : [
                {
                  text: `${row.text} · ${row.label}`,
                  value: `${row.receipt}#${spoken(panel)} ${index}`,
                  description: panel,
                },
              ],
        ),
      ),
    ),
    footer(of, { asOf }),
  ])
}

function panelBlocks({ title, rows, target, note }: Panel): Block[] {
  const wanted = target === null ? mrkdwn`` : mrkdwn`  _(${target.text})_`
  const lines = rows.slice(0, MOST_ROWS).map(rowLine)
  const more = rows.length > MOST_ROWS ? [mrkdwn`_and ${rows.length - MOST_ROWS} more_`] : []
  const remark = note === null ? [] : [mrkdwn`_${note}_`]
  return sections(joinMrkdwn([mrkdwn`*${title}*${wanted}`, ...lines, ...more, ...remark], '\n'))
}

function rowLine({ label, text, isMet }: PanelRow) {
  const mark = isMet === null ? '•' : isMet ? '✅' : '🔻'
  return mrkdwn`${mark}  ${label.includes('_') ? spoken(label) : label}  *${text}*`
}
