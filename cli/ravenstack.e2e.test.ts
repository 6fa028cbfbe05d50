/** Data nobody here wrote, from its files to a decision and the report. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Installation, openInstallation } from './installation.fixture.ts'

const folder = fileURLToPath(new URL('../../shared/data/ravenstack/', import.meta.url))
const mapping = fileURLToPath(new URL('../sample/mappings/ravenstack.yaml', import.meta.url))
const isHere = existsSync(folder)
if (!isHere) process.stderr.write(`skipped: ${folder} is not here\n`)

const files = ['accounts', 'subscriptions', 'feature_usage', 'support_tickets', 'churn_events']
const paths = files.map((file) => join(folder, `${file}.csv`))
/** Records of a file, counted without our reader: none of these files has a line break inside a value. */
const records = (name: string): string[][] =>
  readFileSync(join(folder, `${name}.csv`), 'utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .slice(1)
    .map((line) => line.split(','))

const AS_OF = ['--as-of', '2024-12-31', '--venture', 'ravenstack']
/** Beyond this a person wonders whether it hangs; machines under test are busy. */
const PATIENCE_SECONDS = 30

let here: Installation

beforeAll(async () => {
  here = await openInstallation()
})
afterAll(() => here.stop())

interface Imported {
  batchId: string | null
  entities: Record<string, { read: number; added: number; changed: number; unchanged: number; refused: number }>
}

describe.skipIf(!isHere)('ravenstack', () => {
  test('a broken file loads nothing, names file, line and column, and leaves no venture behind', async () => {
    const broken = join(here.folder, 'accounts.csv')
    const [head = '', ...rows] = readFileSync(join(folder, 'accounts.csv'), 'utf8').split('\n').slice(0, 21)
    const spoilt = rows.map((row, index) => (index < 4 ? row.replace(/\d{2}-\d{2}-\d{4}/, 'soon') : row))
    writeFileSync(broken, [head, ...spoilt].join('\n'))
    const refused = await here.crew('import', broken, '--mapping', mapping)
    expect(refused).toMatchObject({ status: 1, stdout: '' })
    expect(refused.stderr).toContain('4 of 20 rows are refused, more than 5 %')
    const rejected = readFileSync(join(here.dataDir, 'rejected/accounts.csv.rejected.csv'), 'utf8')
    expect(rejected).toContain('signup_date')
    expect(rejected).toContain('soon')
    expect((await here.crew('status')).stderr).toContain('There is no venture yet')
    expect(existsSync(join(here.dataDir, 'chairman.token'))).toBe(false)

    const allowed = await here.crew('import', broken, '--mapping', mapping, '--max-refused', '20', '--venture', 'few')
    expect(allowed.status).toBe(0)
    expect(allowed.stdout).toMatch(/Refused: accounts\.csv:2 signup_date “soon”/)
  })

  test('import makes the venture and loads exactly what the files hold', async () => {
    const loaded = await here.crew('import', ...paths, '--mapping', mapping, '--json')
    expect(loaded.status).toBe(0)
    expect(loaded.seconds).toBeLessThan(PATIENCE_SECONDS)
    expect(loaded.stderr).toContain('every kind of action Manual')
    const { counts } = await here.json<{ counts: Record<string, number> }>('status', '--venture', 'ravenstack')
    const [accounts, subscriptions, usage, tickets, churn] = files.map((file) => records(file).length)
    expect([accounts, subscriptions, usage, tickets, churn]).toEqual([500, 5_000, 25_000, 2_000, 600])
    expect(counts).toMatchObject({
      customers: accounts,
      subscriptions,
      usageEvents: usage,
      supportTickets: tickets,
      churnEvents: churn,
    })
  }, 60_000)

  test('the same files again change nothing', async () => {
    const again = await here.json<Imported>('import', ...paths, '--mapping', mapping)
    expect(again.batchId).toBeNull()
    for (const { read, unchanged } of Object.values(again.entities)) expect(unchanged).toBe(read)
  }, 60_000)

  test('the crew files proposals as of the data’s last day', async () => {
    const ran = await here.crew('run', ...AS_OF)
    expect({ status: ran.status, stdout: ran.stdout }).toMatchObject({ status: 0 })
    expect(ran.seconds).toBeLessThan(PATIENCE_SECONDS)
    expect(ran.stdout).toMatch(/filed [1-9]\d* proposals/)
    expect(ran.stdout).toContain('npx crew approvals --venture ravenstack')
  }, 60_000)

  test('a decision after a restart becomes a task: nobody there has a mail address', async () => {
    const of = ['--venture', 'ravenstack']
    const { proposals } = await here.json<{ proposals: { proposal: string }[] }>('approvals', ...of)
    const proposal = proposals[0]?.proposal ?? ''
    const holder = here.holderPid()
    if (holder !== undefined) process.kill(holder, 'SIGKILL')
    // The other venture of this folder was first, so this one's token has its name.
    const token = join(here.dataDir, 'chairman-ravenstack.token')
    expect((await here.crew('login', '--token-file', token, ...of)).status).toBe(0)
    const decided = await here.json<{ proposal: { status: string; tasks: unknown[]; touches: { channel: string }[] } }>(
      ...['approve', proposal, '--reason', 'Call them', ...of],
    )
    expect(decided.proposal.status).toBe('executing')
    expect(decided.proposal.tasks).toHaveLength(1)
    expect(decided.proposal.touches.map(({ channel }) => channel)).not.toContain('email')
    expect(existsSync(join(here.dataDir, 'outbox'))).toBe(false)
    const done = await here.crew('done', proposal, '--note', 'Called', ...of)
    expect(done).toMatchObject({ status: 0, stderr: '' })
  })

  test('the report’s headline counts are those of the files', async () => {
    const { stdout, status } = await here.crew('report', '--print', '--venture', 'ravenstack')
    expect(status).toBe(0)
    expect(stdout.includes('Call them'), 'the reason').toBe(true)
    const measure = (name: string) => new RegExp(`\\| ${name} \\| \\[([^\\]]+)\\]`).exec(stdout)?.[1]
    expect(measure('Customers')).toBe(String(records('accounts').length))
    // Active on the last day and paid: started by then and not ended, trials left out.
    const [start, end, mrr, isTrial] = [2, 3, 6, 8]
    const day = (text: string | undefined) => (text ?? '').split(' ')[0]?.split('-').reverse().join('-') ?? ''
    const monthly = records('subscriptions')
      .filter((row) => row[isTrial] === 'FALSE' && day(row[start]) <= '2024-12-31')
      .filter((row) => row[end] === '' || day(row[end]) > '2024-12-31')
      .reduce((sum, row) => sum + Number(row[mrr]), 0)
    expect(measure('Monthly revenue \\(MRR\\)')?.replaceAll(/[\\$,]/g, '')).toBe(String(monthly))
  })
})
