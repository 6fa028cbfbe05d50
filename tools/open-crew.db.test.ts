import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { uuidv7 } from 'uuidv7'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Config, readConfig } from '../config.ts'
import { testDatabaseUrl } from '../db/test-database.ts'
import { ConfigError } from '../errors.ts'
import { checkLedger } from './ledger/check-chain.ts'
import { ledgerHeadsFile } from './ledger/ledger-heads.ts'
import { type Crew, localOperator, openCrew, openPremises } from './open-crew.ts'
import { login } from './people/login.ts'
import { runTool } from './run-tool.ts'
import { getStatus } from './status/get-status.ts'
import { createVenture } from './ventures/create-venture.ts'

let dataDir: string
let config: Config
let slug: string
let crew: Crew | undefined

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'crew-open-'))
  config = readConfig({ DATABASE_URL: testDatabaseUrl(), CREW_DATA_DIR: dataDir })
  slug = `v-${uuidv7()}`
})
afterEach(async () => {
  await crew?.close()
  crew = undefined
  await rm(dataDir, { recursive: true })
})

async function found(currency = 'EUR'): Promise<string> {
  const premises = await openPremises(config)
  try {
    const { chairmanTokenFile } = await createVenture(
      premises.database,
      { slug, name: 'Acme', currency, timeZone: 'Europe/Berlin', simulated: false },
      { ledgerKey: premises.ledgerKey, dataDir, now: new Date() },
    )
    return chairmanTokenFile
  } finally {
    await premises.database.close()
  }
}

describe('a new venture', () => {
  test('has a Chairman, whose token lies in a file and logs nobody in', async () => {
    const file = await found()
    expect(file).toBe(join(dataDir, 'chairman.token'))
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await stat(join(dataDir, 'ledger.key'))).mode & 0o777).toBe(0o600)

    crew = await openCrew(config, { venture: slug })
    expect(crew.actor).toEqual(localOperator)
    expect(crew.actor.roles).not.toContain('chairman')
    await crew.close()

    crew = await openCrew({ ...config, token: await readFile(file, 'utf8') }, { venture: slug })
    expect(crew.actor).toMatchObject({ kind: 'person', name: 'Chairman', roles: ['chairman'] })
    await login(crew.db, dataDir, await readFile(file, 'utf8'), new Date())
    await crew.close()

    crew = await openCrew({ ...config, venture: slug })
    expect(crew.actor).toMatchObject({ kind: 'person', roles: ['chairman'] })
    expect((await checkLedger(crew.db, crew.ledgerKey, dataDir)).problems).toEqual([])
  })

  test('starts at settings version 1, with nothing known', async () => {
    await found()
    crew = await openCrew(config, { venture: slug })
    const context = await crew.context()
    expect(context.settingsVersion).toBe(1)
    expect(context.asOf).toBe(context.now.toISOString().slice(0, 10))
    expect(context.knownAt <= context.now).toBe(true)
    expect(await crew.latestDataOn()).toBeUndefined()
    const { output, facts } = await runTool(getStatus, {}, context)
    expect(output).toMatchObject({
      venture: { slug, name: 'Acme', currency: 'EUR' },
      latestDataOn: null,
      lastRefresh: null,
      waitingProposals: 0,
      database: 'server',
      writer: 'offline',
    })
    expect(Object.values(output.counts)).toEqual(Array.from({ length: 11 }, () => 0))
    expect(facts.find(({ metric }) => metric === 'newest day in the data')?.text).toBe('no data')
  })

  test.each([
    [{ currency: 'XYZ' }, 'currency'],
    [{ slug: 'Not a slug' }, 'slug'],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
  ])('%o is refused', async (wrong, field) => {
    const premises = await openPremises(config)
    const wanted = { slug, name: 'Acme', currency: 'EUR', timeZone: 'UTC', simulated: false, ...wrong }
    await expect(
      createVenture(premises.database, wanted, { ledgerKey: premises.ledgerKey, dataDir, now: new Date() }),
    ).rejects.toMatchObject({ answer: { code: 'invalid_input', field } })
    await premises.database.close()
  })

  test('a name is taken once', async () => {
    await found()
    await expect(found()).rejects.toMatchObject({ answer: { code: 'conflict', value: slug } })
  })
})

describe('opening', () => {
  test('lists the ventures when none or a wrong one is named', async () => {
    await found()
    await expect(openCrew(config, { venture: 'nowhere' })).rejects.toMatchObject({
      answer: { code: 'not_found', value: 'nowhere', fix: expect.stringContaining(slug) },
    })
    const premises = await openPremises(config)
    expect((await premises.ventures()).map((venture) => venture.slug)).toContain(slug)
    await premises.database.close()
  })

  test('refuses a token that does not hold, and a day that is none', async () => {
    await found()
    await expect(openCrew({ ...config, token: 'crew_no' }, { venture: slug })).rejects.toMatchObject({
      answer: { code: 'forbidden' },
    })
    await expect(openCrew(config, { venture: slug, asOf: '2024-02-30' })).rejects.toMatchObject({
      answer: { code: 'invalid_input', value: '2024-02-30' },
    })
  })

  test('knows what the newest batch brought, and never more', async () => {
    await found()
    crew = await openCrew(config, { venture: slug, asOf: '2024-12-31' })
    const { sql, ventureId } = crew.db
    for (const at of ['2025-01-01T00:00:00.001Z', '2025-01-02T00:00:00.002Z']) {
      await sql`insert into batches (venture_id, recorded_at, id, kind, source, description)
        values (${ventureId}, ${at}, ${uuidv7()}, 'import', 'crm', 'test')`
    }
    expect(await crew.context()).toMatchObject({
      asOf: '2024-12-31',
      knownAt: new Date('2025-01-02T00:00:00.002Z'),
    })
    const at = (knownAt: string) => crew?.context({ knownAt: new Date(knownAt) })
    expect((await at('2030-01-01'))?.knownAt).toEqual(new Date('2025-01-02T00:00:00.002Z'))
    expect((await at('2025-01-01T12:00:00Z'))?.knownAt).toEqual(new Date('2025-01-01T12:00:00Z'))
  })

  test('closing signs the head, once for each head', async () => {
    await found()
    crew = await openCrew(config, { venture: slug })
    await crew.close()
    crew = await openCrew(config, { venture: slug })
    await crew.close()
    const lines = (await readFile(ledgerHeadsFile(dataDir), 'utf8')).trim().split('\n')
    expect(lines).toHaveLength(1)
    crew = await openCrew(config, { venture: slug })
    expect(await checkLedger(crew.db, crew.ledgerKey, dataDir)).toMatchObject({ signedHeadCount: 1, problems: [] })
  })

  test('a data folder without the key of the ledger is refused, and left without a key', async () => {
    await found()
    const elsewhere = await mkdtemp(join(tmpdir(), 'crew-open-'))
    const other = { ...config, dataDir: elsewhere }
    for (const _attempt of [1, 2]) {
      await expect(openCrew(other, { venture: slug })).rejects.toBeInstanceOf(ConfigError)
    }
    crew = await openCrew(
      { ...other, ledgerKey: await readFile(join(dataDir, 'ledger.key'), 'utf8') },
      { venture: slug },
    )
    expect((await checkLedger(crew.db, crew.ledgerKey, elsewhere)).problems).toEqual([])
    await rm(elsewhere, { recursive: true })
  })
})
