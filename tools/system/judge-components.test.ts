import { expect, test } from 'vitest'
import type { SystemReadings } from '../../db/queries/system.ts'
import { defaultSettings } from '../settings/settings.ts'
import { components, judgeComponents, overallState } from './judge-components.ts'

const now = new Date('2026-03-02T12:00:00Z')
const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000)
const well: SystemReadings = {
  customers: 1,
  refreshedAt: ago(10),
  refreshedAsOf: '2026-03-02',
  oldestMarkAt: null,
  loadedAt: ago(3),
  touchesTried: 10,
  touchesFailed: 0,
  touchesStuck: 0,
  surveySentAt: ago(24),
  alertsTried: 4,
  alertsFailed: 0,
  alertWaitingSince: null,
}
const around = { now, settings: defaultSettings, isSimulated: false, databaseMs: 3, lastCheckAt: ago(0.5) }
const judge = (readings: Partial<SystemReadings> = {}, other: Partial<typeof around> = {}) =>
  Object.fromEntries(
    judgeComponents({ ...well, ...readings }, { ...around, ...other }).map(({ component, state }) => [
      component,
      state,
    ]),
  )

test('a system that works: everything healthy, the CRM off', () => {
  const judged = judgeComponents(well, around)
  expect(judged.map(({ component }) => component)).toEqual(components)
  expect(judged.filter(({ state }) => state !== 'healthy').map(({ component }) => component)).toEqual(['crm_sync'])
  expect(overallState(judged)).toBe('healthy')
})

test.each([
  ['scores at 48 hours are late', { refreshedAt: ago(48) }, 'scores', 'warning'],
  ['scores past 48 hours are stale', { refreshedAt: ago(48.01) }, 'scores', 'degraded'],
  ['never scored', { refreshedAt: null }, 'scores', 'degraded'],
  ['nobody to score', { customers: 0, refreshedAt: null }, 'scores', 'off'],
  ['loaded and not scored for an hour', { oldestMarkAt: ago(1.1) }, 'scores', 'warning'],
  ['nothing loaded for three days', { loadedAt: ago(72) }, 'data_loading', 'warning'],
  ['nothing ever loaded', { loadedAt: null }, 'data_loading', 'off'],
  ['one failure of ten', { touchesFailed: 1 }, 'campaigns', 'warning'],
  ['six failures of ten', { touchesFailed: 6 }, 'campaigns', 'degraded'],
  ['two failures of two are too few', { touchesTried: 2, touchesFailed: 2 }, 'campaigns', 'warning'],
  ['no survey for 91 days', { surveySentAt: ago(91 * 24) }, 'nps_deployment', 'degraded'],
  ['no survey ever', { surveySentAt: null }, 'nps_deployment', 'off'],
  ['an alert of two minutes ago waits', { alertWaitingSince: ago(2 / 60) }, 'alerts', 'warning'],
  ['an alert of an hour ago waits', { alertWaitingSince: ago(1) }, 'alerts', 'degraded'],
] as const)('%s', (_, readings, component, state) => {
  expect(judge(readings)[component]).toBe(state)
})

test('the database by its answer, the worker by its last check, simulated data never late', () => {
  expect(judge({}, { databaseMs: 300 }).database).toBe('warning')
  expect(judge({}, { databaseMs: 2_500 }).database).toBe('degraded')
  expect(judge({}, { lastCheckAt: ago(2.1) }).worker).toBe('warning')
  const simulated = judge({ loadedAt: ago(900), surveySentAt: ago(9_000) }, { isSimulated: true })
  expect(simulated).toMatchObject({ data_loading: 'off', nps_deployment: 'off' })
})

test('the overall state is the worst of what is on', () => {
  const overall = (...states: ('healthy' | 'warning' | 'degraded' | 'off')[]) =>
    overallState(states.map((state) => ({ state })))
  expect(overall('off', 'healthy', 'warning')).toBe('warning')
  expect(overall('warning', 'degraded', 'healthy')).toBe('degraded')
  expect(overall('off', 'off')).toBe('off')
})
