/** Days as whole numbers since 1970-01-01 UTC: arithmetic on them is exact and quick. */

export type Day = number

const MS_PER_DAY = 86_400_000
const isoDays = new Map<Day, string>()

export function dayOf(iso: string): Day {
  const day = Date.parse(`${iso}T00:00:00Z`) / MS_PER_DAY
  if (!Number.isInteger(day)) throw new RangeError(`${iso} is not a day written YYYY-MM-DD`)
  return day
}

/** `2026-03-31`; kept, for the same few hundred days are written several hundred thousand times. */
export function isoDay(day: Day): string {
  let iso = isoDays.get(day)
  if (iso === undefined) {
    iso = new Date(day * MS_PER_DAY).toISOString().slice(0, 10)
    isoDays.set(day, iso)
  }
  return iso
}

/** `at` counts days with a fraction: 20000.5 is noon. Whole seconds. */
export function isoInstant(at: number): string {
  const day = Math.floor(at)
  const second = Math.floor((at - day) * 86_400)
  const two = (value: number) => (value < 10 ? `0${value}` : `${value}`)
  return `${isoDay(day)}T${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}Z`
}

/** The same day of a later month, or its last day: 31 January + 1 month is the last of February. */
export function addMonths(day: Day, months: number): Day {
  const date = new Date(day * MS_PER_DAY)
  const target = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1)
  const first = new Date(target)
  const lastOfMonth = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  return target / MS_PER_DAY + Math.min(date.getUTCDate(), lastOfMonth) - 1
}

/** 0 is Sunday. 1970-01-01 was a Thursday. */
export function weekday(day: Day): number {
  return (day + 4) % 7
}

/** How much of ordinary business goes on: summer holidays and the turn of the year are quiet. */
export function season(day: Day, southern: boolean): number {
  const monthAndDay = isoDay(day).slice(5)
  if (monthAndDay >= '12-22' || monthAndDay <= '01-03') return 0.3
  if (southern) return monthAndDay <= '01-25' ? 0.7 : 1
  if (monthAndDay >= '07-20' && monthAndDay <= '08-25') return 0.75
  return 1
}
