/** Every tool there is. Adding a capability is adding a file and a line here. */
import type { Tool } from './define-tool.ts'

export const tools: readonly Tool[] = []

/** The tool of that name, or undefined. */
export function findTool(name: string): Tool | undefined {
  return tools.find((tool) => tool.name === name)
}
