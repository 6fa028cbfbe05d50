import { z } from 'zod'
import { readCrewRun } from '../../db/queries/crew-runs.ts'
import { UserError } from '../../errors.ts'
import { defineTool, type ToolContext } from '../../tools/define-tool.ts'
import { runFacts, type ShownRun, shownRun, showRun } from './shown-run.ts'

export const getRun = defineTool({
  name: 'get_run',
  title: 'How far a run is',
  description:
    'A run of the crew by its handle, or the one started last: whether it runs, is done, failed, was stopped or lost its process, how far it is, and what it filed. Read its report with get_report once it is done.',
  effect: 'read',
  capability: 'read',
  isCurated: true,
  replayable: false,
  input: z.object({ run: z.uuid().optional().meta({ description: 'the handle; by default the latest' }) }),
  output: shownRun,
  async run({ run: id }, context) {
    const run = await findRun(context, id)
    return { output: run, facts: runFacts(run, context), rowCount: 1 }
  },
})

/** Throws `not_found`. */
export async function findRun({ db }: ToolContext, id: string | undefined): Promise<ShownRun> {
  const row = await readCrewRun(db, id)
  // Seen by the clock of whoever works on it, not by that of the question, which may be about a past day.
  if (row) return showRun(row, new Date())
  throw new UserError({
    code: 'not_found',
    message: id === undefined ? 'The crew has not run yet.' : 'There is no such run.',
    field: 'run',
    ...(id === undefined ? {} : { value: id }),
    fix: 'Start one with run_crew, or crew run.',
  })
}
