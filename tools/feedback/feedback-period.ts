/** Days and half-open periods of days, UTC. */
import { DateTime } from 'luxon'
import { z } from 'zod'

/** A day that exists, YYYY-MM-DD. */
export const feedbackDay = z.iso.date()

export function dayAfter(day: string): string {
  return plusDays(day, 1)
}

export function plusDays(day: string, days: number): string {
  const moved = DateTime.fromISO(day, { zone: 'utc' }).plus({ days }).toISODate()
  if (moved === null) throw new RangeError(`${day} is not a day`)
  return moved
}

/** Days in [from, until). */
export function daysBetween(from: string, until: string): number {
  return DateTime.fromISO(until, { zone: 'utc' }).diff(DateTime.fromISO(from, { zone: 'utc' }), 'days').days
}
