/** The bot as it ships, on a small simulated venture, beside a Slack of our own. */
import { readConfig } from '../config.ts'
import { openSampleVenture, type SampleVenture } from '../graphs/crew/sample-venture.fixture.ts'
import { type DoorTools, openDoorTools } from '../graphs/door-tools.ts'
import { addPerson } from '../tools/people/people.ts'
import type { Role } from '../tools/role-matrix.ts'
import { testChairman } from '../tools/test-context.ts'
import { openSlackRig, type RigOptions, type SlackRig } from './slack.fixture.ts'
import type { SlackBotOptions } from './start-bot.ts'
import { type SlackBot, startSlackBot } from './start-bot.ts'

export interface TestBot {
  rig: SlackRig
  sample: SampleVenture
  tools: DoorTools
  /** The bot that runs now. */
  bot: SlackBot
  /** Ends it and starts another, as an upgrade does. */
  restart(): Promise<void>
  stop(): Promise<void>
  options: SlackBotOptions
  close(): Promise<void>
}

export interface TestPerson {
  name: string
  roles: Role[]
}

/** Each person has the mail address `<name>@example.com` in Slack and, with a role, in the crew. */
export async function openTestBot({
  slug,
  people,
  over = 'http',
  customers = 60,
  ...rigOptions
}: {
  slug: string
  people: readonly TestPerson[]
  over?: 'http' | 'socket'
  customers?: number
} & Pick<RigOptions, 'channels' | 'scopes'>): Promise<TestBot> {
  const sample = await openSampleVenture(slug, customers)
  const rig = await openSlackRig({
    ...rigOptions,
    people: people.map(({ name }) => ({ name, mail: `${name}@example.com` })),
  })
  const { crew } = sample
  for (const { name, roles } of people) {
    if (roles.length === 0) continue
    const person = { name, email: `${name}@example.com`, roles }
    await addPerson(crew.db, crew.ledgerKey, person, { by: testChairman, at: new Date() })
  }
  const config = readConfig({ CREW_DATA_DIR: crew.dataDir, ...rig.environment[over] })
  const { slack } = config
  if (!slack) throw new Error('the rig gives no tokens')
  const tools = await openDoorTools({ crew, config })
  const options: SlackBotOptions = { crew, config: { ...config, slack }, tools }
  let bot: SlackBot | undefined = await startSlackBot(options)
  const stop = async () => {
    await bot?.close()
    bot = undefined
  }
  return {
    rig,
    sample,
    tools,
    options,
    get bot() {
      if (!bot) throw new Error('the bot was stopped')
      return bot
    },
    stop,
    async restart() {
      await stop()
      bot = await startSlackBot(options)
    },
    async close() {
      await stop()
      await tools.close()
      await rig.close()
      await sample.close()
    },
  }
}

/** All that can be read in a message. */
export function wordsOf(message: { text: string; blocks: readonly object[] } | undefined): string {
  const texts = (value: unknown): string[] => {
    if (Array.isArray(value)) return value.flatMap(texts)
    if (typeof value !== 'object' || value === null) return []
    return Object.entries(value).flatMap(([key, item]) =>
      key === 'text' && typeof item === 'string' ? [item] : texts(item),
    )
  }
  return message === undefined ? '' : [message.text, ...texts(message.blocks)].join('\n')
}
