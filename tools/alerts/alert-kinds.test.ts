import { describe, expect, test } from 'vitest'
import { defaultSettings as settings } from '../settings/settings.ts'
import { alertKinds, alertRoutes, escalatesAt, escalationHours } from './alert-kinds.ts'

const owner = 'owner@crew.invalid'
const first = (kind: (typeof alertKinds)[number]) =>
  alertRoutes[kind].to({ settings, owner }).map(({ recipient }) => recipient)

describe('the routing table', () => {
  test.each([
    ['critical_customer', 'high', ['#customer-success-urgent', owner], 24],
    ['nps_negative', 'high', ['@chairman', 'chairman@company.com'], 1],
    ['system_degraded', 'medium', ['#eng-ops'], 1],
    ['crm_sync_failed', 'medium', ['ops@company.com'], 4],
    ['retention_down', 'medium', ['#customer-success'], 168],
    ['weekly_digest', 'low', ['success@company.com', '#customer-success'], null],
    ['chairman_notice', 'high', ['@chairman', 'chairman@company.com'], 24],
  ] as const)('%s is %s, for %j, within %s hours', (kind, severity, recipients, hours) => {
    expect(alertRoutes[kind].severity).toBe(severity)
    expect(first(kind)).toEqual(recipients)
    expect(escalationHours(kind, 1, settings)).toBe(hours)
  })

  test('every alert that must be answered ends with the Chairman or began there, and steps come in order', () => {
    for (const kind of alertKinds) {
      const { escalations } = alertRoutes[kind]
      if (escalations.length === 0) continue
      const chain = [first(kind), ...escalations.map(({ to }) => to(settings).map(({ recipient }) => recipient))]
      expect(chain.flat()).toContain('@chairman')
      const hours = escalations.map((_, index) => escalationHours(kind, index + 1, settings) ?? 0)
      expect(hours).toEqual([...hours].sort((a, b) => a - b))
      expect(new Set(hours).size).toBe(hours.length)
    }
  })

  test('the time to answer follows the settings: enterprise calls in four hours', () => {
    const enterprise = { ...settings, criticalResponseHours: 4 }
    const dueAt = new Date('2026-03-02T12:00:00Z')
    expect(escalatesAt('critical_customer', 1, { settings: enterprise, dueAt })).toEqual(
      new Date('2026-03-02T16:00:00Z'),
    )
    expect(escalatesAt('critical_customer', 2, { settings: enterprise, dueAt })).toEqual(
      new Date('2026-03-04T12:00:00Z'),
    )
    expect(escalatesAt('critical_customer', 3, { settings: enterprise, dueAt })).toBeNull()
  })
})
