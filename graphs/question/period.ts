/** "Last quarter" and the like as days, worked out in code by the venture's calendar and said back to whoever asked. */
import { DateTime } from 'luxon'
import { spokenWords } from './spoken-words.ts'

export interface Period {
  /** First day. */
  from: string
  /** The day after the last; never later than the day after today. */
  until: string
}

export interface FoundPeriod {
  /** As it was said. */
  said: string
  /** Undefined for a time that is still to come. */
  period: Period | undefined
  start: number
  end: number
}

const monthNames = 'january february march april may june july august september october november december'.split(' ')
const weekdays = 'monday tuesday wednesday thursday friday saturday sunday'.split(' ')
const month = `(?:${[...monthNames, ...monthNames.map((name) => name.slice(0, 3)), 'sept'].join('|')})`
const weekday = `(?:${weekdays.join('|')})`
const year = '(?:20\\d\\d)'
const quarter = '(?:q ?[1-4]|(?:first|second|third|fourth|last|1st|2nd|3rd|4th) quarter)'
const unit = '(?:day|week|month|quarter|year)'
const dayOfMonth = '(?:[12]?\\d|3[01])(?:st|nd|rd|th)?'

/** One point or stretch of the calendar that can stand alone, or at either end of "from … to …". */
const dates = [
  `(?:the )?(?:start|beginning|end|first day) of (?:the |this |last )?(?:${unit}|${month}|${quarter})(?: (?:of )?${year})?`,
  `${quarter}(?:,? (?:of )?(?:${year}|last year|this year))?`,
  '(?:the )?(?:first|second) half (?:of )?(?:the year|this year|last year|20\\d\\d)',
  `(?:${month} (?:the )?${dayOfMonth}|(?:the )?${dayOfMonth} (?:of )?${month})(?: ${year})?`,
  `(?:last |this )?${month}(?: (?:of )?(?:${year}|last year|this year))?`,
  `${year}-\\d\\d(?:-\\d\\d)?`,
  `(?:the year )?${year}`,
  `(?:last |this )?${weekday}(?! (?:morning|afternoon|evening|night|meeting))`,
  `(?:the )?(?:last|this|previous|current|past|prior) (?:${unit}|weekend)(?! \\d)`,
  'today|yesterday',
  `${unit} to date|ytd|mtd|qtd`,
]
const date = `(?:${dates.join('|')})`

/** The first that matches stands, so the longer ones come first. */
const spans = [
  `(?:from|between) (?<first>${date}) (?:to|until|till|til|through|thru|and|up to) (?<second>${date})`,
  `(?<first>${month}|${quarter}|${year}) (?:to|until|till|til|through|thru) (?<second>${date})`,
  `(?:ever )?since (?<since>${date})(?: (?:began|started))?`,
  `(?:from|starting(?: in)?) (?<since>${date}) (?:on|onwards|onward|until now|till now|to now|to date|up to now|to today)`,
  `(?:the |these |our )?(?:last|past|previous|recent|trailing) (?<count>\\d{1,3}|couple of|few|several) (?<units>${unit}s?)`,
  `(?<count>\\d{1,3}) (?<units>${unit}s?) back`,
  '(?:so far )?(?<sofar>this (?:week|month|quarter|year)) so far|so far (?<sofar2>this (?:week|month|quarter|year))',
  '(?<night>last night|overnight|(?:the )?(?:last|past) (?:24|48) hours)',
  `(?<alone>${date})`,
].map((source) => new RegExp(`(?<![\\w#-])(?:${source})(?![\\w-])`, 'd'))

const toCome = new RegExp(
  `(?<![\\w#-])(?:tomorrow|(?:the )?(?:next|coming|upcoming) (?:\\d{1,3} |couple of |few )?(?:${unit}s?|${weekday}|${month}|weekend))(?![\\w-])`,
  'd',
)

/** May, march and the seconds of a minute are words as well: alone they are a time only after one of these. */
const ambiguous = /^(?:may|mar|sat|sun|jun|dec|sep|oct|march)$/
const announces =
  /(?:^| )(?:in|of|for|during|since|last|this|the|over|back in|throughout|by|from|to|until|between|and|through) ?$/

/** Every time that `words` (small letters) name, seen from `today`, in order. */
export function findPeriods(words: string, today: string): FoundPeriod[] {
  const day = DateTime.fromISO(today, { zone: 'utc' })
  const found: FoundPeriod[] = []
  let rest = words
  for (let turns = 0; turns < 6; turns++) {
    const next = nextPeriod(rest, day)
    if (!next) break
    found.push(next)
    // Blanked, so that places stay what they are.
    rest = rest.slice(0, next.start) + '#'.repeat(next.end - next.start) + rest.slice(next.end)
  }
  return found.sort((a, b) => a.start - b.start)
}

/** The one time that `words` name; undefined when they name none, several, or one that is to come. */
export function periodIn(words: string, today: string): Period | undefined {
  const found = findPeriods(spokenWords(words).join(' '), today)
  return found.length === 1 ? found[0]?.period : undefined
}

function nextPeriod(words: string, day: DateTime): FoundPeriod | undefined {
  const future = toCome.exec(words)
  if (future) return { said: future[0], period: undefined, start: future.index, end: future.index + future[0].length }
  for (const span of spans) {
    for (const match of words.matchAll(new RegExp(span.source, 'dg'))) {
      const said = match[0]
      if (ambiguous.test(said) && !announces.test(words.slice(0, match.index))) continue
      const ends = endsOf(match.groups ?? {}, day)
      if (!ends) continue
      return { said, period: clipped(ends, day), start: match.index, end: match.index + said.length }
    }
  }
  return undefined
}

type Ends = [from: DateTime, until: DateTime]

function clipped([from, until]: Ends, day: DateTime): Period | undefined {
  const end = day.plus({ days: 1 })
  if (!from.isValid || from >= end || until <= from) return undefined
  return { from: from.toFormat('yyyy-MM-dd'), until: DateTime.min(until, end).toFormat('yyyy-MM-dd') }
}

function endsOf(groups: Record<string, string | undefined>, day: DateTime): Ends | undefined {
  const { first, second, since, count, units, night, alone } = groups
  const end = day.plus({ days: 1 })
  if (first && second) {
    const to = dateEnds(second, day)
    if (!to) return undefined
    const from = dateEnds(/20\d\d/.test(first) ? first : `${first}${yearIn(second)}`, day)
    if (!from) return undefined
    // "From November to February" began the year before.
    const start = from[0] > to[0] ? from[0].minus({ years: 1 }) : from[0]
    return [start, to[1]]
  }
  if (since) {
    const from = dateEnds(since, day)
    return from && [from[0], end]
  }
  if (count && units) {
    const number = { 'couple of': 2, few: 3, several: 3 }[count] ?? Number(count)
    return [end.minus({ [units.replace(/s?$/, 's')]: number }), end]
  }
  const sofar = groups.sofar ?? groups.sofar2
  if (sofar) {
    const from = dateEnds(sofar, day)
    return from && [from[0], end]
  }
  if (night) return [day.minus({ days: 1 }), end]
  return alone ? dateEnds(alone, day) : undefined
}

function yearIn(words: string): string {
  const match = /\b(?:20\d\d|last year|this year)$/.exec(words)
  return match ? ` ${match[0]}` : ''
}

/** The days of one date as it is said. */
function dateEnds(said: string, day: DateTime): Ends | undefined {
  const words = said.replace(/^the (?=\S+ )/, '').replace(/ (?:of|the) (?=20|last|this)/, ' ')
  if (words === 'today') return [day, day.plus({ days: 1 })]
  if (words === 'yesterday') return [day.minus({ days: 1 }), day]
  const toDate = /^(?:(day|week|month|quarter|year) to date|([ymq])td)$/.exec(words)
  if (toDate) {
    const named = toDate[1] ?? { y: 'year', m: 'month', q: 'quarter' }[toDate[2] ?? ''] ?? 'year'
    return [day.startOf(named as 'year'), day.plus({ days: 1 })]
  }
  const edge = /^(start|beginning|end|first day) of (?:(?:the|this|last) )?(.+)$/.exec(words)
  if (edge) {
    const which = / of last /.test(` ${words}`) || /of last/.test(said) ? `last ${edge[2]}` : `${edge[2]}`
    const of = dateEnds(/^(?:day|week|month|quarter|year)$/.test(which) ? `this ${which}` : which, day)
    if (!of) return undefined
    return edge[1] === 'end' ? [of[1].minus({ days: 1 }), of[1]] : of
  }
  const relative = /^(last|this|previous|current|past|prior) (day|week|month|quarter|year|weekend)$/.exec(words)
  if (relative) return relativeEnds(relative[1] ?? '', relative[2] ?? '', day)
  const half = /^(first|second) half (?:of )?(?:the year|this year|(last year)|(20\d\d))$/.exec(words)
  if (half) {
    const start = DateTime.utc(
      half[3] ? Number(half[3]) : half[2] ? day.year - 1 : day.year,
      half[1] === 'first' ? 1 : 7,
      1,
    )
    return [start, start.plus({ months: 6 })]
  }
  return quarterEnds(words, day) ?? monthEnds(words, day) ?? weekdayEnds(words, day) ?? numericEnds(words)
}

function relativeEnds(which: string, named: string, day: DateTime): Ends {
  if (named === 'weekend') {
    const monday = day.startOf('week').minus({ weeks: which === 'this' && day.weekday >= 6 ? 0 : 1 })
    return [monday.plus({ days: 5 }), monday.plus({ days: 7 })]
  }
  const of = named as 'day' | 'week' | 'month' | 'quarter' | 'year'
  // "The past month" reaches up to today; "last month" is the calendar's.
  if (which === 'past') return [day.plus({ days: 1 }).minus({ [`${of}s`]: 1 }), day.plus({ days: 1 })]
  const start = day.startOf(of)
  const isThis = which === 'this' || which === 'current'
  return isThis ? [start, start.plus({ [`${of}s`]: 1 })] : [start.minus({ [`${of}s`]: 1 }), start]
}

const ordinals: Record<string, number> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  last: 4,
  '1st': 1,
  '2nd': 2,
  '3rd': 3,
  '4th': 4,
}

function quarterEnds(words: string, day: DateTime): Ends | undefined {
  const match = /^(?:q ?([1-4])|(\w+) quarter)(?: (?:of )?(20\d\d|last year|this year))?$/.exec(words)
  if (!match) return undefined
  const number = match[1] ? Number(match[1]) : ordinals[match[2] ?? '']
  if (!number) return undefined
  return latest(day, match[3], (inYear) => {
    const start = DateTime.utc(inYear, 3 * number - 2, 1)
    return [start, start.plus({ months: 3 })]
  })
}

function monthEnds(words: string, day: DateTime): Ends | undefined {
  const match = new RegExp(
    `^(?:(last|this) )?(?:(?<before>${dayOfMonth}) (?:of )?)?(?<name>${month})(?: (?:the )?(?<after>${dayOfMonth}))?(?: (?:of )?(?<inYear>20\\d\\d|last year|this year))?$`,
  ).exec(words)
  const { name, before, after, inYear } = match?.groups ?? {}
  if (!match || !name) return undefined
  const number = monthNames.findIndex((each) => each.startsWith(name.slice(0, 3))) + 1
  const dayNumber = before ?? after
  return latest(day, inYear, (of) =>
    dayNumber
      ? [
          DateTime.utc(of, number, Number.parseInt(dayNumber, 10)),
          DateTime.utc(of, number, Number.parseInt(dayNumber, 10)).plus({ days: 1 }),
        ]
      : [DateTime.utc(of, number, 1), DateTime.utc(of, number, 1).plus({ months: 1 })],
  )
}

function weekdayEnds(words: string, day: DateTime): Ends | undefined {
  const name = words.replace(/^(?:last|this) /, '')
  const index = weekdays.indexOf(name)
  if (index < 0) return undefined
  const back = (day.weekday - 1 - index + 7) % 7
  const on = day.minus({ days: back === 0 && words.startsWith('last') ? 7 : back })
  return [on, on.plus({ days: 1 })]
}

function numericEnds(words: string): Ends | undefined {
  const match = /^(?:year )?(20\d\d)(?:-(\d\d)(?:-(\d\d))?)?$/.exec(words)
  if (!match) return undefined
  const start = DateTime.utc(Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1))
  return [start, start.plus(match[3] ? { days: 1 } : match[2] ? { months: 1 } : { years: 1 })]
}

/** Without a year, the latest that has begun. */
function latest(day: DateTime, year: string | undefined, inYear: (year: number) => Ends): Ends {
  if (year === 'last year') return inYear(day.year - 1)
  if (year === 'this year') return inYear(day.year)
  if (year) return inYear(Number(year))
  const span = inYear(day.year)
  return span[0] > day ? inYear(day.year - 1) : span
}
