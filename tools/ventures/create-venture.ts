/** A new venture: settings at their defaults, every kind of action Manual, a Chairman whose token lies in a file. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import type { Database } from '../../db/connect.ts'
import { deleteUnusedVenture, insertDefaultSettings, insertVenture } from '../../db/queries/ventures.ts'
import { VentureDb } from '../../db/venture-db.ts'
import { UserError } from '../../errors.ts'
import type { Actor, Venture } from '../define-tool.ts'
import { currencyExponent } from '../format.ts'
import { appendLedger } from '../ledger/append-ledger.ts'
import { addPerson } from '../people/people.ts'
import { issueToken } from '../people/tokens.ts'
import { createPrivateFile, writePrivateFile } from '../private-file.ts'
import { defaultSettings } from '../settings/settings.ts'

const newVenture = z.object({
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'small letters, digits and dashes'),
  name: z.string().trim().min(1),
  currency: z
    .string()
    .refine((code) => Intl.supportedValuesOf('currency').includes(code), 'a code of ISO 4217, as USD'),
  timeZone: z.string().refine(isTimeZone, 'a zone of the IANA list, as Europe/Berlin'),
  simulated: z.boolean(),
})

const founder: Actor = { kind: 'system', id: 'setup', name: 'Setup', roles: ['operator'] }

/**
 * Creates the venture and its Chairman in one transaction. The Chairman's token goes into `chairmanTokenFile` and
 * nowhere else; nobody is logged in by it. Absent rows in `action_modes` mean Manual. Throws `conflict` when the slug
 * is taken and `invalid_input` for a currency or time zone that does not exist.
 */
export async function createVenture(
  database: Pick<Database, 'sql'>,
  wanted: z.input<typeof newVenture>,
  secrets: { ledgerKey: Buffer; dataDir: string; now: Date },
): Promise<{ venture: Venture; chairmanTokenFile: string }> {
  const parsed = newVenture.safeParse(wanted)
  if (!parsed.success) throw invalid(parsed.error, wanted)
  const venture: Venture = { id: uuidv7(), ...parsed.data }
  currencyExponent(venture.currency)
  const { ledgerKey: key, now } = secrets
  const result = { token: '' }
  await database.sql.begin(async (tx) => {
    const db = new VentureDb(tx, venture.id)
    if (!(await insertVenture(tx, { ...venture, createdAt: now }))) {
      throw new UserError({
        code: 'conflict',
        message: 'There is a venture of this name already.',
        field: 'slug',
        value: venture.slug,
        fix: 'Choose another short name, or work with the one that is there: --venture.',
      })
    }
    await insertDefaultSettings(db, JSON.stringify(defaultSettings), now)
    const change = { by: founder, at: now }
    await appendLedger(db, key, {
      event: 'venture.created',
      actor: founder,
      at: now,
      ids: { ventureId: venture.id },
      detail: { slug: venture.slug, currency: venture.currency, simulated: venture.simulated, settingsVersion: 1 },
    })
    const chairman = { name: 'Chairman', email: null, roles: ['chairman' as const] }
    const personId = await addPerson(db, key, chairman, change)
    result.token = (await issueToken(db, key, { personId, ...change, expiresAt: null })).token
  })
  return { venture, chairmanTokenFile: await keepToken(secrets.dataDir, venture.slug, result.token) }
}

/** Takes a venture back into which nothing was loaded, its Chairman's token too: a failed first import leaves no trace. */
export async function removeUnusedVenture(db: VentureDb, chairmanTokenFile: string): Promise<void> {
  if (await deleteUnusedVenture(db)) await rm(chairmanTokenFile, { force: true })
}

/** `chairman.token` for the first venture of a data folder, `chairman-<slug>.token` for those after it. */
async function keepToken(dataDir: string, slug: string, token: string): Promise<string> {
  const first = join(dataDir, 'chairman.token')
  if (await createPrivateFile(first, `${token}\n`)) return first
  const own = join(dataDir, `chairman-${slug}.token`)
  await writePrivateFile(own, `${token}\n`)
  return own
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined
  } catch {
    return false
  }
}

function invalid(error: z.ZodError, wanted: z.input<typeof newVenture>): UserError {
  const [issue] = error.issues
  const field = String(issue?.path[0] ?? 'venture')
  return new UserError({
    code: 'invalid_input',
    message: `The ${field} of a venture is not right.`,
    field,
    value: String(Reflect.get(wanted, field)),
    fix: `Give ${issue?.message ?? 'another value'}.`,
  })
}
