/**
 * Messages, alerts, tasks and changed settings happen by the clock. The sample's data ends on the day it was made, and as of
 * that day it is looked at: what happens by the clock reaches to the day it is now. A past day that somebody asked for
 * (of the sample an earlier one, of a real venture any but today) stays as it is.
 */
import { latestDataDay } from '../db/queries/status.ts'
import type { ToolContext } from './define-tool.ts'

export async function clockDay({
  db,
  asOf,
  now,
  venture,
}: Pick<ToolContext, 'db' | 'asOf' | 'now' | 'venture'>): Promise<string> {
  const today = now.toISOString().slice(0, 10)
  if (today <= asOf || !venture.simulated) return asOf
  const latest = await latestDataDay(db)
  return latest !== undefined && latest > asOf ? asOf : today
}
