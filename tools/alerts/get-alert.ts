import { z } from 'zod'
import { alertMessagesOf } from '../../db/queries/alert-messages.ts'
import { defineTool } from '../define-tool.ts'
import { carrierOf } from '../outbox/attempt.ts'
import { factIdsIn } from '../report/fact-text.ts'
import { alertLine, lineOfAlert } from './alert-shapes.ts'
import { rendered } from './alert-text.ts'
import { findAlert, parseFacts } from './find-alert.ts'

const messageStatuses = ['queued', 'sending', 'sent', 'failed', 'unknown'] as const

export const getAlert = defineTool({
  name: 'get_alert',
  title: 'One alert',
  description:
    'An alert in full: what it says with its numbers filled in, the receipts behind them, where it was handed over, what became of each message, and who took it with which note. Use list_alerts to find one.',
  effect: 'read',
  capability: 'read',
  readsPersonalData: true,
  withheldFields: ['title', 'body', 'note', 'recipient'],
  replayable: false,
  input: z.object({ alert: z.string().min(1).describe('A-101') }),
  output: alertLine.extend({
    title: z.string(),
    body: z.string(),
    receipts: z.array(z.string()).describe('Where its numbers come from'),
    note: z.string().nullable(),
    messages: z.array(
      z.object({
        recipient: z.string(),
        escalation: z.int().describe('0 at first, then the step of the escalation'),
        status: z.enum(messageStatuses).describe('unknown: it may have left, and is not sent again'),
        carrier: z.string().nullable(),
        alertCount: z.int().describe('Alerts that this one message carries'),
        sentAt: z.string().nullable(),
        problem: z.string().nullable(),
      }),
    ),
  }),
  async run({ alert: reference }, context) {
    const alert = await findAlert(context.db, reference)
    const facts = parseFacts(alert.facts)
    const used = new Set(factIdsIn(`${alert.title}\n${alert.body}`))
    const reader = { medium: 'email' as const, recipient: 'reader' }
    const messages = await alertMessagesOf(context.db, alert.id)
    return {
      output: {
        ...lineOfAlert(alert),
        title: rendered(alert.title, facts, reader),
        body: rendered(alert.body, facts, reader),
        receipts: [...new Set(facts.filter(({ id }) => used.has(id)).map(({ receipt }) => receipt))],
        note: alert.note,
        messages: messages.map((message) => ({
          recipient: message.recipient,
          escalation: message.step,
          status: z.enum(messageStatuses).parse(message.status),
          carrier: message.sentBy === null ? null : carrierOf(message.sentBy),
          alertCount: message.alertCount,
          sentAt: message.sentAt?.toISOString() ?? null,
          problem: message.problem,
        })),
      },
      facts: [],
      rowCount: 1,
    }
  },
})
