/** Files that say by being there that something was done: complete and on disk, or not there at all. */
import { randomBytes } from 'node:crypto'
import { mkdir, open, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** The file's path when it is there. */
export async function findFile(folder: string, name: string): Promise<string | undefined> {
  const path = join(folder, name)
  return stat(path).then(
    () => path,
    (error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
      throw error
    },
  )
}

/** Writes it, unless it is there, and returns its path; it appears under its name only when whole. */
export async function writeOnce(
  folder: string,
  name: string,
  content: () => Promise<string | Buffer>,
): Promise<string> {
  const before = await findFile(folder, name)
  if (before !== undefined) return before
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const temporary = join(folder, `.${name}.${randomBytes(4).toString('hex')}.part`)
  const file = await open(temporary, 'wx', 0o600)
  try {
    await file.writeFile(await content())
    await file.sync()
  } finally {
    await file.close()
  }
  const path = join(folder, name)
  await rename(temporary, path)
  await syncFolder(folder)
  return path
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
