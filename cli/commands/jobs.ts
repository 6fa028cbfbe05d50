import { Command } from 'commander'
import type { JobRun } from '../../jobs/get-jobs.ts'
import { faint, heading, type Output, table, warning } from '../output.ts'
import { crewCommand, parseCount, withCrew } from '../session.ts'

const RUNS = 15

export function jobsCommand(): Command {
  const list = crewCommand('list', 'what runs by itself, when it is next due, and what became of the newest runs')
    .option('--limit <count>', 'how many runs to show', parseCount(1, 500), RUNS)
    .action((options) =>
      withCrew(options, async (crew, out, config) => {
        const { getJobs, withQueue } = await import('../../jobs/get-jobs.ts')
        const view = await withQueue(crew, config, (queue) => getJobs(queue, options.limit))
        out.result(view, () => {
          out.line(heading('By the clock'))
          const schedules = [...view.schedules].sort((a, b) => Number(a.nextAt ?? 0) - Number(b.nextAt ?? 0))
          out.line(
            table(
              ['job', 'when (UTC)', 'next', 'what'],
              schedules.map(({ job, when, nextAt, about }) => [job, when, nextAt ? minute(nextAt) : '', faint(about)]),
            ),
          )
          out.line()
          showRuns(view.runs, out)
          if (!view.schedules.some(({ isScheduled }) => isScheduled))
            out.line(`Nothing is scheduled before a worker runs. Next: ${out.crew('start')}`)
        })
      }),
    )
  const show = crewCommand('show', 'one run: when, how often it was tried, why it failed, what came of it')
    .argument('<run>', 'as crew jobs lists it')
    .action((run: string, options) =>
      withCrew(options, async (crew, out, config) => {
        const { withQueue } = await import('../../jobs/get-jobs.ts')
        const found = await withQueue(crew, config, (queue) => queue.findRun(run))
        out.result(found, () => {
          const result = found.result === null ? '' : JSON.stringify(found.result)
          const lines: [string, string][] = [
            ['run', found.run],
            ['state', stateLabel(found)],
            ['tries', `${found.attempts} of ${found.maxAttempts}`],
            ['planned', minute(found.plannedAt)],
            ['took', took(found)],
            ['reason', found.reason ?? ''],
            ['result', result],
          ]
          out.line(
            table(
              ['', ''],
              lines.filter(([, value]) => value !== '').map(([name, value]) => [faint(name), value]),
            ),
          )
          if (found.state === 'failed') out.line(`\nNext: ${out.crew(`jobs retry ${found.run}`)}`)
        })
      }),
    )
  const retry = crewCommand('retry', 'try a failed run again, with all its attempts')
    .argument('<run>', 'as crew jobs lists it')
    .action((run: string, options) =>
      withCrew(options, async (crew, out, config) => {
        const { withQueue } = await import('../../jobs/get-jobs.ts')
        const found = await withQueue(crew, config, (queue) => queue.retry(run))
        out.result(found, () => waits(found, out))
      }),
    )
  const run = crewCommand('run', 'let a worker do a job now')
    .argument('<job>', 'its name')
    .action((job: string, options) =>
      withCrew(options, async (crew, out, config) => {
        const { runJobNow, withQueue } = await import('../../jobs/get-jobs.ts')
        const added = await withQueue(crew, config, (queue) => runJobNow(queue, job, new Date()))
        out.result(added, () => waits(added, out))
      }),
    )
  const jobs = new Command('jobs').description('what runs by itself: schedules, runs, failures, trying again')
  jobs.addCommand(list, { isDefault: true })
  for (const sub of [show, retry, run]) jobs.addCommand(sub)
  return jobs
}

function showRuns(runs: readonly JobRun[], out: Output): void {
  if (runs.length === 0) return
  out.line(heading('Newest runs'))
  const rows = runs.map((run) => [
    faint(run.run),
    stateLabel(run),
    minute(run.startedAt ?? run.plannedAt),
    took(run),
    run.reason ?? '',
  ])
  out.line(table(['run', 'state', 'at (UTC)', 'took', 'reason'], rows))
  out.line()
  const failed = runs.find(({ state }) => state === 'failed')
  if (failed) out.line(`Next: ${out.crew(`jobs retry ${failed.run}`)}`)
}

function waits(run: JobRun, out: Output): void {
  out.line(`${run.job} waits for a worker (${out.crew('start')} or ${out.crew('worker')} runs one).`)
  out.line(`Next: ${out.crew(`jobs show ${run.run}`)}`)
}

function stateLabel({ state, attempts, maxAttempts }: JobRun): string {
  if (state === 'failed') return warning('failed')
  return state === 'retrying' ? warning(`retrying (${attempts} of ${maxAttempts})`) : state
}

function took({ startedAt, finishedAt }: JobRun): string {
  return startedAt && finishedAt ? `${((finishedAt.getTime() - startedAt.getTime()) / 1000).toFixed(2)} s` : ''
}

const minute = (at: Date): string => at.toISOString().slice(0, 16).replace('T', ' ')
