/**
 * Messages, alerts, tasks and changed settings happen by the clock, and data may end days before it: the sample ends on the
 * day it was made. What stands at the newest data then reaches to the day it is now; a past day that was asked for does not.
 */
import { latestDataDay } from '../db/queries/status.ts'
import type { ToolContext } from './define-tool.ts'

export async function clockDay({ db, asOf, now }: Pick<ToolContext, 'db' | 'asOf' | 'now'>): Promise<string> {
  const today = now.toISOString().slice(0, 10)
  if (today <= asOf) return asOf
  const latest = await latestDataDay(db)
  return latest !== undefined && latest > asOf ? asOf : today
}
