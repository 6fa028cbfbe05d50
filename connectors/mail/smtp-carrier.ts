/** Mails through a server, by nodemailer. */
import { createTransport } from 'nodemailer'
import { mailFields } from './compose-mail.ts'
import { type Delivery, isReservedAddress, type MailCarrier, type OutgoingMail } from './mail-channel.ts'

const CONNECT_MS = 10_000
const SILENCE_MS = 30_000

/** Commands before the mail itself is handed over: whatever breaks in one of them, nothing left. */
const BEFORE_DATA = /^(?:CONN|EHLO|HELO|LHLO|STARTTLS|AUTH|MAIL FROM|RCPT TO)/

export function createSmtpCarrier(url: string, from: string): MailCarrier {
  const transport = createTransport({
    url,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
  })
  return {
    name: 'smtp',
    async deliver(mail: OutgoingMail): Promise<Delivery> {
      if (isReservedAddress(mail.to.address)) throw new Error('a reserved address must never reach a mail server')
      try {
        const { messageId } = await transport.sendMail(mailFields(mail, from))
        return { outcome: 'sent', reference: messageId }
      } catch (error) {
        return readFailure(error)
      }
    },
    close: () => transport.close(),
  }
}

/** What a failure says about the mail. The server's own words stay inside: they may hold addresses. */
function readFailure(error: unknown): Delivery {
  const { code, command, responseCode } = failureOf(error)
  if (responseCode !== undefined && responseCode >= 500) {
    return { outcome: 'refused', problem: `the mail server refused it (${responseCode})` }
  }
  if (responseCode !== undefined && responseCode >= 400) {
    return { outcome: 'not_sent', problem: `the mail server put it off (${responseCode})` }
  }
  if (code === 'EENVELOPE') return { outcome: 'refused', problem: 'the address is not one a mail server takes' }
  if (code === 'EDNS' || code === 'EAUTH' || code === 'ETLS' || BEFORE_DATA.test(command)) {
    return { outcome: 'not_sent', problem: `the mail server was not reached (${code})` }
  }
  return { outcome: 'unknown', problem: `the line to the mail server broke while the mail was handed over (${code})` }
}

function failureOf(error: unknown): { code: string; command: string; responseCode: number | undefined } {
  if (!(error instanceof Error)) return { code: 'unknown', command: '', responseCode: undefined }
  return {
    code: 'code' in error && typeof error.code === 'string' ? error.code : 'unknown',
    command: 'command' in error && typeof error.command === 'string' ? error.command : '',
    responseCode: 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : undefined,
  }
}
