/** Serving: the schedule, the live chain and the door for other systems, until Ctrl-C. */
import type { Config } from '../config.ts'
import { ConfigError } from '../errors.ts'
import type { IngestServer } from '../ingest/serve-ingest.ts'
import type { Crew } from '../tools/open-crew.ts'
import { faint, type Output } from './output.ts'

/** With `--json` one line says that it serves, and where. */
export async function serve(
  crew: Crew,
  config: Config,
  out: Output,
  options: { ingest: boolean; once?: boolean },
): Promise<void> {
  const { startWorker } = await import('../jobs/start-worker.ts')
  const ingest = options.ingest ? await openDoor(crew, config, out) : undefined
  const worker = await startWorker(crew, config).catch(async (error: unknown) => {
    await ingest?.close()
    throw error
  })
  if (options.once) {
    await worker.catchUp()
    await worker.close()
    out.result({ serving: null }, () => out.line(`Done what was due. Next: ${out.crew('jobs')}`))
    return
  }
  out.result({ serving: crew.venture.slug, ingest: ingest?.url ?? null }, () => {
    out.line()
    out.line(`Serving: scores follow what is loaded, alerts go out, jobs run by the clock. ${faint('Ctrl-C stops.')}`)
    if (ingest)
      out.line(
        `Events of other systems: POST ${ingest.url}/v1/events ${faint(`(a key: ${out.crew('keys create web_app')})`)}`,
      )
    out.line(`In another terminal: ${out.crew('jobs')} or ${out.crew('approvals')}`)
  })
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  // On a terminal the echoed ^C stands at the start of this line.
  out.note('\nStopping')
  await ingest?.close()
  await worker.close()
}

/** A port that nobody asked for may be another crew's; one that was named must be had. */
async function openDoor(crew: Crew, config: Config, out: Output): Promise<IngestServer | undefined> {
  const { serveIngest, usualPort } = await import('../ingest/serve-ingest.ts')
  const port = config.httpPort ?? usualPort
  try {
    return await serveIngest(crew, { port })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error
    const problem = code === 'EACCES' ? 'may not be used by this user' : 'is taken by another process'
    if (config.httpPort !== undefined) {
      throw new ConfigError([`CREW_HTTP_PORT: port ${port} ${problem}. Name another, or 0 for any that is free.`])
    }
    out.note(`Port ${port} ${problem}, so no events are taken here. CREW_HTTP_PORT names another.`)
    return undefined
  }
}
