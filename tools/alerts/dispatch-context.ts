import type { ToolContext } from '../define-tool.ts'

/** What handing alerts over needs of a call's context; a job has it too. */
export type DispatchContext = Pick<ToolContext, 'db' | 'settings' | 'venture' | 'actor' | 'now' | 'ledgerKey'>
