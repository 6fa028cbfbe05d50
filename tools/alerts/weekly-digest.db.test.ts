import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { healthScores } from '../../db/queries/scores.ts'
import { createTestVenture, type TestVenture } from '../../db/test-database.ts'
import { simulateVenture } from '../../sample/simulate.ts'
import type { Fact } from '../facts.ts'
import { importFiles } from '../import/import-files.ts'
import { runTool } from '../run-tool.ts'
import { testContext } from '../test-context.ts'
import { testChannels } from './alert.fixture.ts'
import { dispatchAlerts } from './dispatch-alerts.ts'
import { getWeeklyDigest } from './get-weekly-digest.ts'
import { digestText, raiseWeeklyDigest } from './raise-weekly-digest.ts'

const ASOF = '2026-03-30'
const NOW = new Date(`${ASOF}T09:00:00Z`)
const folder = mkdtempSync(join(tmpdir(), 'crew-digest-'))
let venture: TestVenture
beforeAll(async () => {
  venture = await createTestVenture()
  const { files } = await simulateVenture({ seed: 5, customers: 60, months: 9, endOn: '2026-03-31' }, folder)
  const context = await testContext(venture)
  await importFiles(venture.db, context.venture, {
    files,
    mapping: 'sample/mappings/sample.yaml',
    dataDir: folder,
    now: NOW,
  })
}, 60_000)
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await venture.sql.end()
})

describe('the digest', () => {
  test('counts what the scores of both days say, customer by customer', async () => {
    const context = await testContext(venture, { asOf: ASOF, now: NOW })
    const { output } = await runTool(getWeeklyDigest, { limit: 50 }, context)
    const scores = async (asOf: string) => {
      const rows = await healthScores(venture.db, { asOf, knownAt: context.knownAt }, context.settings)
      return new Map(rows.map((row) => [row.customerId, row]))
    }
    const [now, before] = [await scores(ASOF), await scores('2026-03-23')]
    const pairs = [...now.values()].map((row) => ({ row, was: before.get(row.customerId)?.status }))
    const count = (test: (status: string, then: string | undefined) => boolean) =>
      pairs.filter(({ row, was }) => test(row.status, was)).length
    const bad = ['at_risk', 'critical']
    expect(output).toMatchObject({
      weekBefore: '2026-03-23',
      customers: count((status) => ['healthy', ...bad].includes(status)),
      atRisk: count((status) => status === 'at_risk'),
      critical: count((status) => status === 'critical'),
      atRiskBefore: [...before.values()].filter(({ status }) => status === 'at_risk').length,
      criticalBefore: [...before.values()].filter(({ status }) => status === 'critical').length,
      becameCritical: count((status, then) => status === 'critical' && then !== undefined && then !== 'critical'),
      becameAtRisk: count((status, then) => status === 'at_risk' && then !== undefined && !bad.includes(then)),
      recovered: count(
        (status, then) =>
          (status === 'healthy' && bad.includes(then ?? '')) || (status === 'at_risk' && then === 'critical'),
      ),
      churned: count((status, then) => status === 'churned' && then !== undefined && then !== 'churned'),
    })
    expect(output.atRisk + output.critical).toBeGreaterThan(5)
    expect(output.becameAtRisk ?? 0).toBeGreaterThan(0)
    // All of them are named, ranked by what they pay, and what they pay adds up.
    expect(output.top).toHaveLength(output.atRisk + output.critical)
    const paid = output.top.map(({ arrMinor }) => arrMinor)
    expect(paid).toEqual([...paid].sort((a, b) => b - a))
    expect(paid.reduce((sum, each) => sum + each, 0)).toBe(output.arrAtRiskMinor)
  })

  test('goes to the team’s address and channel once a week, with every number a fact', async () => {
    const context = await testContext(venture, { asOf: ASOF, now: NOW })
    const [first, second] = [await raiseWeeklyDigest(context), await raiseWeeklyDigest(context)]
    expect([first?.outcome, second?.outcome]).toEqual(['raised', 'already_raised'])
    const channels = testChannels()
    await dispatchAlerts(context, channels)
    expect(channels.handed.map(({ destination }) => destination.recipient).sort()).toEqual([
      '#customer-success',
      'success@company.com',
    ])
    expect(channels.handed[0]?.body).toContain('In the week: became critical ')
    const nextWeek = await testContext(venture, { asOf: '2026-03-31', now: new Date('2026-04-06T09:00:00Z') })
    expect((await raiseWeeklyDigest({ ...nextWeek, asOf: '2026-04-06' }))?.outcome).toBe('raised')
  })

  test('before anybody was scored a week ago it says that there is nothing to compare with', async () => {
    const context = await testContext(venture, { asOf: ASOF, now: NOW })
    const { facts } = await runTool(getWeeklyDigest, { limit: 2 }, context)
    const { title, body } = digestText(facts, { isCompared: false, named: 2 })
    expect(body).toContain('nothing to compare with yet')
    // No numeral stands in the text itself.
    expect(`${title}${body}`.replaceAll(/\{\{fact:[^}]+\}\}/g, '')).not.toMatch(/\d/)
    expect(digestText(facts as Fact[], { isCompared: true, named: 0 }).body).toContain('Nobody is at risk.')
  })

  test('where nobody is scored there is none', async () => {
    const empty = await createTestVenture()
    expect(await raiseWeeklyDigest(await testContext(empty, { asOf: ASOF, now: NOW }))).toBeUndefined()
    await empty.sql.end()
  })
})
