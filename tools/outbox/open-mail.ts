/** Where mail goes: files in the data folder, or a server where one is set up. */
import { join } from 'node:path'
import type { Config } from '../../config.ts'
import { createEmlCarrier } from '../../connectors/mail/eml-carrier.ts'
import { isReservedAddress, type MailChannel } from '../../connectors/mail/mail-channel.ts'
import { createSmtpCarrier } from '../../connectors/mail/smtp-carrier.ts'

export type { MailChannel } from '../../connectors/mail/mail-channel.ts'

/** `.eml` files in `<dataDir>/outbox`; SMTP when `smtpUrl` is set, but never for a reserved address such as `.invalid`. */
export function openMail(config: Pick<Config, 'dataDir' | 'smtpUrl' | 'mailFrom'>): MailChannel {
  const eml = createEmlCarrier(join(config.dataDir, 'outbox'), config.mailFrom)
  const smtp = config.smtpUrl === undefined ? undefined : createSmtpCarrier(config.smtpUrl, config.mailFrom)
  return {
    carrierFor: (address) => (smtp === undefined || isReservedAddress(address) ? eml : smtp),
    carrier: (name) => [eml, smtp].find((each) => each?.name === name),
    close: () => smtp?.close(),
  }
}
