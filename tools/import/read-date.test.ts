import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, test } from 'vitest'
import { dateReader, formatProblem } from './read-date.ts'

const instants = fc.date({ min: new Date('1971-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
const FORMATS = [
  'dd-MM-yyyy HH:mm:ss',
  'yyyyMMdd HHmmss',
  'M/d/yyyy H:mm:ss',
  'd. MMMM yyyy HH:mm:ss',
  "dd.MM.yyyy 'at' HH:mm:ss",
]
const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu']

describe('dateReader', () => {
  test('reads back what luxon writes, in any format and zone', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...FORMATS), fc.constantFrom(...ZONES), (instant, format, zone) => {
        const written = DateTime.fromJSDate(instant, { zone }).startOf('second')
        // An hour that a clock change repeats is two instants with one name.
        fc.pre(written.getPossibleOffsets().length === 1)
        const read = dateReader([format], zone)(written.toFormat(format, { locale: 'en' }))
        expect(read).toEqual({ kind: 'date', ms: written.toMillis(), hasTime: true })
      }),
    )
  })

  test('reads ISO without a format', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        expect(dateReader([], 'UTC')(instant.toISOString())).toEqual({
          kind: 'date',
          ms: instant.getTime(),
          hasTime: true,
        })
      }),
    )
    const read = dateReader([], 'Europe/Berlin')
    expect(read('2024-05-01T09:30')).toEqual({ kind: 'date', ms: Date.UTC(2024, 4, 1, 7, 30), hasTime: true })
    expect(read('2024-05-01 09:30:00+02:00')).toEqual({ kind: 'date', ms: Date.UTC(2024, 4, 1, 7, 30), hasTime: true })
    expect(read('2024-05-01'), 'a day is a UTC day').toEqual({ kind: 'date', ms: Date.UTC(2024, 4, 1), hasTime: false })
  })

  test('never guesses between day and month', () => {
    for (const text of ['03-04-2024', '3/4/2024', '27-10-2024', '03.04.2024 10:00']) {
      expect(dateReader([], 'UTC')(text).kind, text).toBe('ambiguous')
    }
    expect(dateReader(['dd-MM-yyyy', 'MM-dd-yyyy'], 'UTC')('03-04-2024').kind).toBe('ambiguous')
    expect(dateReader(['dd-MM-yyyy', 'MM-dd-yyyy'], 'UTC')('27-04-2024').kind).toBe('date')
  })

  test('refuses short years, days that do not exist, and other words', () => {
    const read = dateReader(['dd-MM-yyyy'], 'UTC')
    expect(read('03-04-24').kind).toBe('two_digit_year')
    for (const text of ['31-02-2024', '2023-02-29', '2024-13-01', '2024-01-01T25:00Z', 'yesterday', '1714521600', '']) {
      expect(read(text).kind, text).toBe('unreadable')
    }
  })

  test('names what is wrong with a format', () => {
    expect(formatProblem('dd-MM-yy')).toContain('two-digit year')
    expect(formatProblem('HH:mm')).toContain('needs a year')
    expect(formatProblem('d MMM yyyy HH:mm')).toBeUndefined()
  })
})
