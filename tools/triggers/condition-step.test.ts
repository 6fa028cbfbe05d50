import fc from 'fast-check'
import { expect, test } from 'vitest'
import { conditionStep } from './condition-step.ts'

const DAY = 86_400_000
const at = (day: number) => new Date(day * DAY)

test('worked by hand: retention too low from month 1 to 8 fires once, goes on five times, is handed over, and ends in month 9', () => {
  let standing: { iteration: number; status: string; nextAt: Date | null } | undefined
  const steps = Array.from({ length: 9 }, (_, month) => {
    const step = conditionStep(standing, month < 8, { now: at(30 * month), iterations: 6 })
    const nextAt = at(30 * (month + 1))
    if (step === 'fire') standing = { iteration: 1, status: 'open', nextAt }
    if (step === 'again' && standing) standing = { ...standing, iteration: standing.iteration + 1, nextAt }
    if (step === 'hand_over' && standing) standing = { ...standing, status: 'handed_over', nextAt: null }
    return step
  })
  expect(steps).toEqual(['fire', 'again', 'again', 'again', 'again', 'again', 'hand_over', 'nothing', 'end'])
})

test('whatever is found: fired only where none stands, never more iterations than allowed, no data changes nothing', () => {
  const looks = fc.array(fc.tuple(fc.constantFrom(true, false, null), fc.nat(40)), { maxLength: 60 })
  fc.assert(
    fc.property(looks, fc.integer({ min: 1, max: 6 }), (found, iterations) => {
      let standing: { iteration: number; status: string; nextAt: Date | null } | undefined
      let day = 0
      for (const [holds, passed] of found) {
        day += passed
        const step = conditionStep(standing, holds, { now: at(day), iterations })
        if (holds === null) expect(step).toBe('nothing')
        if (step === 'fire') expect(standing).toBeUndefined()
        if (step === 'fire') standing = { iteration: 1, status: 'open', nextAt: at(day + 7) }
        else if (step === 'end') standing = undefined
        else if (standing && step === 'again') {
          standing = { iteration: standing.iteration + 1, status: 'open', nextAt: at(day + 7) }
        } else if (standing && step === 'hand_over') standing = { ...standing, status: 'handed_over', nextAt: null }
        expect(standing?.iteration ?? 1).toBeLessThanOrEqual(iterations)
        // Handed over or not, it stands exactly while the condition was last found to hold.
        if (holds !== null) expect(standing !== undefined).toBe(holds)
      }
    }),
  )
})
