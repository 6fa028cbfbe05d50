/** The alert as tools show it, and how a row fills it. */
import { z } from 'zod'
import type { AlertRow } from '../../db/queries/alerts.ts'
import { customerRef } from '../customers/customer-shapes.ts'
import { alertKinds, alertLabel, alertStatuses, severities } from './alert-kinds.ts'
import { rendered } from './alert-text.ts'
import { parseFacts, parseKind, parseSeverity } from './find-alert.ts'

export const alertLine = z.object({
  alert: z.string().describe('A-101'),
  kind: z.enum(alertKinds),
  severity: z.enum(severities),
  status: z.enum(alertStatuses).describe('escalated: nobody acknowledged it in time, and the next was told'),
  headline: z.string(),
  customer: customerRef.nullable(),
  moneyAtStakeMinor: z.int(),
  raisedAt: z.string(),
  deliveredAt: z.string().nullable(),
  escalatesAt: z.string().nullable().describe('When the next is told unless somebody acknowledges it before'),
  acknowledgedBy: z.string().nullable(),
  acknowledgedAt: z.string().nullable(),
  closedAt: z.string().nullable().describe('When the customer recovered or the cause was resolved'),
})

/** In words fit for several readers: what is personal is left to get_alert. */
export function lineOfAlert(row: AlertRow): z.infer<typeof alertLine> {
  const everyone = { medium: 'slack' as const, recipient: '#everyone' }
  return {
    alert: alertLabel(row.number),
    kind: parseKind(row.kind),
    severity: parseSeverity(row.severity),
    status: z.enum(alertStatuses).parse(row.status),
    headline: rendered(row.title, parseFacts(row.facts), everyone),
    customer:
      row.customerId !== null && row.customerExternalId !== null
        ? { id: row.customerId, externalId: row.customerExternalId, name: row.customerName ?? row.customerExternalId }
        : null,
    moneyAtStakeMinor: row.moneyAtStakeMinor,
    raisedAt: row.raisedAt.toISOString(),
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
    escalatesAt: row.escalatesAt?.toISOString() ?? null,
    acknowledgedBy: row.acknowledgedByName,
    acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
  }
}
