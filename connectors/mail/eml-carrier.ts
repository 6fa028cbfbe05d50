/** Mails as `.eml` files in a folder: the default, and where mail for reserved addresses stays. */
import { randomBytes } from 'node:crypto'
import { mkdir, open, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { composeMail } from './compose-mail.ts'
import type { MailCarrier, OutgoingMail } from './mail-channel.ts'

/**
 * A mail is the file `<id>.eml`. It appears under that name only when complete and on disk, so its being there proves
 * that it was sent, and handing the same mail over twice leaves one file.
 */
export function createEmlCarrier(folder: string, from: string): MailCarrier {
  const fileOf = (id: string) => join(folder, `${id}.eml`)
  const find = async (id: string) => ((await exists(fileOf(id))) ? fileOf(id) : undefined)
  return {
    name: 'eml',
    find,
    async deliver(mail: OutgoingMail) {
      const before = await find(mail.id)
      if (before !== undefined) return { outcome: 'sent', reference: before }
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const temporary = join(folder, `.${mail.id}.${randomBytes(4).toString('hex')}.part`)
      const file = await open(temporary, 'wx', 0o600)
      try {
        await file.writeFile(await composeMail(mail, from))
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(temporary, fileOf(mail.id))
      await syncFolder(folder)
      return { outcome: 'sent', reference: fileOf(mail.id) }
    },
    close() {},
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
      throw error
    },
  )
}

/** The name, too, must outlive a power cut. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
