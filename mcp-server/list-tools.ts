/** What `tools/list` answers: each tool as its declaration says. */
import type { Tool as ListedTool } from '@modelcontextprotocol/sdk/types.js'
import { z } from 'zod'
import type { Actor, Tool } from '../tools/define-tool.ts'
import { answerSchema } from './answer.ts'
import { clientInput } from './as-of.ts'
import { toolsToList } from './curated.ts'
import type { SessionOptions } from './session-options.ts'

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
    inputSchema: compact(z.toJSONSchema(clientInput(tool), { io: 'input' })) as ListedTool['inputSchema'],
    // What a client reads of it may grow, so no object is closed.
    outputSchema: compact(z.toJSONSchema(answerSchema(tool), { io: 'input' })) as ListedTool['outputSchema'],
    annotations: annotations(tool),
  }
  made.set(tool, entry)
  return entry
}

/**
 * Without what says nothing (the dialect that is the protocol's own, the bounds of an exact number, the pattern behind a named
 * format): less to read for a model that is shown all of it. A choice of types becomes branches of one type each, which
 * also clients understand that know no other spelling.
 */
function compact(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(compact)
  if (typeof schema !== 'object' || schema === null) return schema
  const kept = Object.entries(schema).filter(([key, value]) => {
    if (key === '$schema' || (key === 'additionalProperties' && isAnything(value))) return false
    if (key === 'pattern') return !('format' in schema)
    return !((key === 'minimum' || key === 'maximum') && Math.abs(value) === Number.MAX_SAFE_INTEGER)
  })
  const { type, ...rest } = Object.fromEntries(kept.map(([key, value]) => [key, compact(value)]))
  if (!Array.isArray(type)) return type === undefined ? rest : { type, ...rest }
  const { description, default: fallback, ...constraints } = rest
  return {
    anyOf: type.map((each) => (each === 'null' ? { type: each } : { type: each, ...constraints })),
    ...(description === undefined ? {} : { description }),
    ...(fallback === undefined ? {} : { default: fallback }),
  }
}

function isAnything(schema: unknown): boolean {
  return typeof schema === 'object' && schema !== null && Object.keys(schema).length === 0
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
