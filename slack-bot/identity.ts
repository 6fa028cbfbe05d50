/** Who a Slack user is here: the person of the crew with the mail address that Slack confirmed. No person, no data. */
import type { webApi } from '@slack/bolt'
import { UserError } from '../errors.ts'
import type { Crew } from '../tools/open-crew.ts'
import { personByMail } from '../tools/people/person-by-mail.ts'
import type { Identity } from './bot.ts'
import { KeptFor } from './kept-for.ts'
import { slackProblem } from './slack-answer.ts'

/** Slack allows a hundred such questions a minute. Roles are not kept: they are asked for each time. */
const PROFILES = { ms: 60_000, most: 5_000 }

interface Profile {
  teamId: string | undefined
  mail: string | undefined
  isConfirmed: boolean
  isStranger: boolean
  isGone: boolean
  isBot: boolean
}

export function openIdentities(crew: Crew, client: webApi.WebClient, teamId: () => Promise<string>) {
  const profiles = new KeptFor<Profile>(PROFILES)

  const profileOf = async (slackUser: string): Promise<Profile | undefined> => {
    const known = profiles.get(slackUser)
    if (known) return known
    const profile = await readProfile(client, slackUser)
    if (profile) profiles.set(slackUser, profile)
    return profile
  }

  return async (slackUser: string): Promise<Identity> => {
    const profile = await profileOf(slackUser)
    if (!profile || profile.isGone || profile.isBot) return { person: null, message: 'I answer people only.' }
    if (profile.isStranger || (profile.teamId !== undefined && profile.teamId !== (await teamId()))) {
      return { person: null, message: 'I answer people of one workspace only, and you are of another.' }
    }
    const { mail } = profile
    if (mail === undefined || !profile.isConfirmed) {
      return {
        person: null,
        message:
          'I do not see a confirmed mail address in your Slack profile, and it is how I know people. Confirm it in your profile, then ask again.',
      }
    }
    const actor = await personByMail(crew.db, mail, new Date())
    if (actor === 'deactivated') return { person: null, message: `The person with ${mail} was deactivated here.` }
    if (!actor || actor.roles.length === 0) {
      return {
        person: null,
        message: `I do not know ${mail}. The operator adds you: crew people add "Your Name" --email ${mail} --role success. Then ask again.`,
      }
    }
    return { person: { slackUser, actor } }
  }
}

/** Undefined for a user that Slack does not have. Throws `unavailable` while Slack cannot be asked. */
async function readProfile(client: webApi.WebClient, slackUser: string): Promise<Profile | undefined> {
  try {
    const { user } = await client.users.info({ user: slackUser })
    if (!user) return undefined
    return {
      teamId: user.team_id,
      mail: user.profile?.email,
      isConfirmed: user.is_email_confirmed !== false,
      isStranger: 'is_stranger' in user && user.is_stranger === true,
      isGone: user.deleted === true,
      isBot: user.is_bot === true,
    }
  } catch (error) {
    const problem = slackProblem(error)
    if (problem.kind === 'refused' && problem.code === 'user_not_found') return undefined
    throw new UserError({
      code: 'unavailable',
      message: `Slack does not say who this is: ${problem.problem}.`,
      fix: 'Try again in a minute; crew doctor checks the scopes users:read and users:read.email.',
    })
  }
}
