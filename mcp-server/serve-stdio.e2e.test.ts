/** `crew mcp` as a client starts it: a process whose standard output is the wire, and which ends when nobody is left. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { getDefaultEnvironment } from '@modelcontextprotocol/sdk/client/stdio.js'
import { JSONRPCMessageSchema } from '@modelcontextprotocol/sdk/types.js'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { testDatabaseUrl } from '../db/test-database.ts'
import { revokeToken } from '../tools/people/revoke-token.ts'
import { runTool } from '../tools/run-tool.ts'
import { type HttpDoor, initializeRequest, openHttpDoor } from './http-door.fixture.ts'

const LAUNCHER = fileURLToPath(new URL('../cli/crew.js', import.meta.url))

let here: HttpDoor
let noisy: string
const started: ChildProcess[] = []

beforeAll(async () => {
  here = await openHttpDoor()
  noisy = `noisy_${here.crew.venture.id.replaceAll('-', '')}`
  // A database that talks: with each receipt of this venture, and of one tool it refuses them.
  await here.crew.db.sql.unsafe(`
    create function ${noisy}() returns trigger language plpgsql as $$
    begin
      raise notice 'a notice of the database';
      raise warning 'a warning of the database';
      if new.tool = 'get_modes' then raise exception 'words of the database'; end if;
      return new;
    end $$;
    create trigger ${noisy} before insert on receipts for each row
      when (new.venture_id = '${here.crew.venture.id}') execute function ${noisy}()`)
})
afterEach(() => {
  for (const child of started.splice(0)) if (child.exitCode === null) child.kill('SIGKILL')
})
afterAll(async () => {
  await here.crew.db.sql.unsafe(`drop function ${noisy}() cascade`)
  await here.close()
})

interface Answer {
  id?: number
  result?: { isError?: boolean; content?: { text: string }[] }
  error?: { message: string }
}

/** The process, with all it wrote; `ask` sends a request and waits for its answer. */
function start(environment: Record<string, string> = {}, venture = here.crew.venture.slug) {
  const child = spawn(process.execPath, [LAUNCHER, 'mcp', '--venture', venture], {
    env: {
      ...getDefaultEnvironment(),
      DATABASE_URL: testDatabaseUrl(),
      CREW_DATA_DIR: here.dataDir,
      CREW_LEDGER_KEY: 'k'.repeat(32),
      ...environment,
    },
    stdio: 'pipe',
  })
  started.push(child)
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>
  const lines = () => stdout.split('\n').slice(0, -1)
  const ask = async (message: { id: number }): Promise<Answer> => {
    child.stdin.write(`${JSON.stringify(message)}\n`)
    const answers = () => lines().map((line) => JSON.parse(line) as Answer)
    await expect.poll(() => answers().some(({ id }) => id === message.id), { timeout: 30_000 }).toBe(true)
    return answers().find(({ id }) => id === message.id) ?? {}
  }
  return {
    child,
    exited,
    ask,
    lines,
    stderr: () => stderr,
    call: (id: number, name: string, input: object = {}) =>
      ask({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: input } } as { id: number }),
  }
}

test('standard output carries protocol messages only, whatever the database says and whichever tool fails', async () => {
  const mcp = start()
  await mcp.ask(initializeRequest)
  expect((await mcp.call(1, 'get_settings')).result).toMatchObject({ content: expect.anything() })
  const failed = await mcp.call(2, 'get_modes')
  expect(JSON.stringify(failed)).toMatch(/incident I-/)
  expect((await mcp.call(3, 'get_customer', { customer: 'nobody' })).result?.isError).toBe(true)
  expect((await mcp.call(4, 'no_such_tool')).error ?? failed.result).toBeDefined()
  mcp.child.stdin.write('this is no message\n')
  expect((await mcp.call(5, 'get_settings')).result?.isError).toBeFalsy()
  mcp.child.stdin.end()
  expect(await mcp.exited).toEqual([0, null])
  for (const line of mcp.lines()) expect(JSONRPCMessageSchema.safeParse(JSON.parse(line)).error).toBeUndefined()
  expect(mcp.lines().join()).not.toContain('of the database')
  expect(await readFile(join(here.dataDir, 'incidents.jsonl'), 'utf8')).toContain('get_modes')
})

test('what cannot start says why on standard error, and nothing on the wire', async () => {
  const mcp = start({}, 'no-such-venture')
  const [code] = await mcp.exited
  expect([code === 0, mcp.lines()]).toEqual([false, []])
  expect(mcp.stderr()).toContain('There is no venture of this name')
})

test('without a token the caller is EVA, and no operator; a token of another venture opens nothing', async () => {
  const mcp = start()
  await mcp.ask(initializeRequest)
  for (const name of ['create_token', 'refresh_scores', 'complete_task'])
    expect(JSON.stringify(await mcp.call(name.length, name)), name).toMatch(/forbidden.*EVA at this computer has eva/)
  const other = start({ CREW_TOKEN: (await here.addVenture()).token })
  const [code] = await other.exited
  expect([code === 0, other.lines()]).toEqual([false, []])
  expect(other.stderr()).toContain('CREW_TOKEN is a token of the venture')
})

test('a token that is revoked ends with the next call', async () => {
  const mcp = start({ CREW_TOKEN: await here.token('analyst', 'Lent') })
  await mcp.ask(initializeRequest)
  expect((await mcp.call(1, 'get_settings')).result?.isError).toBeFalsy()
  await runTool(revokeToken, { token: 'Lent' }, await here.crew.context())
  const refused = await mcp.call(2, 'get_settings')
  expect(JSON.stringify(refused)).toContain('was revoked on')
  const read = { jsonrpc: '2.0', id: 3, method: 'resources/read', params: { uri: 'crew://parameters' } }
  expect(JSON.stringify(await mcp.ask(read))).toContain('was revoked on')
})

test('it ends by itself when standard input closes, after the answer to what was asked', async () => {
  const mcp = start()
  await mcp.ask(initializeRequest)
  const asked = { jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name: 'get_settings', arguments: {} } }
  mcp.child.stdin.end(`${JSON.stringify(asked)}\n`)
  expect(await mcp.exited).toEqual([0, null])
  expect(mcp.lines().map((line) => (JSON.parse(line) as Answer).id)).toContain(7)
})

test('it ends when its client is gone, without anybody to answer', async () => {
  const mcp = start()
  await mcp.ask(initializeRequest)
  mcp.child.stdout.destroy()
  const asked = { jsonrpc: '2.0', id: 8, method: 'tools/call', params: { name: 'get_settings', arguments: {} } }
  mcp.child.stdin.end(`${JSON.stringify(asked)}\n`)
  expect(await mcp.exited).toEqual([0, null])
  expect(mcp.stderr()).not.toMatch(/EPIPE|\n\s+at /)
})
