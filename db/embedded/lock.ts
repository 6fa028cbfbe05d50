/**
 * Two processes in one PGlite folder destroy it. The lock is an exclusive transaction on a SQLite file: the operating
 * system frees it when its process dies, however it dies, so there is no stale lock to clean up.
 */
import { DatabaseSync } from 'node:sqlite'

export interface FolderLock {
  release(): void
}

/** Takes the lock, or returns null when another process holds it. */
export function takeLock(file: string): FolderLock | null {
  const database = new DatabaseSync(file)
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (error instanceof Error && /locked|busy/i.test(error.message)) return null
    throw error
  }
  return { release: () => database.close() }
}
