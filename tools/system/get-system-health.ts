import { z } from 'zod'
import { checkTimes, failureStretches, latestChecks, systemReadings } from '../../db/queries/system.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { defineTool } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import { newestIncidents } from '../incident-log.ts'
import { components, judgeComponents, overallState, states } from './judge-components.ts'
import { uptimeOf } from './uptime.ts'

const DAY = 86_400_000
const UPTIME_DAYS = 30
const LISTED = 10
/** Stretches of failure looked through for those of some days. */
const MOST_STRETCHES = 500

export const getSystemHealth = defineTool({
  name: 'get_system_health',
  title: 'System health',
  description:
    'Whether the system itself works: scores, data loading, CRM sync, campaigns, survey deployment, alerts, database and worker, each healthy, warning, degraded or off, with how far behind it is and what succeeded; uptime over 30 days against its target; stretches of failure and the newest incidents.',
  effect: 'read',
  capability: 'read',
  isCurated: true,
  replayable: false,
  input: z.object({
    from: z.iso.date().optional().describe('With until: what was checked from this day on'),
    until: z.iso.date().optional().describe('and before this one'),
  }),
  output: z.object({
    checkedAt: z.string(),
    state: z.enum(states).describe('The worst of the components that are on'),
    components: z.array(
      z.object({
        component: z.enum(components),
        state: z.enum(states),
        reason: z.string(),
        lagSeconds: z.number().int().nullable().describe('How far behind; null where that says nothing'),
        attempted: z.number().int(),
        failed: z.number().int(),
        successPercent: z.number().nullable().describe('null when nothing was attempted'),
        failuresInRow: z.number().int().describe('Checks in a row that found it degraded'),
      }),
    ),
    scoresAreStale: z.boolean().describe('The last good scores are shown, and nothing runs on Auto'),
    scoredAsOf: z.string().nullable(),
    uptimePercent: z.number().nullable().describe('Over 30 days; null before the first check'),
    observedPercent: z.number().nullable().describe('Share of that time in which a worker checked'),
    targetUptimePercent: z.number(),
    checks: z.number().int(),
    failures: z.array(
      z.object({
        component: z.string(),
        from: z.string(),
        until: z.string().nullable().describe('null while it lasts'),
        checks: z.number().int(),
        reason: z.string(),
      }),
    ),
    period: z
      .object({
        checks: z.number().int().describe('0: no worker ran, so nobody knows'),
        failed: z.number().int(),
        components: z.array(z.string()).describe('Found failing'),
      })
      .nullable()
      .describe('Of the days asked for'),
    incidents: z.array(z.object({ incidentId: z.string(), at: z.string(), where: z.string() })),
  }),
  async run({ from, until }, context) {
    const { db, now, settings, venture } = context
    const started = performance.now()
    const readings = await systemReadings(db, now)
    const databaseMs = performance.now() - started
    const latest = await latestChecks(db)
    const since = new Date(now.getTime() - UPTIME_DAYS * DAY)
    const checks = await checkTimes(db, { since, until: now })
    const failures = await failureStretches(db, { since, limit: LISTED })
    const asked = from && until ? await checkedIn(db, { from, until }) : null
    const judged = judgeComponents(readings, {
      now,
      settings,
      isSimulated: venture.simulated,
      databaseMs,
      lastCheckAt: latest.find(({ component }) => component === 'worker')?.checkedAt ?? null,
    })
    const uptime = uptimeOf(checks, { until: now, intervalMs: settings.healthCheckMinutes * 60_000 })
    const byComponent = new Map(latest.map((row) => [row.component, row]))
    const listed = judged.map((each) => ({
      ...each,
      successPercent:
        each.attempted === 0 ? null : Math.round((1000 * (each.attempted - each.failed)) / each.attempted) / 10,
      failuresInRow: byComponent.get(each.component)?.failuresInRow ?? 0,
    }))
    const state = overallState(judged)
    const fact = factsAbout(context, ventureSubject(context))
    return {
      output: {
        checkedAt: now.toISOString(),
        state,
        components: listed,
        scoresAreStale: listed.some(({ component, state: its }) => component === 'scores' && its === 'degraded'),
        scoredAsOf: readings.refreshedAsOf,
        ...uptime,
        targetUptimePercent: settings.targetUptimePercent,
        checks: checks.length,
        failures: failures.map(({ component, from, until, checks: count, reason }) => ({
          component,
          from: from.toISOString(),
          until: until?.toISOString() ?? null,
          checks: count,
          reason: reason ?? '',
        })),
        period: asked,
        incidents: await newestIncidents(context.dataDir, { ventureId: venture.id, since, limit: LISTED }),
      },
      facts: [
        fact('state', 'system_state', 'text', state),
        fact('uptime', 'uptime', 'percent', uptime.uptimePercent),
        fact('observed', 'observed_time', 'percent', uptime.observedPercent),
        fact('target_uptime', 'target_uptime', 'percent', settings.targetUptimePercent, null),
        fact('period', 'checked_in', 'period', asked ? `${from}/${until}` : null, null),
        fact('period.checks', 'checks', 'count', asked?.checks ?? null, `${from}/${until}`),
        fact('period.failed', 'checks_failed', 'count', asked?.failed ?? null, `${from}/${until}`),
        ...listed.flatMap((each) => [
          fact(`${each.component}.state`, 'component_state', 'text', each.state),
          fact(`${each.component}.reason`, 'component_reason', 'text', each.reason),
          fact(
            `${each.component}.lag_hours`,
            'lag_hours',
            'count',
            each.lagSeconds === null ? null : Math.floor(each.lagSeconds / 3600),
          ),
          fact(`${each.component}.attempted`, 'attempted', 'count', each.attempted),
          fact(`${each.component}.failed`, 'failed', 'count', each.failed),
          fact(`${each.component}.success`, 'success_share', 'percent', each.successPercent),
          fact(`${each.component}.failures_in_row`, 'failures_in_row', 'count', each.failuresInRow),
        ]),
      ],
      rowCount: checks.length + listed.length,
    }
  },
})

async function checkedIn(db: VentureDb, days: { from: string; until: string }) {
  const since = new Date(Date.parse(`${days.from}T00:00:00Z`) - 1)
  const until = new Date(Date.parse(`${days.until}T00:00:00Z`) - 1)
  const checks = await checkTimes(db, { since, until })
  const stretches = await failureStretches(db, { since, limit: MOST_STRETCHES })
  const components = stretches.flatMap(({ component, from }) => (from <= until ? [component] : []))
  return {
    checks: checks.length,
    failed: checks.filter(({ isDown }) => isDown).length,
    components: [...new Set(components)],
  }
}
