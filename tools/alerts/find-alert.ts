/** Reads alerts back: what a row holds, parsed, and the one that somebody means by `A-101`. */
import { z } from 'zod'
import { type AlertRow, alertByNumber } from '../../db/queries/alerts.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { UserError } from '../../errors.ts'
import { fact } from '../facts.ts'
import { type AlertKind, alertKinds, type Severity, severities } from './alert-kinds.ts'
import type { AlertFact } from './raise-alert.ts'

const alertFact = fact.extend({ isPersonal: z.literal(true).optional() })

export function parseFacts(facts: unknown): AlertFact[] {
  return z
    .array(alertFact)
    .parse(facts)
    .map(({ isPersonal, ...rest }) => (isPersonal ? { ...rest, isPersonal } : rest))
}

export function parseKind(kind: string): AlertKind {
  return z.enum(alertKinds).parse(kind)
}

export function parseSeverity(severity: string): Severity {
  return z.enum(severities).parse(severity)
}

/** Throws `not_found`, or `invalid_input` when it is not a label. */
export async function findAlert(db: VentureDb, reference: string): Promise<AlertRow> {
  const number = /^A-(\d{1,15})$/i.exec(reference.trim())?.[1]
  const alert = number === undefined ? undefined : await alertByNumber(db, Number(number))
  if (alert) return alert
  throw new UserError({
    code: number === undefined ? 'invalid_input' : 'not_found',
    message: number === undefined ? 'An alert is named as A-101.' : 'There is no such alert.',
    field: 'alert',
    value: reference,
    fix: 'See what there is with crew alerts.',
  })
}
