/** The mute as tools show it, and how a row fills it. */
import { z } from 'zod'
import type { MuteRow } from '../../db/queries/alert-mutes.ts'
import { customerRef } from '../customers/customer-shapes.ts'
import { alertKinds } from './alert-kinds.ts'
import { parseKind } from './find-alert.ts'

export const muteLine = z.object({
  mute: z.string().describe('M-1'),
  personName: z.string().describe('Who does not want to hear'),
  isMine: z.boolean(),
  kind: z.enum(alertKinds).nullable().describe('null: of every kind'),
  customer: customerRef.nullable().describe('null: of every customer'),
  mutedAt: z.string(),
  until: z.string(),
})

export function lineOfMute(row: MuteRow, callerId: string): z.infer<typeof muteLine> {
  return {
    mute: muteLabel(row.number),
    personName: row.personName,
    isMine: row.personId === callerId,
    kind: row.kind === null ? null : parseKind(row.kind),
    customer:
      row.customerId !== null && row.customerExternalId !== null
        ? { id: row.customerId, externalId: row.customerExternalId, name: row.customerName ?? row.customerExternalId }
        : null,
    mutedAt: row.mutedAt.toISOString(),
    until: row.untilAt.toISOString(),
  }
}

/** `M-1` */
export function muteLabel(number: number): string {
  return `M-${number}`
}
