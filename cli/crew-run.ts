/** One run of the crew from a terminal: progress while it works, the report's files, and the proposals set waiting. */
import type { Config } from '../config.ts'
import type { CrewRunResult } from '../graphs/crew/run-crew.ts'
import type { ProposalLife } from '../graphs/proposal/proposal-life.ts'
import type { Crew } from '../tools/open-crew.ts'
import { type ReportFiles, writeReportFiles } from '../tools/report/report-files.ts'
import { openReport } from '../tools/report/store-report.ts'
import { counted, faint, type Output } from './output.ts'
import { typedPath } from './session.ts'

const stepNames: Record<string, string> = {
  refresh_scores: 'Scores',
  health_analyst: 'Health analyst',
  churn_predictor: 'Churn predictor',
  campaign_agent: 'Campaign agent',
  file_proposals: 'Proposals',
  insights_writer: 'Insights writer',
}

export interface FinishedRun {
  result: CrewRunResult
  files: ReportFiles
}

/** Runs the crew, starts the life of what it filed, and writes the report. Decides nothing. */
export async function runCrewHere(
  crew: Crew,
  life: ProposalLife,
  config: Config,
  out: Output,
  options: { maxCustomers?: number } = {},
): Promise<FinishedRun> {
  const { runCrew } = await import('../graphs/crew/run-crew.ts')
  const { createWriter } = await import('../graphs/language-model.ts')
  const writer = await createWriter(config.languageModel)
  const result = await runCrew(crew, {
    writer,
    ...(options.maxCustomers === undefined ? {} : { maxCustomers: options.maxCustomers }),
    onProgress: progressLines(out),
  })
  for (const filing of result.proposals) if (filing.outcome === 'filed') await life.start(filing.proposalId)
  const files = await writeReportFiles(crew.dataDir, await openReport(await crew.context(), result.runId))
  return { result, files }
}

/** A line a step on stderr; on a terminal its count moves while it works. */
function progressLines(
  out: Output,
): (progress: { step: string; done: number; total: number; message: string }) => void {
  const isLive = process.stderr.isTTY && !out.json
  const shown = new Set<string>()
  return ({ step, done, total, message }) => {
    const isOver = done >= total
    const line = `  ${(stepNames[step] ?? step).padEnd(16)} ${message} ${total > 1 ? faint(`${done}/${total}`) : ''}`
    if (isLive) process.stderr.write(`\r\x1b[2K${line}${isOver ? '\n' : ''}`)
    else if (isOver && !shown.has(step)) process.stderr.write(`${line}\n`)
    if (isOver) shown.add(step)
  }
}

/** What the run came to, in a few lines. */
export function showRun({ result, files }: FinishedRun, out: Output): void {
  const count = (outcome: string) => result.proposals.filter((filing) => filing.outcome === outcome).length
  out.line(
    `The crew looked at ${counted(result.candidates.length, 'customer')} as of ${result.asOf} and filed ${counted(count('filed'), 'proposal')} in ${result.seconds.toFixed(1)} s.`,
  )
  if (count('already_open') > 0) out.line(`Open already: ${count('already_open')}.`)
  if (count('cooling_down') > 0) out.line(`Decided lately, and not asked again yet: ${count('cooling_down')}.`)
  if (result.writer.kind === 'model' && result.templateParts.length > 0) {
    out.line(`Written from templates: ${counted(result.templateParts.length, 'part')}; the report says which and why.`)
  }
  out.line(
    `Text by ${result.writer.name}${result.tokens.used > 0 ? `, ${result.tokens.used.toLocaleString('en-US')} tokens` : ''}.`,
  )
  out.line(`Report ${typedPath(files.html)}`)
}
