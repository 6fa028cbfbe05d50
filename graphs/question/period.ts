/** "Last quarter" and the like as days, worked out in code and said back to whoever asked. */
import { DateTime } from 'luxon'

export interface Period {
  /** First day. */
  from: string
  /** The day after the last; never later than the day after the as-of. */
  until: string
}

const months = 'january february march april may june july august september october november december'.split(' ')
const span = new RegExp(
  `\\b(?:(last|this|previous|past) (week|month|quarter|year)|(?:last|past) (\\d{1,3}) (days|weeks|months)|(today|yesterday)|(?:q([1-4])(?: (\\d{4}))?)|(?<=\\b(?:in|of|for|during) )(${months.join('|')})(?: (\\d{4}))?|(\\d{4})-(\\d{2})(?:-(\\d{2}))?|(?:in|of|for|during) (\\d{4})(?!-))\\b`,
  'i',
)

/** The first time that `words` name, seen from `asOf`; undefined when they name none, or one that is to come. */
export function periodIn(words: string, asOf: string): Period | undefined {
  const match = span.exec(words)
  if (!match) return undefined
  const day = DateTime.fromISO(asOf, { zone: 'utc' })
  const [from, until] = resolve(match, day)
  const end = day.plus({ days: 1 })
  if (!from.isValid || from >= end) return undefined
  return { from: from.toFormat('yyyy-MM-dd'), until: DateTime.min(until, end).toFormat('yyyy-MM-dd') }
}

/** The words without the time, so that what is left can be matched and searched for. */
export function withoutPeriod(words: string): string {
  return words.replace(span, ' ').replaceAll(/\s+/g, ' ').trim()
}

function resolve(match: RegExpExecArray, day: DateTime): [from: DateTime, until: DateTime] {
  const [, which, unit, count, units, dayWord, quarter, quarterYear, month, monthYear, year, monthNo, dayNo, onlyYear] =
    match
  if (which && unit) {
    const named = unit.toLowerCase() as 'week' | 'month' | 'quarter' | 'year'
    const start = day.startOf(named)
    return which.toLowerCase() === 'this' ? [start, start.plus({ [named]: 1 })] : [start.minus({ [named]: 1 }), start]
  }
  if (count && units) {
    const end = day.plus({ days: 1 })
    return [end.minus({ [units.toLowerCase()]: Number(count) }), end]
  }
  if (dayWord) {
    const on = dayWord.toLowerCase() === 'today' ? day : day.minus({ days: 1 })
    return [on, on.plus({ days: 1 })]
  }
  if (quarter) {
    return latest(day, quarterYear, (inYear) => [
      DateTime.utc(inYear, 3 * Number(quarter) - 2, 1),
      DateTime.utc(inYear, 3 * Number(quarter) - 2, 1).plus({ months: 3 }),
    ])
  }
  if (month) {
    const number = months.indexOf(month.toLowerCase()) + 1
    return latest(day, monthYear, (inYear) => [
      DateTime.utc(inYear, number, 1),
      DateTime.utc(inYear, number, 1).plus({ months: 1 }),
    ])
  }
  if (onlyYear) return [DateTime.utc(Number(onlyYear), 1, 1), DateTime.utc(Number(onlyYear) + 1, 1, 1)]
  const first = DateTime.utc(Number(year), Number(monthNo), Number(dayNo ?? 1))
  return [first, first.plus(dayNo ? { days: 1 } : { months: 1 })]
}

/** Without a year, the latest that has begun. */
function latest(
  day: DateTime,
  year: string | undefined,
  inYear: (year: number) => [DateTime, DateTime],
): [DateTime, DateTime] {
  if (year) return inYear(Number(year))
  const span = inYear(day.year)
  return span[0] > day ? inYear(day.year - 1) : span
}
