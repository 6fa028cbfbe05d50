import type { Command } from 'commander'
import { runCrewHere, showRun } from '../crew-run.ts'
import { datedCommand, hintOldData, parseCount, withCrew } from '../session.ts'
import { openLife } from './decisions.ts'

export function runCommand(): Command {
  return datedCommand('run', 'run the crew: score, explain, predict, propose, report')
    .option(
      '--max-customers <count>',
      'how many customers to look at, the most money at risk first',
      parseCount(1, 500),
    )
    .action((options) =>
      withCrew(options, async (crew, out, config) => {
        const life = await openLife(crew, config)
        try {
          const finished = await runCrewHere(crew, life, config, out, options)
          out.result({ ...finished.result, files: finished.files }, () => {
            showRun(finished, out)
            out.line(`Next: ${out.crew('approvals')}`)
          })
        } finally {
          await life.close()
        }
        if (!out.json) await hintOldData(crew, out, (await crew.context()).asOf)
      }),
    )
}
