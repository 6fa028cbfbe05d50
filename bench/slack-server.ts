/** The team's door in a process of its own; prints where it is, and ends when standard input does. */
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
process.stdout.write(`${bot.url}\n`)
process.stdin.resume()
process.stdin.once('end', async () => {
  await bot.close()
  await tools.close()
  await crew.close()
})
