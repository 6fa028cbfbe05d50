import { Command } from 'commander'
import { type Config, readConfig } from '../../config.ts'
import type { Crew } from '../../tools/open-crew.ts'
import { openPremises } from '../../tools/open-crew.ts'
import { listProposals } from '../../tools/proposals/list-proposals.ts'
import { runTool } from '../../tools/run-tool.ts'
import { getStatus } from '../../tools/status/get-status.ts'
import { runCrewHere, showRun } from '../crew-run.ts'
import { command, createOutput, faint, heading, type Output, warning } from '../output.ts'
import { proposalTable } from '../proposal-view.ts'
import { createSampleVenture, loadSample } from '../sample-venture.ts'
import { serve } from '../serve.ts'
import { type CommonOptions, openVenture, parseCount } from '../session.ts'
import { openLife } from './decisions.ts'

const SHOWN_PROPOSALS = 8

interface StartOptions extends CommonOptions {
  once?: boolean
  customers: number
  seed: number
}

export function startCommand(): Command {
  return new Command('start')
    .description('do the main job: load the sample where there is nothing, score, run the crew; then keep serving')
    .option('--once', 'do the main job and exit')
    .option('--venture <name>', 'which venture, when there are several')
    .option('--as-of <day>', 'as of the end of this UTC day')
    .option('--customers <count>', 'customers of the sample, when it is made', parseCount(1, 1_000_000), 2000)
    .option('--seed <number>', 'seed of the sample, when it is made', parseCount(0, 2 ** 31), 1)
    .option('--json', 'one JSON document on stdout and nothing else; implies --once')
    .action(async (options: StartOptions) => {
      const config = readConfig()
      const out = createOutput(options.json ?? false)
      const crew = await openOrCreate(config, options, out)
      try {
        const life = await openLife(crew, config)
        try {
          await mainJob(crew, life, config, out)
          if (!options.once && !options.json) await serve(crew, config, out)
        } finally {
          await life.close()
        }
      } finally {
        await crew.close()
      }
    })
}

async function openOrCreate(config: Config, options: StartOptions, out: Output): Promise<Crew> {
  out.note(
    config.databaseUrl ? 'Opening the database of DATABASE_URL' : `Starting the embedded database in ${config.dataDir}`,
  )
  const premises = await openPremises(config)
  let crew: Crew | undefined
  try {
    const isEmpty = (await premises.ventures()).length === 0
    const made = isEmpty ? await createSampleVenture(premises, config.dataDir, new Date()) : undefined
    crew = await openVenture(config, options, premises)
    if (!made) return crew
    await loadSample(crew, { seed: options.seed, customers: options.customers }, (what) => out.note(what))
    out.note(
      `The Chairman’s token is in ${made.chairmanTokenFile}; messages and tasks are Assisted, everything else Manual.`,
    )
    // Opened again so that its default day is the newest of what was just loaded.
    return await openVenture(config, options, premises)
  } catch (error) {
    await (crew ? crew.close() : premises.database.close())
    throw error
  }
}

/** Runs the crew where this day has no run yet, and shows what waits. Decides nothing. */
async function mainJob(
  crew: Crew,
  life: Awaited<ReturnType<typeof openLife>>,
  config: Config,
  out: Output,
): Promise<void> {
  await life.resumeAll()
  const context = await crew.context()
  const { output: before } = await runTool(getStatus, {}, context)
  const hasData = before.counts.customers > 0
  const isDone = before.lastRun?.status === 'done' && before.lastRefresh?.asOf === context.asOf
  if (hasData && !isDone) out.note('Running the crew')
  const finished = hasData && !isDone ? await runCrewHere(crew, life, config, out) : undefined
  const { output: status } = await runTool(getStatus, {}, await crew.context())
  const { output: waiting } = await runTool(listProposals, { limit: SHOWN_PROPOSALS }, await crew.context())
  out.result({ status, run: finished?.result ?? null, files: finished?.files ?? null, waiting }, () => {
    out.line()
    out.line(heading(`${crew.venture.name} as of ${context.asOf}`))
    if (crew.venture.simulated)
      out.line(warning('Simulated: these customers do not exist; their mail addresses end in .invalid.'))
    if (finished) showRun(finished, out)
    else if (hasData) out.line('The crew ran for this day already; crew run does it again.')
    else out.line(`No customers are loaded. Next: ${command('crew import <files> --mapping <mapping.yaml>')}`)
    out.line()
    out.line(heading(`${waiting.total} proposals wait for a decision`))
    if (waiting.proposals.length > 0) out.line(proposalTable(waiting.proposals, crew.venture.currency))
    nextSteps(crew, waiting.proposals, out)
  })
}

function nextSteps(
  crew: Crew,
  waiting: readonly { proposal: string; customer: { externalId: string } | null }[],
  out: Output,
): void {
  const [first] = waiting
  if (!first) return
  const steps: [string, string][] = [
    [`npx crew approvals ${first.proposal}`, 'read the first in full: why, on which facts, what would be sent'],
    ...(crew.actor.kind === 'person'
      ? []
      : ([[`npx crew login --token-file ${crew.dataDir}/chairman.token`, 'be the Chairman in this folder']] as [
          string,
          string,
        ][])),
    [`npx crew approve ${first.proposal} --reason "Worth it"`, 'decide; it is then carried out, once'],
    ...(first.customer
      ? ([[`npx crew customer ${first.customer.externalId}`, 'see the customer behind it']] as [string, string][])
      : []),
    ['npx crew report', 'write the report anew, with what was decided'],
  ]
  const width = Math.max(...steps.map(([step]) => step.length))
  out.line()
  out.line(heading('Next'))
  for (const [step, meaning] of steps) out.line(`  ${command(step.padEnd(width))}  ${faint(meaning)}`)
}
