import { Argument, Command } from 'commander'
import { getModes } from '../../tools/modes/get-modes.ts'
import { setMode } from '../../tools/modes/set-mode.ts'
import { proposalKinds } from '../../tools/proposals/proposal.ts'
import { runTool } from '../../tools/run-tool.ts'
import { faint, table } from '../output.ts'
import { crewCommand, withCrew } from '../session.ts'

export function modeCommand(): Command {
  const show = crewCommand('show', 'the mode of each kind of action').action((options) =>
    withCrew(options, async (crew, out) => {
      const { output } = await runTool(getModes, {}, await crew.context())
      out.result(output, () => {
        out.line(
          table(
            ['kind', 'mode', 'what that means', 'why'],
            output.modes.map(({ kind, mode, meaning, reason }) => [
              kind,
              mode,
              meaning,
              faint(reason ?? 'the default'),
            ]),
          ),
        )
        out.line()
        out.line(`Next: ${out.crew('mode set message assisted --reason "…"')}`)
      })
    }),
  )
  const set = crewCommand('set', 'how far the system goes with one kind of action')
    .addArgument(new Argument('<kind>', 'kind of action').choices(proposalKinds))
    .addArgument(
      new Argument('<mode>', 'manual: a person does it; assisted: done after approval; auto: done at once').choices([
        'manual',
        'assisted',
        'auto',
      ]),
    )
    .requiredOption('--reason <text>', 'why; kept in the ledger')
    .option('--override', 'the Chairman sets auto although it is not earned yet')
    .action((kind: string, mode: string, options) =>
      withCrew(options, async (crew, out) => {
        const input = { kind, mode, reason: options.reason, override: options.override ?? false }
        const { output } = await runTool(setMode, input, await crew.context())
        out.result(output, () =>
          out.line(
            output.before === output.after
              ? `${output.kind} is ${output.after} already.`
              : `${output.kind}: ${output.before} before, ${output.after} now. See all with ${out.crew('mode')}`,
          ),
        )
      }),
    )
  return new Command('mode')
    .description('Manual, Assisted or Auto, for each kind of action')
    .addCommand(show, { isDefault: true })
    .addCommand(set)
}
