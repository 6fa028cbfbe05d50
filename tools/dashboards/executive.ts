import { listAlerts } from '../alerts/list-alerts.ts'
import type { ToolContext } from '../define-tool.ts'
import { getHealthSummary } from '../health/get-health-summary.ts'
import { getNps } from '../metrics/get-nps.ts'
import { getRetention } from '../metrics/get-retention.ts'
import { keptAnswer, type Patience } from './kept-answer.ts'
import { countRow, factRow, type Panel, panelOf } from './panel.ts'

const HEALTH_TARGET = 70
const RETENTION_TARGET = 85
const COHORTS = 6
const ALERTS = 5

/** The state of the base at a glance: health, retention, NPS, distribution, alerts. */
export async function executivePanels(context: ToolContext, patience: Patience): Promise<Panel[]> {
  const { settings } = context
  const health = await keptAnswer(getHealthSummary, {}, context, patience)
  const retention = await keptAnswer(getRetention, {}, context, patience)
  const nps = await keptAnswer(getNps, {}, context, patience)
  const alerts = await keptAnswer(listAlerts, { limit: ALERTS }, context, patience)
  const known = retention.output.cohorts.filter(({ retentionPercent }) => retentionPercent[0] != null).slice(-COHORTS)
  return [
    panelOf(
      {
        key: 'health_score',
        title: 'Overall health score',
        chart: 'gauge',
        scale: { low: 0, high: 100 },
        target: { value: HEALTH_TARGET, text: `at least ${HEALTH_TARGET}` },
        rows: [
          factRow(health, 'average_score', 'average score', { target: HEALTH_TARGET }),
          factRow(health, 'average_of_both', 'of those scored 30 days ago too'),
          factRow(health, 'average_month_ago', 'the same customers 30 days ago'),
        ],
      },
      health,
    ),
    panelOf(
      {
        key: 'retention_trend',
        title: 'Retention after a month, by cohort',
        chart: 'line',
        target: { value: RETENTION_TARGET, text: `at least ${RETENTION_TARGET} %` },
        rows: known.map(({ month }) =>
          factRow(retention, `cohort_${month.slice(0, 7).replace('-', '_')}.m1`, month.slice(0, 7), {
            target: RETENTION_TARGET,
          }),
        ),
        note: known.length === 0 ? 'No cohort is a month old.' : null,
      },
      retention,
    ),
    panelOf(
      {
        key: 'nps',
        title: 'NPS',
        chart: 'gauge',
        scale: { low: -100, high: 100 },
        target: {
          value: settings.npsPositiveThreshold,
          text: `at least ${settings.npsPositiveThreshold}, aiming at ${settings.npsTargetScore}`,
        },
        rows: [
          factRow(nps, 'nps', 'NPS, 30 days', { target: settings.npsPositiveThreshold }),
          factRow(nps, 'responses', 'responses'),
        ],
        note: nps.output.isEnough
          ? null
          : `Not enough responses: ${nps.output.responses} of ${nps.output.minResponses} in 30 days.`,
      },
      nps,
    ),
    panelOf(
      {
        key: 'distribution',
        title: 'Customers by status',
        chart: 'bars',
        rows: [
          factRow(health, 'share.healthy', 'healthy'),
          factRow(health, 'share.at_risk', 'at risk'),
          factRow(health, 'share.critical', 'critical'),
        ],
      },
      health,
    ),
    panelOf(
      {
        key: 'alerts',
        title: 'Alerts',
        chart: 'table',
        rows: [
          factRow(alerts, 'total', 'not acknowledged'),
          factRow(health, 'count.at_risk', 'customers at risk'),
          factRow(health, 'count.critical', 'customers critical'),
          ...alerts.output.alerts.map((alert) =>
            countRow(alerts, { label: alert.alert, value: alert.headline, unit: 'text', metric: 'alert' }, context),
          ),
        ],
      },
      alerts,
    ),
  ]
}
