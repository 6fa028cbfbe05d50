/** Who may call a tool, and so see what it computed. */
import { UserError } from '../errors.ts'
import type { Actor, Tool } from './define-tool.ts'
import { isAllowed, roleMatrix } from './role-matrix.ts'

/** Throws `forbidden`, naming who may, unless one of the caller's roles has the tool's capability. */
export function checkCaller(tool: Pick<Tool, 'name' | 'capability'>, actor: Actor): void {
  if (isAllowed(tool.capability, actor.roles)) return
  const allowed = new Intl.ListFormat('en', { type: 'disjunction' }).format(roleMatrix[tool.capability])
  throw new UserError({
    code: 'forbidden',
    message: `${tool.name} is for the role ${allowed}; ${actor.name} has ${actor.roles.length > 0 ? actor.roles.join(', ') : 'none'}.`,
    field: 'role',
    value: actor.roles.join(', '),
    fix: `Ask someone who is ${allowed}, or log in as such a person: crew login.`,
  })
}

/** The same by the tool's name; undefined when the tool is gone, for then nobody could call it. */
export async function checkMayCall(toolName: string, actor: Actor): Promise<Tool | undefined> {
  // At the top of the file this would be a cycle: the registry lists the tools that open receipts.
  const { findTool } = await import('./registry.ts')
  const tool = findTool(toolName)
  if (tool) checkCaller(tool, actor)
  return tool
}
