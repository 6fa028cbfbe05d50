/** The doors that a serving process opens: for other systems, for assistants, and for the team where Slack is set up. */
import type { Config } from '../config.ts'
import { ConfigError } from '../errors.ts'
import type { DoorTools } from '../graphs/door-tools.ts'
import type { IngestServer } from '../ingest/serve-ingest.ts'
import type { McpDoor, OpenVenture } from '../mcp-server/serve-http.ts'
import type { SlackBot } from '../slack-bot/start-bot.ts'
import type { Crew } from '../tools/open-crew.ts'
import type { Output } from './output.ts'
import { openVenture } from './session.ts'

export interface Doors {
  ingest: IngestServer | undefined
  mcp: McpDoor | undefined
  slack: SlackBot | undefined
  /** Answers what was accepted; runs that were started through a door end before their next piece of work. */
  close(): Promise<void>
}

export interface WantedDoors {
  ingest: boolean
  mcp: boolean
  /** False for a worker beside the process that Slack posts to: it sends, and nobody sends to it. */
  takesSlackRequests: boolean
}

export async function openDoors(crew: Crew, config: Config, out: Output, wanted: WantedDoors): Promise<Doors> {
  const opened: (() => Promise<void>)[] = []
  const close = async () => {
    for (const end of opened.toReversed()) await end()
  }
  const keep = <Door extends { close(): Promise<void> }>(door: Door | undefined): Door | undefined => {
    if (door) opened.push(() => door.close())
    return door
  }
  try {
    const ingest = wanted.ingest ? keep(await openIngest(crew, config, out)) : undefined
    const isAsked = wanted.mcp || config.slack !== undefined
    const tools = isAsked ? await openTools(crew, config) : undefined
    if (tools) opened.push(() => tools.close({ stop: true }))
    const mcp = wanted.mcp && tools ? keep(await openMcp(crew, config, tools, out, opened)) : undefined
    const slack = tools ? keep(await openSlack(crew, config, tools, wanted.takesSlackRequests)) : undefined
    return { ingest, mcp, slack, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function openTools(crew: Crew, config: Config): Promise<DoorTools> {
  const { openDoorTools } = await import('../graphs/door-tools.ts')
  return openDoorTools({ crew, config })
}

async function openIngest(crew: Crew, config: Config, out: Output): Promise<IngestServer | undefined> {
  const { serveIngest, usualPort } = await import('../ingest/serve-ingest.ts')
  const place = { variable: 'CREW_HTTP_PORT', named: config.httpPort, usual: usualPort }
  return onPort(place, 'no events are taken here', out, (port) => serveIngest(crew, { port }))
}

/** A token names its venture: those of the others in this database are opened when they are first asked for. */
async function openMcp(
  crew: Crew,
  config: Config,
  tools: DoorTools,
  out: Output,
  opened: (() => Promise<void>)[],
): Promise<McpDoor | undefined> {
  const { serveMcp, usualPort } = await import('../mcp-server/serve-http.ts')
  const { database, ledgerKey } = crew
  const premises = { database, ledgerKey, isNewLedgerKey: false, ventures: async () => [] }
  const openOther = async (slug: string): Promise<OpenVenture> => {
    const other = await openVenture(config, { venture: slug, asActor: 'nobody' }, premises)
    const othersTools = await openTools(other, config)
    // First in the list is last to close: after the door. Its database is closed by the venture that was opened first.
    opened.unshift(async () => {
      await othersTools.close({ stop: true })
      await other.signLedgerHead()
    })
    return { crew: other, tools: othersTools }
  }
  const place = { variable: 'CREW_MCP_PORT', named: config.mcpPort, usual: usualPort }
  return onPort(place, 'assistants cannot connect here', out, (port) =>
    serveMcp({ crew, config, tools }, { port, openVenture: openOther }),
  )
}

async function openSlack(
  crew: Crew,
  config: Config,
  tools: DoorTools,
  takesRequests: boolean,
): Promise<SlackBot | undefined> {
  const { slack } = config
  if (!slack) return undefined
  const { startSlackBot } = await import('../slack-bot/start-bot.ts')
  const port = takesRequests ? slack.port : 0
  return startSlackBot({ crew, config: { ...config, slack: { ...slack, port } }, tools }).catch((error: unknown) => {
    const problem = portProblem(error)
    if (problem === undefined) throw error
    throw new ConfigError([`CREW_SLACK_PORT: port ${port} ${problem}. Name another, or 0 for any that is free.`])
  })
}

/** A port that nobody asked for may be another crew's; one that was named must be had. */
async function onPort<Door>(
  { variable, named, usual }: { variable: string; named: number | undefined; usual: number },
  without: string,
  out: Output,
  open: (port: number) => Promise<Door>,
): Promise<Door | undefined> {
  const port = named ?? usual
  try {
    return await open(port)
  } catch (error) {
    const problem = portProblem(error)
    if (problem === undefined) throw error
    if (named !== undefined)
      throw new ConfigError([`${variable}: port ${port} ${problem}. Name another, or 0 for any that is free.`])
    out.note(`Port ${port} ${problem}, so ${without}. ${variable} names another.`)
    return undefined
  }
}

function portProblem(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EACCES') return 'may not be used by this user'
  return code === 'EADDRINUSE' ? 'is taken by another process' : undefined
}
