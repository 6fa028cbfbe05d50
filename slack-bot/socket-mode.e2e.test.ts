/** The same bot over Socket Mode: a connection that breaks, a token that is refused, a Slack that is not there. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { readConfig } from '../config.ts'
import { ConfigError } from '../errors.ts'
import { openTestBot, type TestBot, wordsOf } from './bot.fixture.ts'
import { startSlackBot } from './start-bot.ts'

let test: TestBot
beforeAll(async () => {
  test = await openTestBot({ slug: 'slack-socket', people: [{ name: 'sam', roles: ['success'] }], over: 'socket' })
})
afterAll(() => test.close())

async function answers(atLeast: number): Promise<string[]> {
  const channel = await test.rig.directMessage('sam')
  return vi.waitFor(
    async () => {
      const own = (await test.rig.messages(channel)).filter(({ user }) => user === test.rig.botUser)
      const said = own.map(wordsOf).filter((words) => !/^(Looking|One moment)/.test(words))
      expect(said.length).toBeGreaterThanOrEqual(atLeast)
      return said
    },
    { timeout: 20_000, interval: 25 },
  )
}

it('answers a direct message, and acknowledges it only when it is kept', async () => {
  expect(test.bot.url).toBeNull()
  const slack = await test.rig.overSocket()
  expect((await slack.directMessage('sam', 'help')).status).toBe(200)
  const [{ count } = { count: 0 }] = await test.sample.crew.db.sql<{ count: number }[]>`
    select count(*) from slack_requests where venture_id = ${test.sample.crew.venture.id}`
  expect(count).toBe(1)
  expect((await answers(1))[0]).toMatch(/\/crew why/)
})

it('opens the connection again when it breaks', async () => {
  test.rig.dropSockets()
  const slack = await test.rig.overSocket()
  await slack.directMessage('sam', 'at-risk')
  expect((await answers(2)).at(-1)).toMatch(/attention/)
})

it('starts while Slack is down, and answers when it is back', async () => {
  const back = test.rig.misbehave('*', 'unreachable')
  await test.restart()
  back()
  const slack = await test.rig.overSocket()
  await slack.directMessage('sam', 'help')
  expect(await answers(3)).toHaveLength(3)
})

it('does not start with a token that Slack refuses, and says what to click', async () => {
  const refused = async (environment: Record<string, string>) => {
    const { slack, ...config } = readConfig({ ...test.rig.environment.socket, ...environment })
    if (!slack) throw new Error('no tokens')
    return startSlackBot({ ...test.options, config: { ...config, slack } }).then(
      async (bot) => {
        await bot.close()
        throw new Error('it started')
      },
      (error: unknown) => error,
    )
  }
  const bot = await refused({ SLACK_BOT_TOKEN: 'xoxb-somebody-elses' })
  expect(bot).toBeInstanceOf(ConfigError)
  expect(String(bot)).toMatch(/SLACK_BOT_TOKEN: Slack refuses it \(invalid_auth\).*OAuth & Permissions/)
  const app = await refused({ SLACK_APP_TOKEN: 'xapp-somebody-elses' })
  expect(String(app)).toMatch(/SLACK_APP_TOKEN: Slack refuses it.*App-Level Tokens/)
  const team = await refused({ SLACK_TEAM_ID: 'T0OTHER' })
  expect(String(team)).toMatch(/SLACK_TEAM_ID/)
})
