import { type Command, Option } from 'commander'
import { formatCount, formatMoney, formatPoints, NO_DATA } from '../../tools/format.ts'
import { edgeCaseNames } from '../../tools/health/edge-cases.ts'
import { listEdgeCases } from '../../tools/health/list-edge-cases.ts'
import { runTool } from '../../tools/run-tool.ts'
import { counted, faint, heading, paragraphs, spoken, statusLabel, table } from '../output.ts'
import { datedCommand, parseCount, withCrew } from '../session.ts'

export function edgeCasesCommand(): Command {
  return datedCommand(
    'edge-cases',
    'customers that need care before anything is done: missing or contradictory data, too much going on, a spiral, silence',
  )
    .option('--customer <id or name>', 'only this customer')
    .addOption(new Option('--kind <edge case>', 'only of this kind').choices([...edgeCaseNames]))
    .option('--limit <count>', 'how many to show', parseCount(1, 500), 10)
    .action((options) =>
      withCrew(options, async (crew, out) => {
        const { customer, kind, limit } = options
        const input = { ...(customer ? { customer } : {}), ...(kind ? { edgeCase: kind } : {}), limit }
        const { output, receipt } = await runTool(listEdgeCases, input, await crew.context())
        out.result({ ...output, receipt }, () => {
          if (customer === undefined) {
            out.line(
              table(
                ['edge case', 'customers'],
                output.counts.map((each) => [spoken(each.edgeCase), formatCount(each.customers)]),
                [1],
              ),
            )
            if (output.missingSources.length > 0)
              out.line(faint(`Never loaded, of anybody: ${output.missingSources.join(', ')}.`))
            out.line()
          }
          if (output.total === 0) out.line('Nobody is an edge case here.')
          for (const each of output.customers) {
            const score = each.score === null ? NO_DATA : formatPoints(each.score)
            out.line(
              `${heading(each.customer.name)} ${faint(each.customer.externalId)}  ${statusLabel(each.status)}, score ${score}, ${formatMoney(each.arrMinor, crew.venture.currency)} a year`,
            )
            for (const { edgeCase, findings, handling } of each.edgeCases) {
              out.line(paragraphs(`  ${spoken(edgeCase)}: ${findings.join('; ')}.`))
              out.line(faint(paragraphs(`    ${handling}`)))
            }
          }
          out.line()
          out.line(
            faint(
              `${output.customers.length} of ${counted(output.total, 'customer')} as of ${output.asOf}. Receipt ${receipt}.`,
            ),
          )
          const [first] = output.customers
          out.line(`Next: ${out.crew(first ? `customer ${first.customer.externalId}` : 'customers')}`)
        })
      }),
    )
}
