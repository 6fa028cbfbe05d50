/**
 * `npm run conformance`: the protocol's own conformance suite, by the requirements of 2025-11-25. All of it against its
 * fixtures behind our transports and token check; what needs no fixtures against the product as it ships; both over stdio
 * too, and the check of a foreign Origin, which the suite does not make. Ends with how many checks passed and failed.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { readConfig } from '../../config.ts'
import { openCrew } from '../../tools/open-crew.ts'
import { createToken } from '../../tools/people/create-token.ts'
import { runTool } from '../../tools/run-tool.ts'
import { serveSessions } from '../serve-http.ts'
import { createEventStore } from './event-store.ts'
import { createFixtureServer } from './fixture-server.ts'
import { type Check, type Place, runSuite } from './run-suite.ts'
import { openTokenProxy } from './token-proxy.ts'

const WITHOUT_FIXTURES = [
  'server-initialize',
  'ping',
  'logging-set-level',
  'tools-list',
  'resources-list',
  'prompts-list',
  'server-sse-multiple-streams',
  'dns-rebinding-protection',
  'server-session-lifecycle',
]
/** Of HTTP, which over stdio is the gateway's and not ours. */
const OF_HTTP = new Set([
  'server-sse-multiple-streams',
  'server-sse-polling',
  'dns-rebinding-protection',
  'server-session-lifecycle',
])
const CUSTOMERS = '40'

const root = fileURLToPath(new URL('../..', import.meta.url))
const launcher = join(root, 'cli/crew.js')
const folder = await mkdtemp(join(tmpdir(), 'crew-conformance-'))
const environment = {
  PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
  CREW_DATA_DIR: join(folder, 'data'),
  CREW_HTTP_PORT: '0',
  CREW_MCP_PORT: '0',
  DATABASE_URL: '',
}
const place: Place = { folder, environment, bin: (name) => join(root, 'node_modules/.bin', name) }
const children = new Set<ChildProcess>()
const checks: Check[] = []

try {
  say('Starting the product on the embedded database')
  const serving = start(process.execPath, [launcher, 'start', '--customers', CUSTOMERS])
  const product = await urlShown(serving)
  const config = readConfig(environment)
  const crew = await openCrew(config)
  try {
    const { token } = (await runTool(createToken, { role: 'eva' }, await crew.context())).output
    await onProduct(product, token)
    await withFixtures(crew, token)
    await overStdio()
  } finally {
    await crew.close()
  }
  serving.kill('SIGINT')
  await once(serving, 'exit')
} finally {
  for (const child of children) child.kill('SIGTERM')
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 500 })
}
const failed = checks.filter(({ status }) => status === 'FAILURE' || status === 'WARNING')
for (const { scenario, id, status, errorMessage } of failed) say(`${status} ${scenario} ${id}: ${errorMessage ?? ''}`)
const passed = checks.filter(({ status }) => status === 'SUCCESS')
process.stdout.write(`${passed.length} passed, ${failed.length} failed\n`)
process.exitCode = failed.length === 0 && passed.length > 0 ? 0 : 1

async function onProduct(url: string, token: string): Promise<void> {
  const proxy = await openTokenProxy(url, token)
  for (const scenario of WITHOUT_FIXTURES) await run(`product over HTTP, ${scenario}`, proxy.url, scenario)
  proxy.close()
  await checkOrigin(url, token)
}

async function withFixtures(crew: Parameters<typeof serveSessions>[0], token: string): Promise<void> {
  const door = await serveSessions(crew, { port: 0, eventStore: createEventStore() }, async () => createFixtureServer)
  const proxy = await openTokenProxy(door.url, token)
  await run('fixtures over HTTP, all that is required', proxy.url)
  proxy.close()
  await door.close()
}

async function overStdio(): Promise<void> {
  const fixtures = await openGateway(`node ${join(root, 'mcp-server/conformance/stdio-fixtures.ts')}`)
  const all = await runSuite(place, fixtures.url)
  add(
    'fixtures over stdio',
    all.filter(({ scenario }) => !OF_HTTP.has(scenario)),
  )
  await fixtures.close()
  const product = await openGateway(`node ${launcher} mcp`)
  for (const scenario of WITHOUT_FIXTURES)
    if (!OF_HTTP.has(scenario)) await run(`product over stdio, ${scenario}`, product.url, scenario)
  await product.close()
}

async function run(what: string, url: string, scenario?: string): Promise<void> {
  add(what, await runSuite(place, url, scenario))
}

function add(what: string, found: Check[]): void {
  const count = (wanted: string[]) => found.filter(({ status }) => wanted.includes(status)).length
  say(`${what}: ${count(['SUCCESS'])} passed, ${count(['FAILURE', 'WARNING'])} failed`)
  checks.push(...found)
}

/** A page of another origin is refused even with a Host that is right; one of this computer is not. */
async function checkOrigin(url: string, token: string): Promise<void> {
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'origin', version: '1' } }
  for (const [origin, wanted] of [
    ['https://evil.example.com', 403],
    ['null', 403],
    [new URL(url).origin, 200],
  ] as const) {
    const { status } = await fetch(url, {
      method: 'POST',
      headers: {
        Origin: origin,
        Authorization: `Bearer ${token}`,
        Accept: 'application/json, text/event-stream',
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params }),
    })
    const isFine = status === wanted
    const errorMessage = isFine ? {} : { errorMessage: `answered ${status} to Origin ${origin}` }
    add(`product over HTTP, Origin ${origin}`, [
      { scenario: 'origin', id: `origin-${wanted}`, status: isFine ? 'SUCCESS' : 'FAILURE', ...errorMessage },
    ])
  }
}

interface Gateway {
  url: string
  close(): Promise<void>
}

/** A process a session, as a client would start them. */
async function openGateway(command: string): Promise<Gateway> {
  const port = await freePort()
  const options = ['--outputTransport', 'streamableHttp', '--stateful', '--port', String(port), '--logLevel', 'none']
  const child = start(place.bin('supergateway'), ['--stdio', command, ...options])
  child.stdout?.resume()
  const url = `http://127.0.0.1:${port}/mcp`
  for (let tries = 0; ; tries++) {
    const isThere = await fetch(url).then(
      () => true,
      () => false,
    )
    if (isThere) break
    if (tries > 300) throw new Error('The gateway did not start.')
    await sleep(100)
  }
  return {
    url,
    async close() {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

function start(command: string, args: string[]): ChildProcess {
  const child = spawn(command, args, { env: environment, stdio: ['ignore', 'pipe', 'ignore'] })
  children.add(child)
  child.once('exit', () => children.delete(child))
  return child
}

async function urlShown(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The product has no output to read.')
  for await (const line of createInterface(child.stdout)) {
    const url = /http:\/\/127\.0\.0\.1:\d+\/mcp/.exec(line)?.[0]
    if (url === undefined) continue
    child.stdout.resume()
    return url
  }
  throw new Error('The product ended without serving.')
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

function say(words: string): void {
  process.stderr.write(`${words}\n`)
}
