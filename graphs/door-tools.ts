/**
 * Every tool a door may offer: the registry's, and those that need the graphs. A door calls `runTool` with one of them and
 * a context that says who asks and through which door; nothing else is needed to offer a tool.
 */
import type { Config } from '../config.ts'
import type { Tool } from '../tools/define-tool.ts'
import type { Crew } from '../tools/open-crew.ts'
import { tools as registered } from '../tools/registry.ts'
import { createWriter } from './language-model.ts'
import { askCrewTool } from './question/ask-crew-tool.ts'

export interface DoorTools {
  tools: readonly Tool[]
  find(name: string): Tool | undefined
  /** Waits for runs under way, which outlive whoever asked for them. */
  close(): Promise<void>
}

export async function openDoorTools({ config }: { crew: Crew; config: Config }): Promise<DoorTools> {
  const writer = () => createWriter(config.languageModel)
  const own = [askCrewTool({ writer })]
  const taken = new Set(own.map(({ name }) => name))
  const tools = [...own, ...registered.filter(({ name }) => !taken.has(name))]
  const byName = new Map(tools.map((tool) => [tool.name, tool]))
  return { tools, find: (name) => byName.get(name), close: async () => {} }
}
