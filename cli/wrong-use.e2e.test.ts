/** Mistakes: 2 for wrong use, 1 for what is refused or fails, the reason and the remedy on stderr, never a stack. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addCommands } from './commands/all.ts'
import { type Finished, type Installation, openInstallation } from './installation.fixture.ts'

let here: Installation
beforeAll(async () => {
  here = await openInstallation()
})
afterAll(() => here.stop())

const file = (name: string, text: string): string => {
  const path = join(here.folder, name)
  writeFileSync(path, text)
  return path
}

function expectMistake({ status, stdout, stderr }: Finished, expected: { status: number; says: RegExp }, name: string) {
  expect({ name, status, stdout }).toEqual({ name, status: expected.status, stdout: '' })
  expect(stderr).toMatch(expected.says)
  expect(stderr).not.toMatch(/^\s+at |node:internal|Error:/m)
}

test('wrong use exits with 2 and says what is wrong, without a database', async () => {
  const mistakes: [line: string, says: RegExp][] = [
    ['nonsense', /unknown command 'nonsense'/],
    ['statsu', /Did you mean status/],
    ['status --nonsense', /unknown option '--nonsense'/],
    ['status extra', /too many arguments/],
    ['status --as-of 2024-02-30', /Give a day as 2024-12-31/],
    ['customers --limit many', /Give a whole number from 1 to 500/],
    ['customers --status happy', /Allowed choices are healthy/],
    ['customer', /missing required argument/],
    ['why', /not said whose score.* Give a customer/],
    ['why C00001 --all', /three questions/],
    ['approve P-1001', /required option '--reason/],
    ['modify P-1001 --reason x --discount-percent much', /Give a number from 0 to 100/],
    ['mode set letter auto --reason x', /Allowed choices are message/],
    ['people add Ann --role boss', /Allowed choices are chairman/],
    ['feedback --from yesterday', /Give a day/],
    ['import accounts.csv', /required option '--mapping/],
    ['sample --end-on someday', /Give a day/],
  ]
  for (const [line, says] of mistakes) {
    const finished = await here.crew(...line.split(' '))
    expectMistake(finished, { status: 2, says }, line)
    expect(finished.stderr).toContain('--help')
  }
  const [line, says] = mistakes[0] ?? ['', /nothing/]
  expectMistake(await here.launch({}, ...line.split(' ')), { status: 2, says }, line)
  expect(here.holderPid()).toBeUndefined()
})

describe('what cannot be done exits with 1 and names the remedy', () => {
  test.for<[line: string, says: RegExp]>([
    ['status', /no venture yet[\s\S]*crew start/],
    ['start --once --venture nowhere', /no venture of this name/],
    ['import missing.csv --mapping missing.yaml', /mapping missing\.yaml cannot be read/],
    ['import missing.csv --mapping odd.yaml', /source: is missing/],
    ['import accounts.csv --mapping good.yaml', /accounts\.csv/],
    ['import accounts.csv --mapping good.yaml --currency XXL', /currency[\s\S]*ISO 4217/],
  ])('%s', async ([line, says]) => {
    file('odd.yaml', 'files: {}\n')
    file(
      'good.yaml',
      'source: acme\nfiles: { accounts.csv: { customers: { external_id: id, name: name, signed_up_at: since } } }\n',
    )
    expectMistake(await here.crew(...line.split(' ')), { status: 1, says }, line)
  })

  test('a server that does not answer', async () => {
    const port = await closedPort()
    const env = { DATABASE_URL: `postgres://someone:hunter2@127.0.0.1:${port}/crew` }
    const finished = await here.launch(env, 'status')
    expectMistake(
      finished,
      { status: 1, says: /DATABASE_URL[\s\S]*connection refused[\s\S]*unset DATABASE_URL/ },
      'refused',
    )
    expect(finished.stderr).not.toContain('hunter2')
  })

  test('a data folder that is a file', async () => {
    const env = { CREW_DATA_DIR: file('not-a-folder', ''), DATABASE_URL: '' }
    expectMistake(await here.launch(env, 'status'), { status: 1, says: /CREW_DATA_DIR/ }, 'not a folder')
  })

  test('every mistake in .env at once', async () => {
    const folder = join(here.folder, 'configured')
    mkdirSync(folder)
    const env = { DATABASE_URL: 'mysql://x', CREW_LEDGER_KEY: 'short', OPENAI_TIMEOUT_SECONDS: 'soon' }
    const finished = await here.launch(env, 'status')
    expectMistake(
      finished,
      { status: 1, says: /DATABASE_URL[\s\S]*CREW_LEDGER_KEY[\s\S]*OPENAI_TIMEOUT_SECONDS/ },
      '.env',
    )
  })
})

test('every command, argument and option says what it is for', async () => {
  const program = new Command()
  await addCommands(program)
  const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)]
  for (const command of program.commands.flatMap(all)) {
    const name = command.name()
    expect({ name, description: command.description() }).not.toEqual({ name, description: '' })
    for (const option of command.options) expect(`${name} ${option.description}`).not.toBe(`${name} `)
  }
})

test('a command that is called loads without the others', async () => {
  const everything = new Command()
  await addCommands(everything)
  for (const name of everything.commands.map((command) => command.name())) {
    const program = new Command()
    await addCommands(program, name)
    const loaded = program.commands.map((command) => command.name())
    expect(loaded).toContain(name)
    expect({ name, isAlone: loaded.length < 6 }).toEqual({ name, isAlone: true })
  }
})

test('--help of a command exits with 0 and shows its options', async () => {
  const { status, stdout, stderr } = await here.launch({}, 'approvals', '--help')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toContain('--status')
})

async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}
