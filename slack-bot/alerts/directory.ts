/** Where a recipient of the routing table is in Slack: the channel of a `#name`, the direct messages of a person. */
import type { Addressees } from '../../tools/alerts/alert-text.ts'
import type { UnreachableCause } from '../../tools/alerts/open-channels.ts'
import type { Bot } from '../bot.ts'
import { KeptFor } from '../kept-for.ts'
import { type SlackProblem, slackProblem } from '../slack-answer.ts'

interface Unreachable {
  unreachable: UnreachableCause
  problem: string
  fix: string
}

export type Found = { channel: string } | Unreachable | { problem: Exclude<SlackProblem, { kind: 'refused' }> }

export interface Directory {
  find(recipient: string, addressees: Addressees): Promise<Found>
  /** The Slack users with these mail addresses, by address in lower case. Those who are not found are left out. */
  usersOf(mails: readonly string[]): Promise<Map<string, string>>
}

const KEPT_MS = 10 * 60_000
const MOST_PEOPLE = 5_000
const MOST_PAGES = 20
const PAGE = 1_000

export function openDirectory({ client, poster, readersOf }: Pick<Bot, 'client' | 'poster' | 'readersOf'>): Directory {
  const people = { ms: KEPT_MS, most: MOST_PEOPLE }
  const users = new KeptFor<{ id: string | undefined }>(people)
  const directs = new KeptFor<string>(people)
  let channels: { byName: Map<string, string>; readAt: number } | undefined

  /** All of them at once, for Slack finds none by name; again when a name is not among them. */
  async function channelNamed(name: string): Promise<string | undefined> {
    const known = channels?.byName.get(name)
    if (known && channels && Date.now() - channels.readAt < KEPT_MS) return known
    const byName = new Map<string, string>()
    let cursor: string | undefined
    for (let page = 0; page < MOST_PAGES; page++) {
      const answer = await client.conversations.list({
        types: 'public_channel,private_channel',
        exclude_archived: true,
        limit: PAGE,
        ...(cursor ? { cursor } : {}),
      })
      for (const { id, name: named } of answer.channels ?? []) if (id && named) byName.set(named, id)
      cursor = answer.response_metadata?.next_cursor || undefined
      if (!cursor) break
    }
    channels = { byName, readAt: Date.now() }
    return byName.get(name)
  }

  async function userOf(mail: string): Promise<string | undefined> {
    const known = users.get(mail)
    if (known) return known.id
    const id = await client.users
      .lookupByEmail({ email: mail })
      .then(({ user }) => (user?.deleted || user?.is_bot ? undefined : user?.id))
      .catch((error: unknown) => {
        const problem = slackProblem(error)
        if (problem.kind === 'refused' && problem.code === 'users_not_found') return undefined
        throw error
      })
    users.set(mail, { id })
    return id
  }

  async function directWith(user: string): Promise<string> {
    const known = directs.get(user)
    if (known) return known
    const { channel } = await client.conversations.open({ users: user })
    if (!channel?.id) throw new Error('conversations.open named no channel')
    directs.set(user, channel.id)
    return channel.id
  }

  /** By the mail address, which Slack confirmed; a name anybody can give themselves, so its mail must be known here. */
  async function personNamed(recipient: string, { meant, known }: Addressees): Promise<string | undefined> {
    for (const mail of meant) {
      const user = known.includes(mail) ? await userOf(mail) : undefined
      if (user) return user
    }
    if (recipient.includes('@', 1)) return undefined
    const name = recipient.replace(/^@/, '')
    for (const mail of known) {
      const user = await userOf(mail)
      if (!user) continue
      const { user: profile } = await client.users.info({ user })
      if (profile?.name === name || profile?.profile?.display_name === name) return user
    }
    return undefined
  }

  return {
    async find(recipient, addressees) {
      try {
        return await poster.watch(async () => {
          if (recipient.startsWith('#')) {
            const channel = await channelNamed(recipient.slice(1))
            if (!channel) return missingChannel(recipient)
            // Asked of this one, for the list is older than what somebody shared a minute ago.
            return (await readersOf(channel)) === 'other_workspaces' ? sharedChannel(recipient) : { channel }
          }
          const user = await personNamed(recipient, addressees)
          return user ? { channel: await directWith(user) } : missingPerson(recipient)
        })
      } catch (error) {
        const problem = slackProblem(error)
        if (problem.kind !== 'refused') return { problem }
        return unreachable(problem.code, problem.problem, recipient)
      }
    },
    async usersOf(mails) {
      const found = new Map<string, string>()
      try {
        for (const mail of new Set(mails.map((each) => each.toLowerCase()))) {
          const user = await userOf(mail)
          if (user) found.set(mail, user)
        }
      } catch (error) {
        // Without it the owner is not named, which is no reason to be silent.
        slackProblem(error)
      }
      return found
    },
  }
}

/** What the words of Slack about a destination ask somebody to do. */
export function unreachable(code: string, problem: string, recipient: string): Unreachable {
  if (TOKEN_CODES.has(code)) {
    return {
      unreachable: { code, concerns: 'everything' },
      problem,
      fix: 'Install the app in the workspace again at https://api.slack.com/apps, put its bot token into SLACK_BOT_TOKEN, start again, and see crew doctor.',
    }
  }
  const named = { code, concerns: 'destination' } as const
  if (code === 'missing_scope') {
    return {
      unreachable: named,
      problem,
      fix: 'Paste slack-bot/manifest.yaml at https://api.slack.com/apps, App Manifest, and install the app again; crew doctor names what is missing.',
    }
  }
  if (code === 'not_in_channel' || code === 'channel_not_found') {
    return { unreachable: named, problem, fix: `In Slack, write /invite @crew in ${recipient}.` }
  }
  return { unreachable: named, problem, fix: `See that the bot may post in ${recipient}, and crew doctor.` }
}

/** The token itself is no longer good: nothing is reached. */
const TOKEN_CODES = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'org_login_required',
  'ekm_access_denied',
  'team_access_not_granted',
])

function missingChannel(recipient: string): Found {
  return {
    unreachable: { code: 'channel_not_found', concerns: 'destination' },
    problem: `the bot sees no channel ${recipient}`,
    fix: `Create it in Slack and write /invite @crew there, or name another: crew settings set <channel>=#name.`,
  }
}

function sharedChannel(recipient: string): Found {
  return {
    unreachable: { code: 'shared_channel', concerns: 'destination' },
    problem: `${recipient} is shared with another workspace, which customers’ affairs are not for`,
    fix: 'Name a channel of your own workspace: crew settings set <channel>=#name.',
  }
}

function missingPerson(recipient: string): Found {
  return {
    unreachable: { code: 'user_not_found', concerns: 'destination' },
    problem: `nobody in Slack is ${recipient} and a person here`,
    fix: 'Add them with the mail address of their Slack profile: crew people add, or name their address: crew settings set chairman_slack_user=name@company.',
  }
}
