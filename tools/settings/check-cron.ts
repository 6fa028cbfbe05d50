/** Whether a schedule can run: read by the library that BullMQ runs schedules with, so that both mean the same. */
import { CronExpressionParser } from 'cron-parser'

/** What is wrong with it, to be read after “score_refresh”; undefined when it is a schedule with a next time. */
export function cronProblem(text: string): string | undefined {
  if (text.split(/\s+/).length !== 5)
    return 'must have five fields: minute, hour, day, month, weekday, such as 0 2 * * *'
  try {
    // A day that never comes (30 February) is refused by having no next time.
    CronExpressionParser.parse(text, { tz: 'UTC', currentDate: '2024-01-01T00:00:00Z' }).next()
    return undefined
  } catch {
    return 'is not a schedule that ever runs; write minute, hour, day, month, weekday, such as 0 2 * * *'
  }
}
