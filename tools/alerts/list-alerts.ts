import { z } from 'zod'
import { countAlerts, listAlertRows } from '../../db/queries/alerts.ts'
import { findCustomer } from '../customers/find-customer.ts'
import { defineTool, type ToolContext } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import { alertKinds, alertStatuses, openAlertStatuses } from './alert-kinds.ts'
import { alertLine, lineOfAlert } from './alert-shapes.ts'
import { isNobodys } from './open-channels.ts'

export const listAlerts = defineTool({
  name: 'list_alerts',
  title: 'List alerts',
  description:
    'Alerts, by default those nobody has acknowledged yet, the most severe and those with the most money at stake first: what happened, to whom it went, until when somebody must answer. Open one with get_alert; a person takes it with acknowledge_alert.',
  effect: 'read',
  capability: 'read',
  isCurated: true,
  replayable: false,
  input: z.object({
    statuses: z
      .array(z.enum(alertStatuses))
      .min(1)
      .default([...openAlertStatuses]),
    kinds: z.array(z.enum(alertKinds)).min(1).optional(),
    customer: z.string().min(1).optional().describe('An id, external id or unambiguous name'),
    from: z.iso.date().optional().describe('Only those raised on this day or later'),
    until: z.iso.date().optional().describe('Only those raised before this day'),
    limit: z.int().min(1).max(500).default(20),
  }),
  output: z.object({
    alerts: z.array(alertLine),
    total: z.int(),
    escalatedCount: z.int().describe('Nobody acknowledged them in time'),
    notSetUp: z.array(z.string()).describe('Settings that still hold an address of nobody: such mail stays in files'),
  }),
  async run({ statuses, kinds, customer, from, until, limit }, context) {
    const customerId = customer === undefined ? null : (await findCustomer(context, customer)).id
    const filter = { statuses, kinds: kinds ?? null, customerId, from, until }
    const rows = await listAlertRows(context.db, { ...filter, limit })
    const lines = rows.map(lineOfAlert)
    const { total, overdue } = await countAlerts(context.db, filter)
    const fact = factsAbout(context, ventureSubject(context))
    return {
      output: { alerts: lines, total, escalatedCount: overdue, notSetUp: notSetUp(context) },
      facts: [
        fact('period', 'raised_in', 'period', from && until ? `${from}/${until}` : null, null),
        fact('total', 'alerts', 'count', total, null),
        fact('escalated', 'unanswered_alerts', 'count', overdue, null),
        ...lines.flatMap(({ alert, headline, raisedAt }, index) => [
          fact(`a${index + 1}.alert`, 'alert', 'name', alert, null),
          fact(`a${index + 1}.headline`, 'alert_headline', 'text', headline, null),
          fact(`a${index + 1}.raised_on`, 'alert_raised_on', 'date', raisedAt.slice(0, 10), null),
        ]),
      ],
      rowCount: rows.length,
    }
  },
})

function notSetUp({ settings }: ToolContext): string[] {
  const addresses = ['digestEmail', 'opsEmail', 'chairmanEmail'] as const
  return addresses.filter((name) => isNobodys(settings[name]))
}
