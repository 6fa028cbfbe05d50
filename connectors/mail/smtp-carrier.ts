/** Mails through a server, by nodemailer. */
import { Readable } from 'node:stream'
import { createTransport } from 'nodemailer'
import { composeMail, messageId } from './compose-mail.ts'
import { type Delivery, isReservedAddress, type MailCarrier, type OutgoingMail } from './mail-channel.ts'

const CONNECT_MS = 10_000
const SILENCE_MS = 30_000

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
      const bytes = await composeMail(mail, from)
      // The library says CONN for a line that breaks at any time, after the text was handed over too. Its asking for
      // the text, which it does once the server let it in, is the first moment from which the mail may have left.
      let mayHaveLeft = false
      const raw = Readable.from(
        (function* () {
          mayHaveLeft = true
          yield bytes
        })(),
      )
      try {
        await transport.sendMail({ raw, envelope: { from, to: mail.to.address } })
        return { outcome: 'sent', reference: messageId(mail.id) }
      } catch (error) {
        return readFailure(error, mayHaveLeft)
      }
    },
    close: () => transport.close(),
  }
}

/** What a failure says about the mail. The server's own words stay inside: they may hold addresses. */
function readFailure(error: unknown, mayHaveLeft: boolean): Delivery {
  const responseCode = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  if (responseCode >= 500) return { outcome: 'refused', problem: `the mail server refused it (${responseCode})` }
  if (responseCode >= 400) return { outcome: 'not_sent', problem: `the mail server put it off (${responseCode})` }
  if (code === 'EENVELOPE') return { outcome: 'refused', problem: 'the address is not one a mail server takes' }
  return mayHaveLeft
    ? { outcome: 'unknown', problem: `the line to the mail server broke while the mail was handed over (${code})` }
    : { outcome: 'not_sent', problem: `the mail server was not reached (${code})` }
}
