/** Looks: customers as they stood on past days, and whether each churned within the horizon. A column an array. */
export interface Looks {
  length: number
  /** Number of the reference day. */
  day: ArrayLike<number>
  /** Number of the customer, the same on each day. */
  customer: ArrayLike<number>
  /** 1 where it churned within the horizon after the day, else 0. */
  hasChurned: ArrayLike<number>
}

export function everyLook({ length }: Looks): number[] {
  return Array.from({ length }, (_, look) => look)
}

/** The looks that `at` lists, a list a day. */
export function byDay(looks: Looks, at: readonly number[]): number[][] {
  const days = new Map<number, number[]>()
  for (const look of at) {
    const day = looks.day[look] ?? 0
    const own = days.get(day)
    if (own) own.push(look)
    else days.set(day, [look])
  }
  return [...days.values()]
}

/** Distinct customers that churned within the horizon of any look, and that stayed through that of any. */
export function customersByOutcome(looks: Looks, at: readonly number[]): { churned: number; stayed: number } {
  const of = [new Set<number>(), new Set<number>()]
  for (const look of at) of[looks.hasChurned[look] ?? 0]?.add(looks.customer[look] ?? 0)
  return { churned: of[1]?.size ?? 0, stayed: of[0]?.size ?? 0 }
}
