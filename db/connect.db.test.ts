/** What a server that cannot be used says: what is wrong, what to do, and never the password. */
import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { readTestConfig } from '../config.ts'
import { ConfigError } from '../errors.ts'
import { createClient } from './client.ts'
import { connectDatabase } from './connect.ts'

const PASSWORD = 'hunter2-secret'
const { databaseUrl: server } = readTestConfig()
if (!server) process.stderr.write('skipped: what only a real server refuses, for TEST_DATABASE_URL is not set\n')

/** The problem that connecting ends with; fails when it connects. */
async function problemOf(databaseUrl: string): Promise<string> {
  const outcome = await connectDatabase({ databaseUrl, dataDir: '/nowhere' }).then(
    (database) => database.close(),
    (error: unknown) => error,
  )
  if (!(outcome instanceof ConfigError)) throw new Error('it connected, or failed with something else')
  const text = outcome.problems.join('\n')
  expect(text).toMatch(/^DATABASE_URL: /)
  expect(`${text} ${outcome.stack}`).not.toContain(PASSWORD)
  return text
}

interface Pretended {
  /** The server refuses the connection with this SQLSTATE. */
  refuses?: string
  versionNumber?: string
  version?: string
  /** Null: the package is not there. */
  vector?: string | null
}

let listening: Server | undefined
const sockets = new Set<Socket>()
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  await new Promise((resolve) => (listening ? listening.close(resolve) : resolve(undefined)))
  listening = undefined
})

const text = (value: string) => Buffer.from(`${value}\0`)
const int16 = (value: number) => Buffer.from([value >> 8, value & 255])
const int32 = (value: number) => {
  const buffer = Buffer.alloc(4)
  buffer.writeInt32BE(value)
  return buffer
}
const message = (type: string, ...parts: Buffer[]) => {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body])
}
const ready = message('Z', Buffer.from('I'))
const failure = (code: string) =>
  message('E', text('SFATAL'), text(`C${code}`), text(`Mrefused, password ${PASSWORD}`), Buffer.from([0]))

function rows(columns: string[], values: (string | null)[]): Buffer {
  const described = columns.map((name) =>
    Buffer.concat([text(name), int32(0), int16(0), int32(25), int16(65535), int32(-1), int16(0)]),
  )
  const cells = values.map((value) =>
    value === null ? int32(-1) : Buffer.concat([int32(Buffer.byteLength(value)), Buffer.from(value)]),
  )
  return Buffer.concat([
    message('1'),
    message('t', int16(0)),
    message('T', int16(columns.length), ...described),
    message('2'),
    ...(values.length > 0 ? [message('D', int16(cells.length), ...cells)] : []),
    message('C', text('SELECT')),
    ready,
  ])
}

/** Speaks as much of the protocol as connecting asks for. */
async function pretend({ refuses, versionNumber = '170002', version = '17.2', vector = '0.8.0' }: Pretended) {
  listening = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    let pending = Buffer.alloc(0)
    let isStarted = false
    let statement = ''
    socket.on('data', (chunk) => {
      pending = Buffer.concat([pending, chunk])
      for (;;) {
        const head = isStarted ? 1 : 0
        if (pending.length < head + 4) return
        const length = pending.readInt32BE(head) + head
        if (pending.length < length) return
        const type = isStarted ? String.fromCharCode(pending[0] ?? 0) : ''
        const body = pending.subarray(head + 4, length)
        pending = pending.subarray(length)
        if (!isStarted) {
          isStarted = true
          socket.write(refuses ? failure(refuses) : Buffer.concat([message('R', int32(0)), ready]))
          if (refuses) socket.end()
        } else if (type === 'P') statement = body.toString()
        else if (type === 'S') socket.write(answer(statement))
      }
    })
  })
  const answer = (statement: string): Buffer => {
    if (statement.includes('server_version_num'))
      return rows(['version', 'version_text', 'vector'], [versionNumber, version, vector])
    if (statement.includes('create extension')) return Buffer.concat([failure('42501'), ready])
    return rows(['one'], [])
  }
  await new Promise<void>((resolve) => listening?.listen(0, '127.0.0.1', resolve))
  const address = listening.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return `postgres://someone:${PASSWORD}@127.0.0.1:${port}/crew`
}

describe('a server that cannot be used', () => {
  test('does not listen', async () => {
    const url = await pretend({})
    await new Promise((resolve) => listening?.close(resolve))
    listening = undefined
    expect(await problemOf(url)).toMatch(/127\.0\.0\.1:\d+\/crew \(connection refused\).*unset DATABASE_URL/)
  })

  test('has no host of that name', async () => {
    expect(await problemOf(`postgres://someone:${PASSWORD}@nowhere.invalid/crew`)).toMatch(
      /nowhere\.invalid:5432\/crew/,
    )
  })

  test.for<[what: string, pretended: Pretended, says: RegExp]>([
    ['refuses the password', { refuses: '28P01' }, /wrong password/],
    ['does not have the database', { refuses: '3D000' }, /no such database/],
    ['is too old', { versionNumber: '140011', version: '14.11' }, /runs Postgres 14\.11; 15 or later/],
    ['lacks the package', { vector: null }, /apt install postgresql-17-pgvector.*CREATE EXTENSION vector/],
    ['has an old pgvector', { vector: '0.4.4' }, /0\.4\.4.*0\.5 or later.*ALTER EXTENSION vector UPDATE/],
    ['may not add the extension', {}, /may not add it.*As a superuser run: CREATE EXTENSION vector/],
  ])('%s', async ([, pretended, says]) => {
    expect(await problemOf(await pretend(pretended))).toMatch(says)
  })
})

describe.skipIf(!server)('a real server', () => {
  const name = `crew_connect_${process.pid}`
  const at = (changes: { user?: string; database: string }) => {
    const url = new URL(server ?? 'postgres://localhost')
    if (changes.user) [url.username, url.password] = [changes.user, PASSWORD]
    url.pathname = `/${changes.database}`
    return url.href
  }

  test('without the database', async () => {
    expect(await problemOf(at({ database: `${name}_absent` }))).toMatch(/no such database/)
  })

  test('where this user may not add the extension, and once a superuser did', async () => {
    const admin = createClient(server ?? '', { max: 1 })
    try {
      await admin.unsafe(`create role ${name} login nosuperuser password '${PASSWORD}'`)
      await admin.unsafe(`create database ${name}`)
      expect(await problemOf(at({ user: name, database: name }))).toMatch(/CREATE EXTENSION vector/)
      const owner = createClient(at({ database: name }), { max: 1 })
      await owner.unsafe('create extension vector')
      await owner.end()
      const database = await connectDatabase({ databaseUrl: at({ user: name, database: name }), dataDir: '/nowhere' })
      expect(database.kind).toBe('server')
      await database.close()
    } finally {
      await admin.unsafe(`drop database if exists ${name} with (force)`)
      await admin.unsafe(`drop role if exists ${name}`)
      await admin.end()
    }
  })
})
