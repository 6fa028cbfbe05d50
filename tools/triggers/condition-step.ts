/** What follows for a condition that lasts, such as a negative NPS: begin, go on, hand over, end. Pure. */

export type ConditionStep = 'fire' | 'again' | 'hand_over' | 'end' | 'nothing'

/**
 * `holds` is null without enough data, which changes nothing. While it holds, a firing goes on at `nextAt` until its last
 * iteration and is then handed over to the Chairman; it stands until the condition no longer holds, so that the same
 * cause is never fired again.
 */
export function conditionStep(
  standing: { iteration: number; status: string; nextAt: Date | null } | undefined,
  holds: boolean | null,
  { now, iterations }: { now: Date; iterations: number },
): ConditionStep {
  if (holds === null) return 'nothing'
  if (!standing) return holds ? 'fire' : 'nothing'
  if (!holds) return 'end'
  if (standing.status !== 'open' || standing.nextAt === null || standing.nextAt > now) return 'nothing'
  return standing.iteration < iterations ? 'again' : 'hand_over'
}
