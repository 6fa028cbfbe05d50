/**
 * Every tool a door may offer: the registry's, and those that need the graphs. A door calls `runTool` with one of them and
 * a context that says who asks and through which door; nothing else is needed to offer a tool.
 */
import type { Config } from '../config.ts'
import type { Tool } from '../tools/define-tool.ts'
import type { Crew } from '../tools/open-crew.ts'
import { openMail } from '../tools/outbox/open-mail.ts'
import { tools as registered } from '../tools/registry.ts'
import { getRun } from './crew/get-run-tool.ts'
import { runCrewTool } from './crew/run-crew-tool.ts'
import { stopRun } from './crew/stop-run-tool.ts'
import { createWriter } from './language-model.ts'
import { openProposalLife } from './proposal/proposal-life.ts'
import { completeTaskTool, decideProposalTool, fileAndStartTool } from './proposal/proposal-tools.ts'
import { askCrewTool } from './question/ask-crew-tool.ts'

export interface DoorTools {
  tools: readonly Tool[]
  find(name: string): Tool | undefined
  /**
   * Waits for runs under way, which outlive whoever asked for them; with `stop` they end before their next piece of work.
   * Call it before the crew is closed.
   */
  close(options?: { stop?: boolean }): Promise<void>
}

/** The tools of one venture. */
export async function openDoorTools({
  crew,
  config,
}: {
  crew: Pick<Crew, 'database' | 'context'>
  config: Pick<Config, 'dataDir' | 'smtpUrl' | 'mailFrom' | 'languageModel'>
}): Promise<DoorTools> {
  const mail = openMail(config)
  const life = await openProposalLife({ crew, mail })
  const writer = () => createWriter(config.languageModel)
  const ending = new AbortController()
  const underWay = new Set<Promise<unknown>>()
  const own: readonly Tool[] = [
    askCrewTool({ writer }),
    runCrewTool({ life, writer, underWay, ending: ending.signal }),
    getRun,
    stopRun,
    fileAndStartTool(life),
    decideProposalTool(life),
    completeTaskTool(life),
  ]
  const byName = new Map([...registered, ...own].map((tool) => [tool.name, tool]))
  return {
    tools: [...byName.values()],
    find: (name) => byName.get(name),
    async close({ stop = false } = {}) {
      if (stop) ending.abort()
      await Promise.allSettled(underWay)
      await life.close()
      mail.close()
    },
  }
}
