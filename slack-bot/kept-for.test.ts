import { afterEach, expect, it, vi } from 'vitest'
import { KeptFor } from './kept-for.ts'

afterEach(() => vi.useRealTimers())

it('keeps for so long, and of too many what was read last', () => {
  vi.useFakeTimers()
  const kept = new KeptFor<number>({ ms: 1_000, most: 2 })
  kept.set('a', 1)
  kept.set('b', 2)
  kept.set('a', 3)
  kept.set('c', 4)
  expect([kept.get('a'), kept.get('b'), kept.get('c')]).toEqual([3, undefined, 4])
  vi.advanceTimersByTime(1_000)
  expect(kept.get('c')).toBeUndefined()
})
