import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldCrossings } from './fold-crossings.ts'

const now = new Date('2026-03-02T12:00:00Z')
const at = { now, cooldownDays: 7 }
const days = (count: number) => new Date(now.getTime() - count * 86_400_000)
const crossing = (seq: number, toStatus: string, customerId = 'a') => ({ seq, customerId, toStatus })

test('worked by hand: down, up, down and out in one reading is one firing that ended as churned', () => {
  // critical (1) begins; at_risk (2) ends it; critical (3), same cause within the cooldown, goes on; churned (4) ends it.
  const story = [crossing(1, 'critical'), crossing(2, 'at_risk'), crossing(3, 'critical'), crossing(4, 'churned')]
  expect(foldCrossings(story, [], at)).toEqual({
    begin: [{ crossing: story[0], endedBy: 'churned' }],
    reopen: [],
    end: [],
    winBack: [],
  })
})

test('a firing that stands is not fired again; recovery ends it; leaving ends it with a win-back', () => {
  const known = [{ id: 'f', customerId: 'a', status: 'open', firedAt: days(1) }]
  expect(foldCrossings([crossing(1, 'critical')], known, at)).toEqual({ begin: [], reopen: [], end: [], winBack: [] })
  expect(foldCrossings([crossing(1, 'healthy')], known, at).end).toEqual([{ id: 'f', endedBy: 'recovered' }])
  expect(foldCrossings([crossing(1, 'churned')], known, at).winBack).toEqual([{ id: 'f', customerId: 'a' }])
  expect(foldCrossings([crossing(1, 'no_data')], known, at).end).toEqual([])
})

test('within seven days an ended firing goes on; after them a new one begins', () => {
  const ended = (daysAgo: number) => [{ id: 'f', customerId: 'a', status: 'ended', firedAt: days(daysAgo) }]
  expect(foldCrossings([crossing(1, 'critical')], ended(6.9), at)).toMatchObject({ begin: [], reopen: ['f'] })
  expect(foldCrossings([crossing(1, 'critical')], ended(7), at)).toMatchObject({
    begin: [{ endedBy: null }],
    reopen: [],
  })
})

test('whatever crosses, in however many readings: at most one firing a customer stands, and it stands while critical', () => {
  const statuses = fc.constantFrom('critical', 'at_risk', 'healthy', 'churned')
  const story = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), statuses, fc.boolean()), { maxLength: 40 })
  fc.assert(
    fc.property(story, (steps) => {
      // Consecutive crossings of a customer differ, as a refresh writes them.
      const last = new Map<string, string>()
      const crossings = steps.flatMap(([customerId, toStatus, cut], index) => {
        if (last.get(customerId) === toStatus) return []
        last.set(customerId, toStatus)
        return [{ seq: index, customerId, toStatus, cut }]
      })
      const firings = new Map<string, { id: string; customerId: string; status: string; firedAt: Date }>()
      let page: typeof crossings = []
      const read = () => {
        const folded = foldCrossings(page, [...firings.values()], at)
        for (const { crossing: of, endedBy } of folded.begin) {
          expect([...firings.values()].some((f) => f.customerId === of.customerId)).toBe(false)
          const status = endedBy === null ? 'open' : 'ended'
          firings.set(of.customerId, { id: `${of.seq}`, customerId: of.customerId, status, firedAt: now })
        }
        for (const firing of firings.values()) {
          if (folded.end.some(({ id }) => id === firing.id)) firing.status = 'ended'
          if (folded.reopen.includes(firing.id)) firing.status = 'open'
        }
        page = []
      }
      for (const each of crossings) {
        page.push(each)
        if (each.cut) read()
      }
      read()
      for (const [customerId, status] of last) {
        expect(firings.get(customerId)?.status === 'open').toBe(status === 'critical')
      }
    }),
  )
})
