/** Every kind of message, made of a venture's data whose customers have names that Slack would act on. */
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readConfig } from '../config.ts'
import { openSampleVenture, type SampleVenture } from '../graphs/crew/sample-venture.fixture.ts'
import { type DoorTools, openDoorTools } from '../graphs/door-tools.ts'
import { runTool } from '../tools/run-tool.ts'
import { wordsOf } from './bot.fixture.ts'
import { checkMessage, checkView } from './check-message.ts'
import { previewMessages } from './preview.ts'
import { type Drawn, renderHtml } from './render-html.ts'

let sample: SampleVenture
let tools: DoorTools
let drawn: Drawn[]
beforeAll(async () => {
  sample = await openSampleVenture('slack-preview', 60)
  const { crew } = sample
  tools = await openDoorTools({ crew, config: readConfig({ CREW_DATA_DIR: crew.dataDir }) })
  await crew.db.sql`
    update customer_versions set name = '<!channel> *' || name || '* & <@U0123>' where venture_id = ${crew.db.ventureId}`
  const run = tools.find('run_crew')
  if (!run) throw new Error('there is no run_crew')
  await runTool(run, { wait: true }, await crew.context())
  drawn = await previewMessages(crew, tools)
}, 120_000)
afterAll(async () => {
  await tools.close()
  await sample.close()
})

/** All that can be read in the first that is meant. */
function said(isMeant: (drawn: Drawn) => boolean): string {
  const found = drawn.find(isMeant)
  return found && 'message' in found ? wordsOf(found.message) : ''
}

it('is what Slack takes, within its limits, and rings nobody', () => {
  for (const each of drawn) {
    const problems = 'view' in each ? checkView(each.view) : checkMessage(each.message)
    expect({ caption: each.caption, problems }).toEqual({ caption: each.caption, problems: [] })
  }
})

it('has every function that makes a message or a dialog, and each dialog and outcome of a proposal', async () => {
  const captions = drawn.map(({ caption }) => caption)
  for (const decision of ['approve', 'reject', 'modify', 'escalate', 'monitor'])
    expect(captions).toEqual(expect.arrayContaining([`The dialog of ${decision}`, `The message, after ${decision}`]))
  expect(captions.filter((caption) => caption.startsWith('An alert'))).toHaveLength(8)
  const made = new Set<string>()
  const folder = fileURLToPath(new URL('.', import.meta.url))
  for await (const file of glob('{messages,approvals}/*.ts', { cwd: folder, exclude: ['**/*.test.ts'] })) {
    const source = await readFile(join(folder, file), 'utf8')
    for (const [, name = ''] of source.matchAll(
      /^export function (\w+)\((?:(?!\n\}\n)[\s\S])*?\): (?:SlackMessage|View) \{/gm,
    ))
      made.add(name)
  }
  const shown = await Promise.all(
    ['preview.ts', 'preview-decisions.ts'].map((file) => readFile(join(folder, file), 'utf8')),
  )
  expect(made.size).toBeGreaterThan(20)
  expect([...made].filter((name) => !shown.join().includes(`${name}(`))).toEqual([])
})

it('shows a name as it is, says which day and by which receipt, and that customers are simulated', () => {
  const words = said(({ caption }) => caption === '/crew at-risk')
  expect(words).toContain('&lt;!channel&gt; ∗')
  expect(words).toMatch(/As of 30 Oct 2026.*Receipt R-\d+.*Simulated/)
})

it('has a receipt to open behind every number that is listed', async () => {
  const own = drawn.filter(({ caption }) => !caption.includes('example'))
  const values = own.flatMap((each) =>
    ('message' in each ? each.message.blocks : []).flatMap((block) =>
      block.type !== 'actions'
        ? []
        : block.elements.flatMap((element) =>
            'options' in element && element.action_id === 'open_receipt'
              ? (element.options ?? []).map(({ value }) => String(value).replace(/#.*$/, ''))
              : [],
          ),
    ),
  )
  expect(values.length).toBeGreaterThan(50)
  const tool = tools.find('get_receipt')
  if (!tool) throw new Error('there is no get_receipt')
  const context = await sample.crew.context()
  for (const receipt of new Set(values.map((value) => value.split('.')[0] ?? ''))) {
    expect((await runTool(tool, { receipt }, context)).output).toMatchObject({ isUnaltered: true })
  }
})

it('says what it does not know, and what to ask instead', () => {
  expect(said(({ caption }) => caption.includes('weather'))).toMatch(/You can ask/)
  expect(said(({ caption }) => caption.includes('nobody-of-this-name'))).toMatch(/nobody-of-this-name|no customer/i)
})

it('is drawn as a page in which a name is text', () => {
  const page = renderHtml('In <Slack>', drawn)
  expect(page).toContain('<title>In &lt;Slack&gt;</title>')
  expect(page).not.toContain('<!channel>')
  expect(page).toContain('&lt;!channel&gt;')
})
