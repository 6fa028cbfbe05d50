import { z } from 'zod'
import { askRunToStop } from '../../db/queries/crew-runs.ts'
import { UserError } from '../../errors.ts'
import { defineTool } from '../../tools/define-tool.ts'
import { findRun } from './get-run-tool.ts'
import { shownRun } from './shown-run.ts'

export const stopRun = defineTool({
  name: 'stop_run',
  title: 'Stop a run',
  description:
    'Asks a run of the crew to stop, by its handle or the one started last. It stops before its next piece of work, wherever it runs; one that already files proposals goes to its end. See with get_run what became of it.',
  effect: 'act',
  capability: 'run_crew',
  hints: { isRepeatable: true },
  input: z.object({ run: z.uuid().optional().meta({ description: 'the handle; by default the latest' }) }),
  output: shownRun,
  async run({ run: id }, context) {
    const { run, status } = await findRun(context, id)
    if (status === 'running' && (await askRunToStop(context.db, run, context.now))) {
      return { output: await findRun(context, run), facts: [], rowCount: 1 }
    }
    throw new UserError({
      code: 'conflict',
      message: `The run is ${status === 'running' ? 'over' : status}; there is nothing to stop.`,
      field: 'run',
      value: run,
      fix: 'See it with get_run.',
    })
  },
})
