/** Serving: the schedule, the live chain and the doors, until Ctrl-C. */
import type { Config } from '../config.ts'
import type { Crew } from '../tools/open-crew.ts'
import { type Doors, openDoors, type WantedDoors } from './doors.ts'
import { faint, type Output } from './output.ts'

/** With `--json` one line says that it serves, and where. */
export async function serve(
  crew: Crew,
  config: Config,
  out: Output,
  options: WantedDoors & { once?: boolean },
): Promise<void> {
  const { startWorker } = await import('../jobs/start-worker.ts')
  const doors = await openDoors(crew, config, out, options)
  const worker = await startWorker(crew, config, { slack: doors.slack?.carrier }).catch(async (error: unknown) => {
    await doors.close()
    throw error
  })
  if (options.once) {
    await worker.catchUp()
    await doors.close()
    await worker.close()
    out.result({ serving: null }, () => out.line(`Done what was due. Next: ${out.crew('jobs')}`))
    return
  }
  announce(crew, config, doors, out)
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  // On a terminal the echoed ^C stands at the start of this line.
  out.note('\nStopping')
  await doors.close()
  await worker.close()
}

function announce(crew: Crew, { mcpPublicUrl }: Config, { ingest, mcp, slack }: Doors, out: Output): void {
  const where = { ingest: ingest?.url ?? null, mcp: mcp?.url ?? null, slack: slack ? (slack.url ?? 'socket') : null }
  out.result({ serving: crew.venture.slug, ...where }, () => {
    out.line()
    out.line(`Serving: scores follow what is loaded, alerts go out, jobs run by the clock. ${faint('Ctrl-C stops.')}`)
    if (ingest)
      out.line(
        `Events of other systems: POST ${ingest.url}/v1/events ${faint(`(a key: ${out.crew('keys create web_app')})`)}`,
      )
    if (mcp)
      out.line(
        `Assistants over MCP: ${mcp.url}${mcpPublicUrl ? `, from elsewhere ${mcpPublicUrl.href}` : ''} ${faint(`(a token: ${out.crew('tokens create --role eva')}; or without a port: ${out.crew('mcp')})`)}`,
      )
    if (slack) out.line(slack.url === null ? 'Slack: connected over Socket Mode' : `Slack: requests at ${slack.url}`)
    out.line(`In another terminal: ${out.crew('jobs')} or ${out.crew('approvals')}`)
  })
}
