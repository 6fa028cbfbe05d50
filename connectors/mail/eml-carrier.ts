/** Mails as `.eml` files in a folder: the default, and where mail for reserved addresses stays. */
import { findFile, writeOnce } from '../files/write-once.ts'
import { composeMail } from './compose-mail.ts'
import type { MailCarrier, OutgoingMail } from './mail-channel.ts'

/**
 * A mail is the file `<id>.eml`. It appears under that name only when complete and on disk, so its being there proves
 * that it was sent, and handing the same mail over twice leaves one file.
 */
export function createEmlCarrier(folder: string, from: string): MailCarrier {
  return {
    name: 'eml',
    find: (id) => findFile(folder, `${id}.eml`),
    async deliver(mail: OutgoingMail) {
      const reference = await writeOnce(folder, `${mail.id}.eml`, () => composeMail(mail, from))
      return { outcome: 'sent', reference }
    },
    close() {},
  }
}
