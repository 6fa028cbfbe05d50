/** What carries alerts: mail by SMTP or as files; chat by the bot, else by a signed webhook, else as files. */
import { join } from 'node:path'
import type { Config } from '../../config.ts'
import { findFile, writeOnce } from '../../connectors/files/write-once.ts'
import { createEmlCarrier } from '../../connectors/mail/eml-carrier.ts'
import { type Delivery, isReservedAddress, type MailCarrier } from '../../connectors/mail/mail-channel.ts'
import { createSmtpCarrier } from '../../connectors/mail/smtp-carrier.ts'
import { createWebhookCarrier } from '../../connectors/webhook/webhook-carrier.ts'
import { defaultSettings } from '../settings/settings.ts'
import type { Destination } from './alert-kinds.ts'
import { alertMarkdown, alertPayload, type OutgoingAlert } from './alert-text.ts'

/**
 * What became of a message: as of mail, and what only a chat says. put_off: it says itself when to try again. unreachable:
 * this destination takes nothing, so it goes by mail instead, and who operates the system is told what to do, once.
 */
export type AlertDelivery =
  | { outcome: 'sent'; reference: string; thread?: string }
  | Exclude<Delivery, { outcome: 'sent' }>
  | { outcome: 'put_off'; until: Date; problem: string; mayHaveLeft: boolean }
  | { outcome: 'unreachable'; cause: UnreachableCause; problem: string; fix: string }

/** `everything`: no destination of this carrier is reached. */
export interface UnreachableCause {
  code: string
  concerns: 'everything' | 'destination'
}

export interface AlertCarrier {
  name: 'eml' | 'smtp' | 'md' | 'webhook' | 'slack'
  /** People are told of a storm now and then; a program takes each alert as it comes. */
  readBy: 'people' | 'program'
  deliver(message: OutgoingAlert): Promise<AlertDelivery>
  /** Proof that a message left, where there is one. */
  find?(id: string): Promise<string | undefined>
  /** It looks for a message that may have left before it sends it again. */
  looksFirst?: true
  /** While nothing can leave: when to try next. No attempt is made before. */
  heldUntil?(): Date | null
  /** Shows in a message that left how its alerts stand now. `gone`: there is nothing to change any more. */
  revise?(message: OutgoingAlert, reference: string): Promise<'revised' | 'gone' | 'later'>
}

export interface AlertChannels {
  carrierFor(destination: Destination): AlertCarrier
  carrier(name: string): AlertCarrier | undefined
  /** What another process carries: here it is written, and left to that one. */
  leaves: Destination['medium'] | null
  close(): void
}

/**
 * What is for Slack goes to `slack`, and where its tokens are set but this process is not its door, waits for the process that
 * is. Files lie in `<dataDir>/outbox/alerts`: what has no server, and what is for an address that is nobody's.
 */
export function openChannels(
  config: Pick<Config, 'dataDir' | 'smtpUrl' | 'mailFrom' | 'alertWebhook'> & Partial<Pick<Config, 'slack'>>,
  options: { slack?: AlertCarrier | undefined } = {},
): AlertChannels {
  const slack = options.slack ?? (config.slack && slackElsewhere)
  const folder = join(config.dataDir, 'outbox', 'alerts')
  const files = markdownCarrier(folder)
  const eml = mailCarrier(createEmlCarrier(folder, config.mailFrom))
  const server = config.smtpUrl === undefined ? undefined : createSmtpCarrier(config.smtpUrl, config.mailFrom)
  const smtp = server && mailCarrier(server)
  const webhook = config.alertWebhook && webhookCarrier(config.alertWebhook)
  return {
    carrierFor: ({ medium, recipient }) => {
      if (medium === 'slack') return slack ?? webhook ?? files
      return smtp === undefined || isNobodys(recipient) ? eml : smtp
    },
    carrier: (name) => [slack, files, eml, smtp, webhook].find((each) => each?.name === name),
    leaves: slack === slackElsewhere ? 'slack' : null,
    close: () => server?.close(),
  }
}

/** Reserved names, and the addresses that the settings have until somebody sets them: their domain is a stranger's. */
export function isNobodys(address: string): boolean {
  const { digestEmail, opsEmail, chairmanEmail } = defaultSettings
  return isReservedAddress(address) || [digestEmail, opsEmail, chairmanEmail].includes(address)
}

const slackElsewhere: AlertCarrier = {
  name: 'slack',
  readBy: 'people',
  looksFirst: true,
  deliver: () => Promise.reject(new Error('it is delivered elsewhere')),
}

function markdownCarrier(folder: string): AlertCarrier {
  return {
    name: 'md',
    readBy: 'people',
    find: (id) => findFile(folder, `${id}.md`),
    deliver: async (message) => ({
      outcome: 'sent',
      reference: await writeOnce(folder, `${message.id}.md`, async () => alertMarkdown(message)),
    }),
  }
}

function mailCarrier(carrier: MailCarrier): AlertCarrier {
  return {
    name: carrier.name,
    readBy: 'people',
    deliver: ({ id, destination, subject, body, writtenAt }) =>
      carrier.deliver({ id, to: { name: null, address: destination.recipient }, subject, text: body, writtenAt }),
    ...(carrier.find ? { find: carrier.find } : {}),
  }
}

function webhookCarrier(options: { url: string; secret: string }): AlertCarrier {
  const carrier = createWebhookCarrier(options)
  return {
    name: 'webhook',
    readBy: 'program',
    deliver: (message) =>
      carrier.deliver({ id: message.id, body: JSON.stringify(alertPayload(message)), at: message.attemptedAt }),
  }
}
