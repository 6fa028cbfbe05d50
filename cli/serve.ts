/** Serving: the schedule and the worker, until Ctrl-C. */
import type { Config } from '../config.ts'
import type { Crew } from '../tools/open-crew.ts'
import { faint, type Output } from './output.ts'

export async function serve(crew: Crew, config: Config, out: Output): Promise<void> {
  const { startWorker } = await import('../jobs/start-worker.ts')
  const worker = await startWorker(crew, config)
  out.line()
  out.line(`Serving: scores are refreshed daily, expired proposals escalated hourly. ${faint('Ctrl-C stops.')}`)
  out.line(`In another terminal: ${out.crew('approvals')}`)
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  // On a terminal the echoed ^C stands at the start of this line.
  out.note('\nStopping')
  await worker.close()
}
