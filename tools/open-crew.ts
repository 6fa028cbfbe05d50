/**
 * Where every door starts: a database, a venture, who is calling, and a context for tools.
 *
 * Who is calling: the person of CREW_TOKEN or of `crew login`. Without either it is the operator at this computer, who
 * sets up, loads data and reads, and decides nothing: whoever has a shell (an assistant too) is not the Chairman.
 */
import { rm } from 'node:fs/promises'
import type { Config } from '../config.ts'
import { connectDatabase, type Database } from '../db/connect.ts'
import { migrate } from '../db/migrate.ts'
import { ledgerHead } from '../db/queries/ledger.ts'
import { latestDataDay } from '../db/queries/status.ts'
import { listVentures, type VentureRow } from '../db/queries/ventures.ts'
import type { VentureDb } from '../db/venture-db.ts'
import { ConfigError, UserError } from '../errors.ts'
import { readDataAndSettings } from './data-and-settings.ts'
import type { Actor, ToolContext, Venture } from './define-tool.ts'
import { createEmbedder } from './feedback/create-embedder.ts'
import { keyId } from './ledger/append-ledger.ts'
import { signLedgerHead } from './ledger/ledger-heads.ts'
import { ledgerKeyFile, openLedgerKey } from './ledger/ledger-key.ts'
import { keptToken } from './people/login.ts'
import { authenticate } from './people/tokens.ts'

/** Loads, refreshes and reads; never decides. */
export const localOperator: Actor = {
  kind: 'system',
  id: 'local_operator',
  name: 'Operator at this computer',
  roles: ['operator', 'analyst', 'success'],
}

export interface Crew {
  database: Database
  db: VentureDb
  venture: Venture
  actor: Actor
  ledgerKey: Buffer
  dataDir: string
  /** The newest day the loaded data speaks of; undefined when nothing was loaded. A door hints `--as-of` when it is old. */
  latestDataOn(): Promise<string | undefined>
  /**
   * A context as of now: `asOf` is the UTC day of `now`, `knownAt` the newest committed batch. A `knownAt` that is given
   * is never later than that batch, so what it shows stays the same when more is loaded.
   */
  context(overrides?: Partial<ToolContext>): Promise<ToolContext>
  /**
   * Calls `heard` when something of this venture is told on `channel` (`batch.recorded`, `score.crossed`, …), and each
   * time the connection is made: what was told while there was none has to be looked for. Returns how to stop.
   */
  listen(channel: string, heard: () => void): Promise<() => Promise<void>>
  /** Notes the ledger's head in the data folder; done hourly by a serving process, and by `close`. */
  signLedgerHead(): Promise<void>
  close(): Promise<void>
}

/** The database, migrated, and the ledger's key: what there is before a venture. */
export interface Premises {
  database: Database
  ledgerKey: Buffer
  isNewLedgerKey: boolean
  ventures(): Promise<Venture[]>
}

export async function openPremises(config: Config): Promise<Premises> {
  const database = await connectDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir })
  try {
    await migrate(database.sql)
    const { key, isNew } = await openLedgerKey(config)
    return {
      database,
      ledgerKey: key,
      isNewLedgerKey: isNew,
      ventures: async () => (await listVentures(database.sql)).map(({ createdAt: _, ...venture }) => venture),
    }
  } catch (error) {
    await database.close()
    throw error
  }
}

/**
 * Opens the venture named by `options.venture`, else CREW_VENTURE, else the only one. Throws `not_found` that lists
 * the ventures, `forbidden` for a token that does not hold, ConfigError for a database or key that cannot be used.
 */
export async function openCrew(
  config: Config,
  options: { venture?: string; asOf?: string; actor?: Actor; premises?: Premises } = {},
): Promise<Crew> {
  const premises = options.premises ?? (await openPremises(config))
  const { database, ledgerKey } = premises
  try {
    const { createdAt, ...venture } = chooseVenture(await listVentures(database.sql), options.venture ?? config.venture)
    const db = database.forVenture(venture.id)
    if (premises.isNewLedgerKey) await checkSameKey(db, ledgerKey, config.dataDir)
    const actor = options.actor ?? (await callerOf(db, config))
    const asOf = options.asOf === undefined ? undefined : checkDay(options.asOf)
    const embedder = await createEmbedder(config.languageModel)

    const context = async (overrides: Partial<ToolContext> = {}): Promise<ToolContext> => {
      const now = overrides.now ?? new Date()
      const isNow = overrides.now === undefined
      const { settings, version, newestBatchAt } = await readDataAndSettings(db, { at: now, isNow })
      const newest = newestBatchAt ?? createdAt
      return {
        db,
        venture,
        actor,
        settings,
        settingsVersion: version,
        asOf: asOf ?? now.toISOString().slice(0, 10),
        now,
        ledgerKey,
        dataDir: config.dataDir,
        embedder,
        installation: { database: database.kind, writer: config.languageModel?.model ?? 'offline' },
        ...overrides,
        knownAt: overrides.knownAt && overrides.knownAt < newest ? overrides.knownAt : newest,
      }
    }
    const sign = () => signLedgerHead(db, ledgerKey, config.dataDir, new Date())
    return {
      database,
      db,
      venture,
      actor,
      ledgerKey,
      dataDir: config.dataDir,
      latestDataOn: () => latestDataDay(db),
      context,
      listen: (channel, heard) =>
        database.listen(channel, (payload) => {
          if (payload === null || payload === venture.id) heard()
        }),
      signLedgerHead: sign,
      close: async () => {
        try {
          await sign()
        } finally {
          await database.close()
        }
      },
    }
  } catch (error) {
    if (!options.premises) await database.close()
    throw error
  }
}

function chooseVenture(ventures: readonly VentureRow[], wanted: string | undefined): VentureRow {
  const names = ventures.map(({ slug }) => slug).join(', ')
  if (wanted !== undefined) {
    const venture = ventures.find(({ slug }) => slug === wanted)
    if (venture) return venture
    throw new UserError({
      code: 'not_found',
      message: 'There is no venture of this name.',
      field: 'venture',
      value: wanted,
      fix: names === '' ? 'Run crew start, or load data with crew import.' : `The ventures are: ${names}.`,
    })
  }
  const [only, ...others] = ventures
  if (only && others.length === 0) return only
  throw new UserError(
    only
      ? {
          code: 'invalid_input',
          message: `This database holds ${ventures.length} ventures.`,
          field: 'venture',
          fix: `Name one with --venture or CREW_VENTURE: ${names}.`,
        }
      : {
          code: 'not_found',
          message: 'There is no venture yet.',
          field: 'venture',
          fix: 'Run crew start for the sample, or load your data with crew import.',
        },
  )
}

async function callerOf(db: VentureDb, config: Config): Promise<Actor> {
  const token = config.token ?? (await keptToken(db, config.dataDir))
  return token === undefined ? localOperator : authenticate(db, token, new Date())
}

/** A key made a moment ago cannot have signed what is in the ledger; going on would mix two keys in one chain. */
async function checkSameKey(db: VentureDb, key: Buffer, dataDir: string): Promise<void> {
  const head = await ledgerHead(db)
  if (!head || head.seq === 0 || head.hash.startsWith(`${keyId(key)}.`)) return
  await rm(ledgerKeyFile(dataDir), { force: true })
  throw new ConfigError([
    `CREW_LEDGER_KEY: the ledger of this venture was signed with a key that is not in ${dataDir}. Copy ledger.key from the data folder of the computer that made the venture, or set CREW_LEDGER_KEY to it.`,
  ])
}

function checkDay(asOf: string): string {
  const at = new Date(`${asOf}T00:00:00Z`)
  if (/^\d{4}-\d{2}-\d{2}$/.test(asOf) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(asOf)) return asOf
  throw new UserError({
    code: 'invalid_input',
    message: 'This is not a day.',
    field: 'asOf',
    value: asOf,
    fix: 'Give it as 2024-12-31.',
  })
}
