import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Command } from 'commander'
import { counted, faint } from '../output.ts'
import { crewCommand, typedPath, withCrew } from '../session.ts'

export function slackCommand(): Command {
  const preview = crewCommand('preview', 'write a page with what the bot would say to you about this venture')
    .option('--out <file>', 'where the page goes (default: slack-preview.html in the data folder)')
    .action((options) =>
      withCrew(options, async (crew, out, config) => {
        const { openDoorTools } = await import('../../graphs/door-tools.ts')
        const { previewMessages } = await import('../../slack-bot/preview.ts')
        const { renderHtml } = await import('../../slack-bot/render-html.ts')
        const tools = await openDoorTools({ crew, config })
        try {
          const messages = await previewMessages(crew, tools)
          const file: string = options.out ?? join(crew.dataDir, 'slack-preview.html')
          await writeFile(file, renderHtml(`${crew.venture.name} in Slack`, messages))
          out.result({ file, messages: messages.map(({ caption }) => caption) }, () => {
            out.line(`${counted(messages.length, 'message')}, nothing sent:`)
            out.line(`  ${typedPath(file)}`)
            out.line(faint('Open the page in a browser.'))
          })
        } finally {
          await tools.close()
        }
      }),
    )
  return new Command('slack').description('the team’s door: what the bot would say').addCommand(preview)
}
