/** Data that ended long ago, asked about as of today: everybody then looks gone, and whoever hears the answer has to know why. */
import { byKey, fill } from '../../agents/phrases.ts'
import { latestDataDay } from '../../db/queries/status.ts'
import type { ToolContext } from '../../tools/define-tool.ts'
import { runTool } from '../../tools/run-tool.ts'
import { getStatus } from '../../tools/status/get-status.ts'
import type { Answer } from './answer.ts'
import type { Period } from './period.ts'

/** A week without anything new is a quiet one; what follows is no longer the present. */
const OLD_AFTER_DAYS = 7

/** The answer with a first sentence that says how old the data is, where what was asked is of later days. */
export async function saysWhenOld(answer: Answer, context: ToolContext, period: Period | undefined): Promise<Answer> {
  const newest = await latestDataDay(context.db)
  const askedUntil =
    period && period.until <= context.asOf ? Date.parse(period.until) - 86_400_000 : Date.parse(context.asOf)
  if (newest === undefined || askedUntil - Date.parse(newest) <= OLD_AFTER_DAYS * 86_400_000) return answer
  const { facts } = await runTool(getStatus, {}, context)
  const notice = fill(
    'The newest data is of {latest_data_on}, and what you ask is of later days, when everybody looks gone. Ask it "as of {latest_data_on}".',
    byKey(facts),
  )
  if (notice === undefined) return answer
  return { ...answer, text: `${notice}\n${answer.text}`, facts: [...facts, ...answer.facts] }
}
