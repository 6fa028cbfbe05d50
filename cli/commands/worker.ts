import type { Command } from 'commander'
import { serve } from '../serve.ts'
import { crewCommand, withCrew } from '../session.ts'

export function workerCommand(): Command {
  return crewCommand('worker', 'do scheduled and live work until stopped; any number may run, each job is done by one')
    .option('--once', 'do what is due now and exit')
    .option('--ingest', 'take events of other systems too, on CREW_HTTP_PORT')
    .option('--mcp', 'let assistants connect too, on CREW_MCP_PORT')
    .action((options) =>
      withCrew(options, (crew, out, config) =>
        serve(crew, config, out, {
          ingest: options.ingest ?? false,
          mcp: options.mcp ?? false,
          takesSlackRequests: false,
          once: options.once ?? false,
        }),
      ),
    )
}
