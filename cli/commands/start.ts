import type { Command } from 'commander'
import { type Config, readConfig } from '../../config.ts'
import { embedFeedback } from '../../tools/feedback/embed-feedback.ts'
import type { Crew } from '../../tools/open-crew.ts'
import { openPremises } from '../../tools/open-crew.ts'
import { listProposals } from '../../tools/proposals/list-proposals.ts'
import { runTool } from '../../tools/run-tool.ts'
import { getStatus } from '../../tools/status/get-status.ts'
import { runCrewHere, showRun } from '../crew-run.ts'
import { counted, createOutput, faint, heading, type Output, table, warning } from '../output.ts'
import { proposalTable } from '../proposal-view.ts'
import { createSampleVenture, loadSample } from '../sample-venture.ts'
import { serve } from '../serve.ts'
import {
  type CommonOptions,
  chairmanTokenFile,
  datedCommand,
  hintOldData,
  openVenture,
  parseCount,
  parseDay,
} from '../session.ts'
import { openLife } from './decisions.ts'

const SHOWN_PROPOSALS = 8

interface StartOptions extends CommonOptions {
  once?: boolean
  customers: number
  seed: number
  endOn?: string
}

export function startCommand(): Command {
  return datedCommand(
    'start',
    'do the main job: load the sample where there is nothing, score, run the crew; then keep serving',
  )
    .option('--once', 'do the main job and exit; --json implies it')
    .option('--customers <count>', 'customers of the sample, when it is made', parseCount(1, 1_000_000), 2000)
    .option('--seed <number>', 'seed of the sample, when it is made', parseCount(0, 2 ** 31), 1)
    .option('--end-on <day>', 'last day of the sample, when it is made (default: last Friday)', parseDay)
    .action(async (options: StartOptions) => {
      const config = readConfig()
      const out = createOutput(options)
      const crew = await openOrCreate(config, options, out)
      try {
        const life = await openLife(crew, config)
        try {
          await mainJob(crew, life, config, out)
          if (!options.once && !options.json)
            await serve(crew, config, out, { ingest: true, mcp: true, takesSlackRequests: true })
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
    const isWanted = options.venture === undefined && config.venture === undefined
    const isNew = isWanted && (await premises.ventures()).length === 0
    if (isNew) await createSampleVenture(premises, config.dataDir, new Date())
    crew = await openVenture(config, options, premises)
    // A start that was interrupted left the sample without its data.
    if (!crew.venture.simulated || (await crew.latestDataOn()) !== undefined) return crew
    const { seed, customers, endOn } = options
    const sample = { seed, customers, ...(endOn === undefined ? {} : { endOn }) }
    await loadSample(crew, sample, (what) => out.note(what))
    out.note(
      `The Chairman’s token is in ${chairmanTokenFile(crew)}; messages and tasks are Assisted, everything else Manual.`,
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
  const isDone = before.lastRun?.status === 'done' && before.lastRun.asOf === context.asOf
  if (hasData) await embedNew(crew, out)
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
    else if (hasData) out.line(`The crew ran for this day already; ${out.crew('run')} does it again.`)
    else out.line(`No customers are loaded. Next: ${out.crew('import <files> --mapping <mapping.yaml>')}`)
    out.line()
    out.line(heading(`Waiting for a decision: ${counted(waiting.total, 'proposal')}`))
    if (waiting.proposals.length > 0) out.line(proposalTable(waiting.proposals, crew.venture.currency))
    nextSteps(crew, waiting.proposals, out)
  })
  if (!out.json) await hintOldData(crew, out, context.asOf)
}

/** What an interrupted start or a provider that failed left without an embedding. */
async function embedNew(crew: Crew, out: Output): Promise<void> {
  let isTold = false
  const { embedder } = await crew.context()
  const onProgress = () => {
    if (!isTold) out.note('Embedding what customers wrote')
    isTold = true
  }
  const { problem } = await embedFeedback(crew.db, embedder, { onProgress })
  if (problem) out.note(warning(problem))
}

function nextSteps(
  crew: Crew,
  waiting: readonly { proposal: string; customer: { externalId: string } | null }[],
  out: Output,
): void {
  const [first] = waiting
  if (!first) return
  const token = chairmanTokenFile(crew)
  const steps: [command: string, meaning: string][] = [
    [`approvals ${first.proposal}`, 'read the first in full: why, on which facts, what would be done'],
  ]
  if (crew.actor.kind !== 'person')
    steps.push([token ? `login --token-file ${token}` : 'login', 'be the Chairman in this folder'])
  steps.push([`approve ${first.proposal} --reason "Worth it"`, 'decide; it is then carried out, once'])
  if (first.customer) steps.push([`customer ${first.customer.externalId}`, 'see the customer behind it'])
  steps.push(['report', 'write the report anew, with what was decided'])
  out.line()
  out.line(heading('Next'))
  const rows = steps.map(([step, meaning]) => [out.crew(step), faint(meaning)])
  for (const row of table(['', ''], rows, [], Number.POSITIVE_INFINITY).split('\n')) out.line(`  ${row}`)
}
