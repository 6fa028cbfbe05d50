/** What `tools/list` answers: the tools this caller may call, each as its declaration says. */
import type { Tool as ListedTool } from '@modelcontextprotocol/sdk/types.js'
import { z } from 'zod'
import type { Actor, Tool } from '../tools/define-tool.ts'
import { isAllowed } from '../tools/role-matrix.ts'
import type { SessionOptions } from './create-server.ts'

export function listTools({ tools }: SessionOptions, actor: Actor): ListedTool[] {
  return tools.tools.filter(({ capability }) => isAllowed(capability, actor.roles)).map(listed)
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
    inputSchema: objectSchema(z.toJSONSchema(tool.input.strict(), { io: 'input' })),
    outputSchema: objectSchema(z.toJSONSchema(answerSchema(tool), { io: 'output' })),
    annotations: annotations(tool),
  }
  made.set(tool, entry)
  return entry
}

/** A fact as a client sees it: what `{{fact:id}}` in a proposal refers to. */
const shownFact = z.object({
  id: z.string(),
  metric: z.string(),
  subject: z.string(),
  period: z.string().nullable(),
  value: z.union([z.number(), z.string(), z.null()]),
  unit: z.string(),
  text: z.string(),
})

function answerSchema({ output }: Tool) {
  return z.object({
    output,
    facts: z.array(shownFact).describe('The numbers, names and dates of the output; cite one as {{fact:id}}'),
    receipt: z.string().describe('R-1042: get_receipt opens it, replay_receipt computes it again'),
  })
}

function objectSchema({ $schema: _, ...schema }: z.core.JSONSchema.BaseSchema): ListedTool['inputSchema'] {
  return { ...schema, type: 'object' } as ListedTool['inputSchema']
}

function annotations({ title, effect }: Tool): NonNullable<ListedTool['annotations']> {
  return {
    title,
    readOnlyHint: effect === 'read',
    destructiveHint: effect === 'act',
    idempotentHint: effect === 'read',
    openWorldHint: false,
  }
}
