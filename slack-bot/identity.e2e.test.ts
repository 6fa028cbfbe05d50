/** Who a Slack user is here: nobody whom Slack does not say to be a present person of this workspace with a confirmed mail address. */
import { webApi } from '@slack/bolt'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSampleVenture, type SampleVenture } from '../graphs/crew/sample-venture.fixture.ts'
import { addPerson, deactivatePerson, findPerson } from '../tools/people/people.ts'
import { testChairman } from '../tools/test-context.ts'
import { openIdentities } from './identity.ts'
import { posterClientOptions } from './post.ts'
import { openSlackRig, type SlackRig } from './slack.fixture.ts'

let rig: SlackRig
let sample: SampleVenture
const by = { by: testChairman, at: new Date() }
beforeAll(async () => {
  sample = await openSampleVenture('slack-identity', 10)
  rig = await openSlackRig({ people: ['sam', 'gone'].map((name) => ({ name, mail: `${name}@example.com` })) })
  const { db, ledgerKey } = sample.crew
  for (const name of ['sam', 'gone'])
    await addPerson(db, ledgerKey, { name, email: `${name}@example.com`, roles: ['success'] }, by)
}, 120_000)
afterAll(async () => {
  await rig?.close()
  await sample?.close()
})

/** As a process has it that was just started. */
function who(name: string) {
  const client = new webApi.WebClient(rig.botToken, { ...posterClientOptions, slackApiUrl: rig.apiUrl })
  return openIdentities(sample.crew, client, async () => rig.team)(rig.user(name))
}

it('is the person with the mail address of the profile', async () => {
  expect(await who('sam')).toMatchObject({ person: { actor: { name: 'sam', roles: ['success'] } } })
})

it.each([
  ['who was deleted', { deleted: true }, /people only/],
  ['a bot', { is_bot: true }, /people only/],
  ['a stranger', { is_stranger: true }, /of another/],
  ['who is of another workspace', { team_id: 'T0STRANGER' }, /of another/],
  ['who did not confirm the address', { is_email_confirmed: false }, /confirmed mail address/],
])('is not %s', async (_, flags, words) => {
  rig.changeUser('sam', flags)
  expect(await who('sam')).toEqual({ person: null, message: expect.stringMatching(words) })
  rig.changeUser('sam', {})
})

it('is not who was deactivated here, and nobody while Slack does not say', async () => {
  const { db, ledgerKey } = sample.crew
  await deactivatePerson(db, ledgerKey, await findPerson(db, 'gone', new Date()), by)
  expect(await who('gone')).toEqual({ person: null, message: expect.stringContaining('was deactivated here') })
  rig.misbehave('users.info', { status: 500 }, 1)
  await expect(who('sam')).rejects.toMatchObject({ answer: { code: 'unavailable' } })
})
