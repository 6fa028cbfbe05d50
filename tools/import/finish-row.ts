/** What one field cannot tell: rules between a row's fields, and what follows from them. */
import { hash } from 'node:crypto'
import type { ImportEntity } from '../../db/queries/import/staging.ts'
import { fields, usageOwners } from './fields.ts'
import type { Problem, Values } from './read-value.ts'

/** Completes `row` in place; returns what is wrong with it, if anything is. */
export function finishRow(entity: ImportEntity, row: Values): Problem | undefined {
  switch (entity) {
    case 'usage':
      return finishUsage(row)
    case 'subscriptions':
      return before(row, 'ended_at', 'started_at')
    case 'tickets': {
      if (row.status === 'closed' && !row.closed_at) {
        return { field: 'closed_at', reason: 'is empty though the ticket is closed', fix: 'Say when it was closed.' }
      }
      if (row.closed_at && row.status && row.status !== 'closed') {
        return {
          field: 'status',
          reason: 'contradicts closed_at',
          fix: 'Empty closed_at, or set the status to closed.',
        }
      }
      return before(row, 'closed_at', 'opened_at')
    }
    case 'surveys': {
      if (row.score && !row.answered_at) {
        return { field: 'answered_at', reason: 'is empty though there is a score', fix: 'Say when it was answered.' }
      }
      if (row.answered_at && !row.score) {
        return {
          field: 'score',
          reason: 'is empty though the survey was answered',
          fix: 'Give the score, or empty answered_at.',
        }
      }
      if (row.kind === 'csat' && row.score && (Number(row.score) < 1 || Number(row.score) > 5)) {
        return { field: 'score', reason: 'is not between 1 and 5', fix: 'A csat score goes from 1 to 5.' }
      }
      return before(row, 'answered_at', 'sent_at')
    }
    case 'invoices':
      return before(row, 'due_on', 'issued_on')
    default:
      return undefined
  }
}

/** Both are ISO text of one kind, so text order is time order. */
function before(row: Values, later: string, earlier: string): Problem | undefined {
  const [end, start] = [row[later], row[earlier]]
  return end && start && end < start
    ? { field: later, reason: `lies before ${earlier}`, fix: 'Correct one of the two dates.' }
    : undefined
}

function finishUsage(row: Values): Problem | undefined {
  if (!usageOwners.some((name) => row[name])) {
    return {
      field: usageOwners.find((name) => name in row) ?? 'customer',
      reason: 'is empty, so it is nobody’s usage',
      fix: `Fill in one of ${usageOwners.join(', ')}.`,
    }
  }
  if (row.kind === 'feature' && !row.feature) {
    return { field: 'feature', reason: 'is empty', fix: 'Say which feature was used.' }
  }
  if (row.kind === 'login') row.feature = null
  row.quantity ??= '1'
  // A source without event ids: what the row says is its identity, so the same row twice is one event.
  row.event_id ??= hash('md5', JSON.stringify(fieldNames.map((name) => row[name] ?? null)))
  return undefined
}

const fieldNames = Object.keys(fields.usage).filter((name) => name !== 'event_id')
