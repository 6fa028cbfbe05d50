/** What `tools/list` answers: each tool as its declaration says. */
import type { Tool as ListedTool } from '@modelcontextprotocol/sdk/types.js'
import { z } from 'zod'
import type { Actor, Tool } from '../tools/define-tool.ts'
import { answerSchema } from './answer.ts'
import { clientInput } from './as-of.ts'
import type { SessionOptions } from './create-server.ts'
import { toolsToList } from './curated.ts'

export function listTools({ tools, config }: Pick<SessionOptions, 'tools' | 'config'>, actor: Actor): ListedTool[] {
  return toolsToList(tools.tools, actor, config.mcpTools).map(listed)
}

/** Schemas never change while a process runs, and making them costs more than the rest of the answer. */
const made = new WeakMap<Tool, ListedTool>()

function listed(tool: Tool): ListedTool {
  const known = made.get(tool)
  if (known) return known
  const entry: ListedTool = {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: objectSchema(z.toJSONSchema(clientInput(tool), { io: 'input' })),
    outputSchema: objectSchema(z.toJSONSchema(answerSchema(tool), { io: 'output' })),
    annotations: annotations(tool),
  }
  made.set(tool, entry)
  return entry
}

/** Draft 2020-12 is what the protocol takes a schema for that names none. */
function objectSchema({ $schema: _, ...schema }: z.core.JSONSchema.BaseSchema): ListedTool['inputSchema'] {
  return { ...schema, type: 'object' } as ListedTool['inputSchema']
}

/** All four are said, for what is left out counts as the opposite of what most tools are. */
function annotations({ title, effect, hints = {} }: Tool): NonNullable<ListedTool['annotations']> {
  const isRead = effect === 'read'
  return {
    title,
    readOnlyHint: isRead,
    destructiveHint: effect === 'act' && hints.isAdditive !== true,
    idempotentHint: isRead || hints.isRepeatable === true,
    openWorldHint: hints.reachesOutside === true,
  }
}
