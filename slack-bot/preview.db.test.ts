/** Every kind of message, made of a venture's data whose customers have names that Slack would act on. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readConfig } from '../config.ts'
import { openSampleVenture, type SampleVenture } from '../graphs/crew/sample-venture.fixture.ts'
import { type DoorTools, openDoorTools } from '../graphs/door-tools.ts'
import { runTool } from '../tools/run-tool.ts'
import { wordsOf } from './bot.fixture.ts'
import { checkMessage } from './check-message.ts'
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

it('is what Slack takes, within its limits, and rings nobody', () => {
  for (const { caption, message } of drawn)
    expect({ caption, problems: checkMessage(message) }).toEqual({ caption, problems: [] })
  expect(drawn.map(({ caption }) => caption)).toContain('A proposal, to the Chairman')
})

it('shows a name as it is, says which day and by which receipt, and that customers are simulated', () => {
  const [atRisk] = drawn
  const words = wordsOf(atRisk?.message)
  expect(words).toContain('&lt;!channel&gt; ∗')
  expect(words).toMatch(/As of 30 Oct 2026.*Receipt R-\d+.*Simulated/)
})

it('has a receipt to open behind every number that is listed', async () => {
  const values = drawn.flatMap(({ message }) =>
    message.blocks.flatMap((block) =>
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
  const declined = drawn.find(({ caption }) => caption.includes('weather'))
  expect(wordsOf(declined?.message)).toMatch(/You can ask/)
  const unknown = drawn.find(({ caption }) => caption.includes('nobody-of-this-name'))
  expect(wordsOf(unknown?.message)).toMatch(/nobody-of-this-name|no customer/i)
})

it('is drawn as a page in which a name is text', () => {
  const page = renderHtml('In <Slack>', drawn)
  expect(page).toContain('<title>In &lt;Slack&gt;</title>')
  expect(page).not.toContain('<!channel>')
  expect(page).toContain('&lt;!channel&gt;')
})
