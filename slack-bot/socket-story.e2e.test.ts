/** Nothing installed and no address that Slack can reach: Socket Mode and the embedded database, through the story's first half. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openEmbedded } from '../db/embedded/open-embedded.ts'
import { connectVenture, openStory, type Story, samAsksWhy, ticketMakesCritical } from './story.fixture.ts'

let story: Story
beforeAll(async () => {
  story = await openStory({
    over: 'socket',
    databaseUrl: undefined,
    // Ends with its last client, where one that is used stays a while for the next command.
    prepare: async (dataDir) => {
      const embedded = await openEmbedded(dataDir, { lingerSeconds: 0 })
      return () => embedded.close()
    },
  })
}, 120_000)
afterAll(() => story?.close())

it('is on the embedded database', () => expect(story.crew.database.kind).toBe('embedded'))

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

it('sam asks why under the alert and gets the waterfall there, whose number opens its receipt', async () => {
  await samAsksWhy(story)
  expect(story.rig.problems).toEqual([])
}, 60_000)
