/** Who is logged in at this data folder: the token that `crew login` keeps, in a file only its owner can read. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { VentureDb } from '../../db/venture-db.ts'
import { UserError } from '../../errors.ts'
import type { Actor } from '../define-tool.ts'
import { readIfThere, writePrivateFile } from '../private-file.ts'
import { authenticate } from './tokens.ts'

/** By venture id: one data folder may hold several ventures, and a token belongs to one. */
const logins = z.record(z.string(), z.object({ token: z.string() }))

/** Checks the token and keeps it for later commands. Throws `forbidden` when it does not hold. */
export async function login(db: VentureDb, dataDir: string, token: string, now: Date): Promise<Actor> {
  const person = await authenticate(db, token, now)
  const kept = { ...(await readLogins(dataDir)), [db.ventureId]: { token: token.trim() } }
  await writePrivateFile(loginFile(dataDir), JSON.stringify(kept))
  return person
}

/** Forgets the kept token; false when nobody was logged in. */
export async function logout(db: VentureDb, dataDir: string): Promise<boolean> {
  const { [db.ventureId]: mine, ...others } = await readLogins(dataDir)
  if (!mine) return false
  if (Object.keys(others).length === 0) await rm(loginFile(dataDir), { force: true })
  else await writePrivateFile(loginFile(dataDir), JSON.stringify(others))
  return true
}

/** The kept token of this venture. */
export async function keptToken(db: VentureDb, dataDir: string): Promise<string | undefined> {
  return (await readLogins(dataDir))[db.ventureId]?.token
}

async function readLogins(dataDir: string): Promise<z.infer<typeof logins>> {
  const text = await readIfThere(loginFile(dataDir))
  if (text === undefined) return {}
  try {
    return logins.parse(JSON.parse(text))
  } catch {
    throw new UserError({
      code: 'invalid_input',
      message: `${loginFile(dataDir)} is damaged.`,
      fix: 'Delete it and log in again: crew login.',
    })
  }
}

function loginFile(dataDir: string): string {
  return join(dataDir, 'login.json')
}
