import { Command } from 'commander'
import type { Config } from '../../config.ts'
import type { Actor } from '../../tools/define-tool.ts'
import type { Crew } from '../../tools/open-crew.ts'
import { withCrew } from '../session.ts'

/**
 * Who calls without a token. An assistant that was started on this computer is not the person who logged in here, so the
 * kept login is not asked.
 */
const localAssistant: Actor = { kind: 'agent', id: 'eva', name: 'EVA at this computer', roles: ['eva'] }

export function mcpCommand(): Command {
  return new Command('mcp')
    .description('serve one assistant over the Model Context Protocol on standard input and output')
    .option('--venture <name>', 'which venture, when there are several')
    .addHelpText(
      'after',
      '\nFor the configuration of an MCP client that starts its servers itself. CREW_TOKEN says who calls; without it the\nassistant has the role eva: it learns everything, proposes anything and decides nothing.',
    )
    .action(async (options) => {
      const { createMcpServer } = await import('../../mcp-server/create-server.ts')
      const { serveStdio, takeStdout } = await import('../../mcp-server/serve-stdio.ts')
      const wire = takeStdout()
      const stopped = new Promise<void>((resolve) => {
        process.once('SIGINT', resolve)
        process.once('SIGTERM', resolve)
      })
      await withCrew({ ...options, asActor: 'nobody' }, async (crew, _out, config) => {
        const { openDoorTools } = await import('../../graphs/door-tools.ts')
        const tools = await openDoorTools({ crew, config })
        const caller = await callerOf(crew, config)
        await serveStdio(createMcpServer({ crew: caller.crew, tools, actor: caller.actor, config }), wire, stopped)
        await tools.close({ stop: true })
      })
    })
}

/** The person of CREW_TOKEN, looked up again before each call, so that a revoked token ends here at once too. */
async function callerOf(crew: Crew, config: Config): Promise<{ crew: Crew; actor: Actor }> {
  const { token } = config
  if (token === undefined) return { crew, actor: localAssistant }
  const { bearerOfToken } = await import('../../tools/people/tokens.ts')
  const { UserError } = await import('../../errors.ts')
  const find = async () => {
    const bearer = await bearerOfToken(crew.database, token, new Date())
    if (bearer.ventureId === crew.venture.id) return bearer.actor
    throw new UserError({
      code: 'forbidden',
      message: `CREW_TOKEN is a token of the venture ${bearer.ventureSlug}.`,
      field: 'CREW_TOKEN',
      fix: `Start it with --venture ${bearer.ventureSlug}, or make a token of this venture: crew tokens create.`,
    })
  }
  const context: Crew['context'] = async (overrides = {}) => crew.context({ ...overrides, actor: await find() })
  return { crew: { ...crew, context }, actor: await find() }
}
