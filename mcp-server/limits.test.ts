import { expect, test } from 'vitest'
import { createLimiter } from './limits.ts'
import { Refusal } from './refusal.ts'

const limiterAt = () => {
  const clock = { ms: 0 }
  return { clock, limiter: createLimiter({ callsPerMinute: 60, burst: 3, concurrent: 2 }, () => clock.ms) }
}
const refusal = (work: () => unknown): Refusal => {
  try {
    work()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('nothing was refused')
}

test('a burst, then as many as refill, each token by itself', () => {
  const { clock, limiter } = limiterAt()
  for (let n = 0; n < 3; n++) limiter.enter('a')()
  expect(refusal(() => limiter.enter('a'))).toMatchObject({ status: 429, headers: { 'Retry-After': '1' } })
  limiter.enter('b')()
  clock.ms = 1_000
  limiter.enter('a')()
  expect(refusal(() => limiter.enter('a')).status).toBe(429)
  clock.ms = 60_000
  for (let n = 0; n < 3; n++) limiter.enter('a')()
  expect(refusal(() => limiter.enter('a')).status).toBe(429)
})

test('so many at once; whoever leaves twice leaves once', () => {
  const { clock, limiter } = limiterAt()
  const [leave] = [limiter.enter('a'), limiter.enter('a')]
  expect(refusal(() => limiter.enter('a')).message).toContain('At most 2')
  leave?.()
  leave?.()
  clock.ms = 10_000
  limiter.enter('a')
  expect(refusal(() => limiter.enter('a')).message).toContain('At most 2')
})

test('a sweep forgets nobody who could then ask more than before', () => {
  const { clock, limiter } = limiterAt()
  for (let n = 0; n < 3; n++) limiter.enter('a')()
  clock.ms = 500
  limiter.sweep()
  expect(refusal(() => limiter.enter('a')).status).toBe(429)
})
