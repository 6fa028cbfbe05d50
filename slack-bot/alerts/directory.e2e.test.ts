/** Where a recipient is in Slack. */
import { webApi } from '@slack/bolt'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openReadersOf } from '../channels.ts'
import { createPoster, posterClientOptions } from '../post.ts'
import { openSlackRig, type SlackRig } from '../slack.fixture.ts'
import { openDirectory } from './directory.ts'

let rig: SlackRig
beforeAll(async () => {
  rig = await openSlackRig({
    people: [
      { name: 'clara', mail: 'clara@crew.invalid' },
      { name: 'anna', mail: 'anna@elsewhere.invalid' },
    ],
  })
})
afterAll(() => rig.close())

function find(recipient: string, known: string[], meant: string[] = []) {
  const client = new webApi.WebClient(rig.botToken, { ...posterClientOptions, slackApiUrl: rig.apiUrl })
  const directory = openDirectory({ client, poster: createPoster(client), readersOf: openReadersOf(client) })
  return directory.find(recipient, { meant, known })
}
const nobody = { unreachable: { code: 'user_not_found' } }

it('finds a person by a name only where the address behind it is known here', async () => {
  const claras = { channel: await rig.directMessage('clara') }
  expect(await find('@clara', ['clara@crew.invalid'])).toEqual(claras)
  expect(await find('clara@crew.invalid', ['clara@crew.invalid'], ['clara@crew.invalid'])).toEqual(claras)
  expect(await find('@anna', ['clara@crew.invalid'])).toMatchObject(nobody)
  expect(await find('anna@elsewhere.invalid', ['clara@crew.invalid'], ['anna@elsewhere.invalid'])).toMatchObject(nobody)
})
