import type { Command } from 'commander'
import { getReceipt } from '../../tools/receipts/get-receipt.ts'
import { replayReceipt } from '../../tools/receipts/replay-receipt.ts'
import { runTool } from '../../tools/run-tool.ts'
import { counted, faint, heading, table, warning } from '../output.ts'
import { datedCommand, withCrew } from '../session.ts'

const SHOWN_FACTS = 40

export function receiptCommand(): Command {
  return datedCommand('receipt', 'open the record behind a number, or compute it again')
    .argument('<receipt>', 'R-1042, or the id of one of its facts')
    .option('--replay', 'compute it again from source rows and say what differs')
    .action((reference: string, options) =>
      withCrew(options, async (crew, out) => {
        const context = await crew.context()
        if (options.replay) {
          const { output } = await runTool(replayReceipt, { receipt: reference }, context)
          out.result(output, () => {
            out.line(heading(`${output.receipt}, ${output.tool}`))
            out.line(output.equal ? output.summary : warning(output.summary))
            for (const row of output.knownAtReceipt.alteredRows) out.line(`  ${JSON.stringify(row)}`)
            if (output.knownAtReceipt.caveat) out.line(faint(output.knownAtReceipt.caveat))
          })
          if (!output.equal) {
            out.note(`${output.receipt} is not equal when computed again.`)
            process.exitCode = 1
          }
          return
        }
        const { output: receipt } = await runTool(getReceipt, { receipt: reference }, context)
        out.result(receipt, () => {
          out.line(heading(`${receipt.receipt}, ${receipt.tool}`))
          out.line(`  arguments ${JSON.stringify(receipt.arguments)}`)
          out.line(
            `  as of ${receipt.asOf}, from what was known at ${receipt.knownAt}, settings version ${receipt.settingsVersion}`,
          )
          out.line(
            `  ${counted(receipt.rowCount, 'source row')}, computed for ${receipt.actor} at ${receipt.createdAt}`,
          )
          out.line(`  ${receipt.isUnaltered ? 'unaltered' : warning('ALTERED since')}, SHA-256 ${receipt.resultHash}`)
          out.line()
          const shown = receipt.facts.slice(0, SHOWN_FACTS)
          out.line(
            table(
              ['fact', 'about', 'metric', 'period', 'value'],
              shown.map((fact) => [faint(fact.key), fact.subject.name, fact.metric, fact.period ?? '', fact.text]),
            ),
          )
          if (receipt.facts.length > shown.length)
            out.line(faint(`and ${receipt.facts.length - shown.length} more: --json shows all`))
          out.line()
          out.line(`Next: ${out.crew(`receipt ${receipt.receipt} --replay`)}`)
        })
      }),
    )
}
