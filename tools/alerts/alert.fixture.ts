/** Channels that remember what they were handed, and answer as a test wants. */
import { randomUUID } from 'node:crypto'
import type { Stage } from '../proposals/proposal.fixture.ts'
import type { OutgoingAlert } from './alert-text.ts'
import type { AlertCarrier, AlertChannels, AlertDelivery } from './open-channels.ts'
import type { AlertInput } from './raise-alert.ts'

export interface TestChannels extends AlertChannels {
  handed: OutgoingAlert[]
  /** What the next deliveries answer; `sent` when it is empty. */
  answers: AlertDelivery[]
}

export function testChannels(readBy: AlertCarrier['readBy'] = 'people'): TestChannels {
  const handed: OutgoingAlert[] = []
  const answers: AlertDelivery[] = []
  const carrier: AlertCarrier = {
    name: 'webhook',
    readBy,
    deliver: async (message) => {
      const answer = answers.shift() ?? { outcome: 'sent', reference: message.id }
      if (answer.outcome === 'sent') handed.push(message)
      return answer
    },
  }
  return { handed, answers, carrierFor: () => carrier, carrier: () => carrier, leaves: null, close() {} }
}

export function alertAbout(customerId: string | null, input: Partial<AlertInput> = {}): AlertInput {
  return {
    kind: 'critical_customer',
    causeKey: randomUUID(),
    customerId,
    title: 'A score fell below the threshold',
    body: 'Nobody was active for weeks.',
    facts: [],
    ...input,
  }
}

/** The customer's score of the newest scored day. */
export async function setState(stage: Stage, customerId: string, status: string, score: number): Promise<void> {
  await stage.db.sql`
    insert into customer_states (venture_id, customer_id, signed_up_on, is_trial, open_ticket_count,
      features_used_count, core_features_used_count, coverage, score, status)
    values (${stage.db.ventureId}, ${customerId}, '2025-01-01', false, 0, 0, 0, 1, ${score}, ${status})
    on conflict (venture_id, customer_id) do update set score = excluded.score, status = excluded.status`
}
