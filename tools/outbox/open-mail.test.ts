import { mkdtemp, readdir, readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, expect, test } from 'vitest'
import { createSmtpCarrier } from '../../connectors/mail/smtp-carrier.ts'
import { openMail } from './open-mail.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const mail = (address: string) => ({
  id: '01900000-0000-7000-8000-00000000abcd',
  to: { name: 'Uma, "the" User', address },
  subject: 'Grüße\r\nBcc: everyone@customer.io',
  text: 'Guten Tag.\n.\nEnde',
  writtenAt: new Date('2026-03-02T12:00:00Z'),
})

async function smtp(options: SMTPServerOptions): Promise<{ url: string; received: string[] }> {
  const received: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      let text = ''
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString()
      })
      stream.on('end', () => {
        received.push(text)
        done()
      })
    },
    ...options,
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise((resolve) => server.close(() => resolve())))
  return { url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, received }
}

const dataDir = () => mkdtemp(join(tmpdir(), 'crew-mail-'))

test('a real address goes through the server, with a Message-ID of the touch and no header of somebody’s making', async () => {
  const { url, received } = await smtp({})
  const channel = openMail({ dataDir: await dataDir(), smtpUrl: url, mailFrom: 'success@crew.invalid' })
  const delivery = await channel.carrierFor('uma@customer.io').deliver(mail('uma@customer.io'))
  expect(delivery.outcome).toBe('sent')
  expect(received).toHaveLength(1)
  expect(received[0]).toContain('<01900000-0000-7000-8000-00000000abcd@crew.invalid>')
  expect(received[0]).not.toMatch(/^Bcc:/im)
  channel.close()
})

test.each([
  'uma@acme.invalid',
  'uma@sub.Acme.INVALID',
  'uma@example.com',
  'uma@mail.example.org',
  'uma@box.test',
  'uma@localhost',
])('%s never reaches the server: it is a file, once', async (address) => {
  const { url, received } = await smtp({})
  const folder = await dataDir()
  const channel = openMail({ dataDir: folder, smtpUrl: url, mailFrom: 'success@crew.invalid' })
  const carrier = channel.carrierFor(address)
  expect(carrier.name).toBe('eml')
  expect(await carrier.find?.(mail(address).id)).toBeUndefined()
  await Promise.all([1, 2, 3].map(() => carrier.deliver(mail(address))))
  await carrier.deliver(mail(address))
  expect(await carrier.find?.(mail(address).id)).toContain('.eml')
  expect(await readdir(join(folder, 'outbox'))).toEqual([`${mail(address).id}.eml`])
  expect(await readFile(join(folder, 'outbox', `${mail(address).id}.eml`), 'utf8')).toContain('Guten Tag.')
  expect(received).toEqual([])
  await expect(createSmtpCarrier(url, 'success@crew.invalid').deliver(mail(address))).rejects.toThrow(/reserved/)
  channel.close()
})

function refusal(code: number): Error {
  return Object.assign(new Error('no'), { responseCode: code })
}

test.each([
  ['refused', 'an address the server does not take', { onRcptTo: (_a, _s, done) => done(refusal(550)) }],
  ['not_sent', 'a server that puts it off', { onRcptTo: (_a, _s, done) => done(refusal(451)) }],
  [
    'refused',
    'a server that refuses the text',
    {
      onData: (stream, _s, done) => {
        stream.resume()
        stream.on('end', () => done(refusal(554)))
      },
    },
  ],
] satisfies [string, string, SMTPServerOptions][])('%s: %s', async (outcome, _, options) => {
  const { url } = await smtp(options)
  const carrier = createSmtpCarrier(url, 'success@crew.invalid')
  expect(await carrier.deliver(mail('uma@customer.io'))).toMatchObject({ outcome })
  carrier.close()
})

test('not_sent: nobody listens', async () => {
  const carrier = createSmtpCarrier('smtp://127.0.0.1:1', 'success@crew.invalid')
  expect(await carrier.deliver(mail('uma@customer.io'))).toMatchObject({ outcome: 'not_sent' })
  carrier.close()
})

test('unknown: the line breaks after the text was handed over and before the server answered', async () => {
  let handedOver = ''
  const server = createServer((socket) => {
    const say = (line: string) => socket.write(`${line}\r\n`)
    let isText = false
    say('220 test')
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      const text = chunk.toString()
      if (isText) {
        handedOver += text
        if (handedOver.includes('\r\n.\r\n')) socket.destroy()
      } else if (text.startsWith('DATA')) {
        isText = true
        say('354 go on')
      } else say('250 ok')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise((resolve) => server.close(() => resolve())))
  const carrier = createSmtpCarrier(
    `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    'success@crew.invalid',
  )
  expect(await carrier.deliver(mail('uma@customer.io'))).toMatchObject({ outcome: 'unknown' })
  expect(handedOver).toContain('Guten Tag.')
  carrier.close()
})
