/**
 * The whole story through the doors as they ship: a ticket makes a customer critical, the team hears of it, asks why, lets
 * the crew propose an offer, and the Chairman changes and approves it. What is asserted lies in Postgres, in the outbox and in
 * Slack's own state.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { testDatabaseUrl } from '../db/test-database.ts'
import { searchFeedback } from '../tools/feedback/search-feedback.ts'
import type { Crew } from '../tools/open-crew.ts'
import { runTool } from '../tools/run-tool.ts'
import { wordsOf } from './bot.fixture.ts'
import { PROPOSAL_ACTIONS } from './messages/proposal.ts'
import type { SlackRig } from './slack.fixture.ts'
import type { SlackSender } from './slack-sender.fixture.ts'
import {
  connectVenture,
  messageSaying,
  openStory,
  type Story,
  samAsksWhy,
  TEAM,
  ticketMakesCritical,
  until,
} from './story.fixture.ts'

let story: Story
let rig: SlackRig
let crew: Crew
let slack: SlackSender
let dataDir: string
beforeAll(async () => {
  story = await openStory({ over: 'http', databaseUrl: testDatabaseUrl() })
  ;({ rig, crew, slack, dataDir } = story)
}, 120_000)
afterAll(() => story?.close())

interface ProposalRow {
  id: string
  label: string
  kind: string
  status: string
}

async function proposals(): Promise<ProposalRow[]> {
  return crew.db.sql<ProposalRow[]>`
    select id, 'P-' || number as label, kind, status from proposals where venture_id = ${crew.db.ventureId} order by number`
}

it(
  'a customer of a venture that is connected stands at risk, and nobody is disturbed',
  () => connectVenture(story),
  60_000,
)

it('a ticket makes it critical: the alert is in the channel within two seconds of the crossing, and sam takes it', async ({
  annotate,
}) => {
  await annotate(await ticketMakesCritical(story))
}, 60_000)

it(
  'sam asks why under the alert and gets the waterfall there, whose number opens its receipt',
  () => samAsksWhy(story),
  60_000,
)

it('what the ticket says is found by its meaning, before the crew ever ran', async () => {
  await until(async () => {
    const { output } = await runTool(searchFeedback, { query: 'too expensive' }, await crew.context())
    expect(JSON.stringify(output)).toContain('simply cannot afford it')
  })
  await slack.command('sam', 'search_feedback query="too expensive"', { channel: TEAM })
  await until(() => expect(rig.shownOnlyTo('sam').map(wordsOf).join('\n')).toContain('simply cannot afford it'))
  expect(await proposals()).toEqual([])
}, 60_000)

let offer: ProposalRow
it('the crew runs from Slack and proposes an offer, which waits for each Chairman with everything to decide on', async () => {
  await slack.command('sam', 'run', { channel: TEAM })
  offer = await until(async () => {
    const found = (await proposals()).find(({ kind }) => kind === 'offer')
    if (!found) throw new Error('no offer yet')
    return found
  })
  for (const who of ['mona', 'chris']) {
    const card = wordsOf(await messageSaying(story, await rig.directMessage(who), new RegExp(offer.label)))
    expect(card).toContain('Acme &lt;!channel&gt;')
    expect(card).toContain('$6,000')
    expect(card).toContain('A month at a lower price')
  }
  expect(await readdir(join(dataDir, 'outbox')).catch(() => [])).not.toContain('email')
}, 120_000)

let changed: ProposalRow
it('mona changes the draft, approves what came of it, and it leaves once; every copy says so', async () => {
  const direct = await rig.directMessage('mona')
  const card = await messageSaying(story, direct, new RegExp(offer.label))
  await slack.press('mona', { channel: direct, message: card }, PROPOSAL_ACTIONS.modify)
  const view = await until(() => {
    const [opened] = rig.views('mona')
    if (!opened) throw new Error('no dialog yet')
    return opened
  })
  await slack.submit('mona', view, { body_1: 'We will halve the next bill, and call you.', reason: 'A call says more' })
  changed = await until(async () => {
    const found = (await proposals()).find(({ kind, id }) => kind === 'offer' && id !== offer.id)
    if (!found) throw new Error('no changed proposal yet')
    return found
  })
  const waiting = await messageSaying(story, direct, new RegExp(`^${changed.label}[\\s\\S]*halve the next bill`))
  const copyOfChris = await messageSaying(story, await rig.directMessage('chris'), new RegExp(`^${changed.label}`))
  const pressed = await slack.press('mona', { channel: direct, message: waiting }, PROPOSAL_ACTIONS.approve)
  await pressed.again()

  for (const who of ['mona', 'chris']) {
    const place = await rig.directMessage(who)
    await messageSaying(story, place, new RegExp(`^${changed.label}[\\s\\S]*Approved\\* by mona`))
    await messageSaying(story, place, new RegExp(`^${offer.label}[\\s\\S]*Changed into ${changed.label}`))
  }
  await until(async () => {
    expect((await proposals()).filter(({ kind }) => kind === 'offer').map(({ status }) => status)).toEqual([
      'superseded',
      'done',
    ])
  })
  // A second press, on what the other Chairman still saw.
  await slack.press(
    'chris',
    { channel: await rig.directMessage('chris'), message: copyOfChris },
    PROPOSAL_ACTIONS.approve,
  )
  await until(() =>
    expect(rig.shownOnlyTo('chris').map(wordsOf).join('\n')).toMatch(
      new RegExp(`${changed.label} was approved by mona`),
    ),
  )
  const touches = await crew.db.sql<{ status: string }[]>`
    select status from touches where venture_id = ${crew.db.ventureId} and channel = 'email'`
  expect(touches.map(({ status }) => status)).toEqual(['sent'])
  expect(await mailsTo('ada@acme.example')).toEqual([expect.stringContaining('halve the next bill')])
}, 120_000)

it('nothing that was said would have been refused by Slack, and nobody was rung', async () => {
  expect(rig.problems).toEqual([])
  const decided = await crew.db.sql`
    select 1 from ledger where venture_id = ${crew.db.ventureId} and entry::json ->> 'event' = 'proposal.decided'`
  expect(decided).toHaveLength(2)
})

/** The mails in the outbox's folder for this address. */
async function mailsTo(address: string): Promise<string[]> {
  const files = await readdir(join(dataDir, 'outbox'), { recursive: true })
  const mails = await Promise.all(
    files.filter((name) => name.endsWith('.eml')).map((name) => readFile(join(dataDir, 'outbox', name), 'utf8')),
  )
  return mails.filter((mail) => mail.includes(address))
}
