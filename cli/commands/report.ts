import type { Command } from 'commander'
import { getReport } from '../../tools/report/get-report.ts'
import { writeReportFiles } from '../../tools/report/report-files.ts'
import { openReport } from '../../tools/report/store-report.ts'
import { runTool } from '../../tools/run-tool.ts'
import { faint } from '../output.ts'
import { datedCommand, typedPath, withCrew } from '../session.ts'

export function reportCommand(): Command {
  return datedCommand(
    'report',
    'the report of the last run, with what was decided since; writes it as a page and as Markdown',
  )
    .option('--run <id>', 'another run')
    .option('--print', 'the Markdown itself on stdout')
    .action((options) =>
      withCrew(options, async (crew, out) => {
        const context = await crew.context()
        const named = options.run === undefined ? {} : { runId: options.run }
        const { output } = await runTool(getReport, named, context)
        const files = await writeReportFiles(crew.dataDir, await openReport(context, output.runId))
        out.result({ ...output, files }, () => {
          if (options.print) out.line(output.markdown)
          else {
            out.line(`Report as of ${output.asOf}, proposals and decisions as of now:`)
            out.line(`  ${typedPath(files.html)}`)
            out.line(`  ${typedPath(files.markdown)}`)
            out.line(faint('Open the page in a browser: every number in it links to its receipt.'))
          }
        })
      }),
    )
}
