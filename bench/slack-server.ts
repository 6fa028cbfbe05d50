/**
 * The team's door, and beside it a bare Bolt app that acknowledges and keeps nothing, in a process of their own. Prints where
 * they are; ends when standard input does.
 */
import type { AddressInfo } from 'node:net'
import { App, HTTPReceiver, LogLevel } from '@slack/bolt'
import { readConfig } from '../config.ts'
import { openDoorTools } from '../graphs/door-tools.ts'
import { startSlackBot } from '../slack-bot/start-bot.ts'
import { openCrew } from '../tools/open-crew.ts'

const config = readConfig()
const { slack } = config
if (!slack) throw new Error('SLACK_BOT_TOKEN is not set')
const crew = await openCrew(config)
const tools = await openDoorTools({ crew, config })
const bot = await startSlackBot({ crew, config: { ...config, slack }, tools })
const bare = await serveBare(slack.signingSecret ?? '')
process.stdout.write(`${JSON.stringify({ crew: bot.url, bare: bare.url })}\n`)
process.stdin.resume()
process.stdin.once('end', async () => {
  await bare.close()
  await bot.close()
  await tools.close()
  await crew.close()
})

async function serveBare(signingSecret: string): Promise<{ url: string; close(): Promise<unknown> }> {
  const receiver = new HTTPReceiver({ signingSecret, processBeforeResponse: true, logLevel: LogLevel.ERROR })
  const app = new App({
    receiver,
    authorize: async () => ({ botToken: 'xoxb-bare' }),
    logLevel: LogLevel.ERROR,
    convoStore: false,
  })
  app.event('message', async () => {})
  app.command('/crew', ({ ack }) => ack())
  const server = await receiver.start({ host: '127.0.0.1', port: 0 })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`,
    close: () => receiver.stop(),
  }
}
