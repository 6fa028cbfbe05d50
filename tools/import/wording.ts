/** What the database found, in words for the person who brought the file. */
import type { StagedRefusal } from '../../db/queries/import/checks.ts'
import type { WarningCode } from '../../db/queries/import/warnings.ts'
import type { FileMapping } from './mapping.ts'
import type { Refusal } from './read-row.ts'

/** A refusal by the database as the reader's refusals are: with the source's own column name. */
export function refusalOf(staged: StagedRefusal, feeds: FileMapping): Refusal {
  const from = feeds[staged.entity]?.[staged.field]
  const column = typeof from === 'string' ? from : from && 'column' in from ? from.column : staged.field
  return { line: staged.line, column, value: staged.value ?? '', ...reasonOf(staged) }
}

/** What is wrong with a staged row, and what to do. */
export function reasonOf({ code, field, detail }: Pick<StagedRefusal, 'code' | 'field' | 'detail'>): {
  reason: string
  fix: string
} {
  switch (code) {
    case 'unknown':
      return {
        reason: `names a ${field} that was never loaded from this source`,
        fix: `Correct it, or import the file with that ${field} together with this one.`,
      }
    case 'duplicate_id':
      return {
        reason: 'stands on several lines of this file with different content',
        fix: 'Keep the line that is right.',
      }
    case 'other_customer':
      return {
        reason: `is another customer than ${detail}, for whom this id was loaded before`,
        fix: `Correct the customer, or give the row a new id: an id never moves from one customer to another.`,
      }
    case 'user_of_other_customer':
      return { reason: `is a ${field} of another customer than the one in this row`, fix: 'Correct one of the two.' }
  }
}

export interface ImportWarning {
  code: WarningCode
  message: string
  count: number
  /** Ids as the source has them, at most three. */
  examples: string[]
}

/** Each warning as a sentence's end, to stand after its count. */
export const warningMessages: Record<WarningCode, string> = {
  usage_before_subscription: 'usage events lie before their subscription starts',
  usage_after_subscription: 'usage events lie after their subscription ended',
  usage_before_signup: 'usage events lie before their customer signed up',
  usage_id_reused: 'usage event ids come with more than one time; every event was loaded',
  usage_differs_from_loaded: 'usage events were loaded before with other content; what was loaded stands',
  subscription_before_signup: 'subscriptions start before their customer signed up',
  subscription_without_length: 'subscriptions end as they start and were never active',
  trial_customer_pays: 'customers are marked as trials and have a paid subscription',
  ticket_before_signup: 'tickets were opened before their customer signed up',
  churn_event_while_subscribed:
    'churn events are of customers whose paid subscription runs on; it decides, the event is a label',
  churn_event_without_flag: 'customers have churn events and are not flagged as churned',
  churn_flag_without_event: 'customers are flagged as churned and have no churn event',
}
