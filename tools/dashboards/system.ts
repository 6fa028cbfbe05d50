import type { ToolContext } from '../define-tool.ts'
import { getSystemHealth } from '../system/get-system-health.ts'
import { keptAnswer, type Patience } from './kept-answer.ts'
import { countRow, factRow, type Panel, panelOf, waitingPanel } from './panel.ts'

const STALE_HOURS = 48
const SYNC_TARGET = 95

/** Whether the system itself works. */
export async function systemPanels(context: ToolContext, patience: Patience): Promise<Panel[]> {
  const system = await keptAnswer(getSystemHealth, {}, context, patience)
  const { components, failures, incidents } = system.output
  const crm = components.find(({ component }) => component === 'crm_sync')
  const state = (label: string, value: string) =>
    countRow(system, { label, value, unit: 'text', metric: 'component_state' }, context)
  return [
    panelOf(
      {
        key: 'status',
        title: 'System status',
        chart: 'status',
        rows: [
          factRow(system, 'state', 'overall'),
          ...components.map(({ component, state: its, reason }) => state(component, `${its}: ${reason}`)),
          factRow(system, 'uptime', 'uptime, 30 days', { target: system.output.targetUptimePercent }),
        ],
      },
      system,
    ),
    panelOf(
      {
        key: 'score_lag',
        title: 'Hours since scores were refreshed',
        chart: 'gauge',
        scale: { low: 0, high: STALE_HOURS },
        target: { value: STALE_HOURS, text: `at most ${STALE_HOURS} hours` },
        rows: [factRow(system, 'scores.lag_hours', 'hours', { target: STALE_HOURS, below: true })],
      },
      system,
    ),
    crm === undefined || crm.state === 'off'
      ? panelOf(
          {
            key: 'crm_sync',
            title: 'CRM sync success',
            chart: 'status',
            target: { value: SYNC_TARGET, text: `at least ${SYNC_TARGET} %` },
            rows: [state('CRM', crm ? `off: ${crm.reason}` : 'off')],
          },
          system,
        )
      : panelOf(
          {
            key: 'crm_sync',
            title: 'CRM sync success',
            chart: 'gauge',
            scale: { low: 0, high: 100 },
            target: { value: SYNC_TARGET, text: `at least ${SYNC_TARGET} %` },
            rows: [
              countRow(
                system,
                { label: 'synced ÷ attempted', value: crm.successPercent, unit: 'percent', metric: 'crm_sync_success' },
                context,
              ),
            ],
          },
          system,
        ),
    waitingPanel(
      'active_campaigns',
      'Active campaigns',
      'Waits for programs; until then crew approvals lists what is under way.',
    ),
    panelOf(
      {
        key: 'errors',
        title: 'Error log',
        chart: 'table',
        rows: [
          ...failures.map(({ component, from, until, reason }) =>
            state(`${from} ${component}`, `${reason}${until ? '' : ' (still so)'}`),
          ),
          ...incidents.map(({ incidentId, at, where }) =>
            countRow(
              system,
              { label: at, value: `${incidentId} in ${where}`, unit: 'text', metric: 'incident' },
              context,
            ),
          ),
        ],
        note: failures.length + incidents.length === 0 ? 'No failure in 30 days.' : null,
      },
      system,
    ),
  ]
}
