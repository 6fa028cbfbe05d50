import { Command } from 'commander'
import { verifyLedger } from '../../tools/ledger/verify-ledger.ts'
import { runTool } from '../../tools/run-tool.ts'
import { counted, faint, warning } from '../output.ts'
import { crewCommand, withCrew } from '../session.ts'

export function ledgerCommand(): Command {
  const verify = crewCommand('verify', 'check every row: edited, removed, reordered or cut off shows').action(
    (options) =>
      withCrew(options, async (crew, out) => {
        const { output } = await runTool(verifyLedger, {}, await crew.context())
        out.result(output, () => {
          if (output.isIntact)
            out.line(
              `The ledger is intact: ${counted(output.rowCount, 'row')}, ${counted(output.signedHeadCount, 'signed head')}.`,
            )
          for (const problem of output.problems)
            out.line(warning(`row ${problem.seq}: ${problem.kind}. ${problem.what}`))
          if (output.caveat) out.line(faint(output.caveat))
        })
        if (!output.isIntact) {
          out.note(`The ledger is not intact: ${counted(output.problems.length, 'problem')}.`)
          process.exitCode = 1
        }
      }),
  )
  return new Command('ledger')
    .description('the append-only record of proposals, decisions and effects')
    .addCommand(verify, { isDefault: true })
}
