import { createHmac } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addCustomer, openStage, type Stage } from '../proposals/proposal.fixture.ts'
import { alertAbout } from './alert.fixture.ts'
import { dispatchAlerts } from './dispatch-alerts.ts'
import { openChannels } from './open-channels.ts'
import { raiseAlert } from './raise-alert.ts'

let stage: Stage
const closing: (() => Promise<void>)[] = []
beforeEach(async () => {
  stage = await openStage()
})
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
  await stage.close()
})

const filesWritten = async () =>
  (await readdir(join(stage.dataDir, 'outbox', 'alerts')).catch(() => [])).map((name) => name.split('.').at(-1)).sort()

test('without anything set up, chat is a Markdown file and mail an .eml', async () => {
  const channels = openChannels({
    dataDir: stage.dataDir,
    smtpUrl: undefined,
    mailFrom: 'x@crew.invalid',
    alertWebhook: undefined,
  })
  const customer = await addCustomer(stage.db)
  await raiseAlert(await stage.context(), alertAbout(customer.id))
  await dispatchAlerts(await stage.context(), channels)
  expect(await filesWritten()).toEqual(['eml', 'md'])
})

test('with a server and a webhook: mail by SMTP, chat as signed JSON, once each; nobody’s addresses stay files', async () => {
  const mails: string[] = []
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      mails.push(session.envelope.rcptTo.map(({ address }) => address).join())
      stream.resume()
      stream.on('end', () => done())
    },
  })
  smtp.on('error', () => {})
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise((resolve) => smtp.close(() => resolve())))

  const posts: { for: string; alerts: { alert: string }[]; isSigned: boolean }[] = []
  const secret = 'a secret of some length'
  const http = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString()
    })
    request.on('end', () => {
      const signed = createHmac('sha256', secret).update(`${request.headers['x-crew-timestamp']}.${body}`).digest('hex')
      posts.push({ ...JSON.parse(body), isSigned: request.headers['x-crew-signature'] === `v1=${signed}` })
      response.end()
    })
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise((resolve) => http.close(() => resolve())))

  const channels = openChannels({
    dataDir: stage.dataDir,
    smtpUrl: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    mailFrom: 'x@crew.invalid',
    alertWebhook: { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/`, secret },
  })
  closing.push(async () => channels.close())
  const context = await stage.context()
  const settings = { ...context.settings, opsEmail: 'ops@acme.io' }
  const { label } = await raiseAlert({ ...context, settings }, alertAbout(null))
  await raiseAlert({ ...context, settings }, alertAbout(null, { kind: 'crm_sync_failed' }))
  // The Chairman's address is still the one that settings begin with, at a domain which is a stranger's.
  await raiseAlert({ ...context, settings }, alertAbout(null, { kind: 'nps_negative' }))
  await Promise.all([1, 2, 3].map(() => dispatchAlerts({ ...context, settings }, channels)))
  expect(mails).toEqual(['ops@acme.io'])
  expect(posts.map((post) => post.for).sort()).toEqual(['#customer-success-urgent', '@chairman'])
  expect(posts.every(({ isSigned }) => isSigned)).toBe(true)
  expect(posts.find((post) => post.for.startsWith('#'))?.alerts).toMatchObject([{ alert: label, customerId: null }])
  expect(await filesWritten()).toEqual(['eml'])
})
