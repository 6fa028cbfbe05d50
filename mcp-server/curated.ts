/** Which tools are listed: those the caller may call, and of these the most useful, for a model chooses badly among many. */
import type { Actor, Tool } from '../tools/define-tool.ts'
import { isAllowed } from '../tools/role-matrix.ts'

/** Past this, models choose worse and every conversation begins with pages of schemas. */
export const MOST_LISTED = 25

/** Tools declare themselves curated; one that is not listed can be called by its name all the same. */
export function toolsToList(tools: readonly Tool[], actor: Actor, which: 'curated' | 'all'): Tool[] {
  const own = tools.filter(({ capability }) => isAllowed(capability, actor.roles))
  return which === 'all' ? own : own.filter(({ isCurated }) => isCurated).slice(0, MOST_LISTED)
}
