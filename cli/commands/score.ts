import type { Command } from 'commander'
import { formatPoints, NO_DATA } from '../../tools/format.ts'
import { getHealthSummary } from '../../tools/health/get-health-summary.ts'
import { refreshScores } from '../../tools/health/refresh-scores.ts'
import { runTool } from '../../tools/run-tool.ts'
import { counted, faint, heading, statusLabel, table } from '../output.ts'
import { datedCommand, hintOldData, withCrew } from '../session.ts'

export function scoreCommand(): Command {
  return datedCommand('score', 'score every customer and keep what changed').action((options) =>
    withCrew(options, async (crew, out) => {
      const context = await crew.context()
      const { output: refresh, receipt } = await runTool(refreshScores, {}, context)
      const { output: summary } = await runTool(getHealthSummary, {}, context)
      out.result({ ...refresh, receipt, summary }, () => {
        const average = summary.averageScore === null ? NO_DATA : formatPoints(summary.averageScore)
        out.line(
          heading(`${counted(refresh.customers, 'customer')} scored as of ${refresh.asOf}, ${average} on average`),
        )
        out.line(
          table(
            ['status', 'customers'],
            Object.entries(summary.counts).map(([status, count]) => [statusLabel(status), String(count)]),
            [1],
          ),
        )
        out.line()
        out.line(
          faint(
            refresh.isStored
              ? `${refresh.changed} changed. Receipt ${receipt}.`
              : `Not stored: a later day was scored before. Receipt ${receipt}.`,
          ),
        )
        out.line(`Next: ${out.crew('run')}, or ${out.crew('customers --status critical --sort arr')}`)
      })
      if (!out.json) await hintOldData(crew, out, context.asOf)
    }),
  )
}
