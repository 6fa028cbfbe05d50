/** The key that signs the ledger. It lies outside the database, so that who can write rows cannot sign them. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { ConfigError } from '../../errors.ts'
import { createPrivateFile, readIfThere } from '../private-file.ts'

/**
 * CREW_LEDGER_KEY where it is set (hex of 32 bytes or more, else the text itself), otherwise `<data folder>/ledger.key`,
 * made at the first start. `isNew` is true for the process that made it. Throws ConfigError when the file is damaged.
 */
export async function openLedgerKey(config: {
  ledgerKey: string | undefined
  dataDir: string
}): Promise<{ key: Buffer; isNew: boolean }> {
  if (config.ledgerKey !== undefined) return { key: keyOf(config.ledgerKey), isNew: false }
  const path = ledgerKeyFile(config.dataDir)
  const isNew =
    (await readIfThere(path)) === undefined && (await createPrivateFile(path, randomBytes(32).toString('hex')))
  const text = (await readIfThere(path))?.trim() ?? ''
  if (text.length < 32) {
    throw new ConfigError([
      `${path}: too short to be a key. Restore it from a backup; the ledger cannot be checked without it.`,
    ])
  }
  return { key: keyOf(text), isNew }
}

export function ledgerKeyFile(dataDir: string): string {
  return join(dataDir, 'ledger.key')
}

function keyOf(text: string): Buffer {
  return /^(?:[0-9a-f]{2}){32,}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'utf8')
}
