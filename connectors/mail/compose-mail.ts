/** One mail as bytes, the same for the same id. */
import MailComposer from 'nodemailer/lib/mail-composer/index.js'
import type { OutgoingMail } from './mail-channel.ts'

/** The Message-ID comes from the mail's own id, so a receiver that gets it twice can tell. */
export function messageId(id: string): string {
  return `<${id}@crew.invalid>`
}

export async function composeMail(mail: OutgoingMail, from: string): Promise<Buffer> {
  return new MailComposer({
    from,
    to: { name: mail.to.name ?? '', address: mail.to.address },
    subject: mail.subject,
    text: mail.text,
    date: mail.writtenAt,
    messageId: messageId(mail.id),
  })
    .compile()
    .build()
}
