/** What stands between this installation and Slack, each with what to click. */
import { webApi } from '@slack/bolt'
import type { SlackConfig } from '../config.ts'
import { type Check, failed, off, ok, warning } from '../tools/installation/check.ts'
import { quietLogger } from './receive/quiet-logger.ts'
import { botScopes } from './scopes.ts'
import { slackProblem } from './slack-answer.ts'

const APP = 'At api.slack.com/apps open your app'
const REINSTALL = 'then Install App, Reinstall to Workspace'
const MOST_PAGES = 20
const MOST_PEOPLE = 100

export interface SlackSubjects {
  /** `#name`s and `@name`s that alerts go to, with the parameter that names each. */
  recipients: readonly { parameter: string; recipient: string }[]
  people: readonly { name: string; email: string | null; isActive: boolean }[]
}

/** `subjects` is undefined where there is no venture to ask. */
export async function checkSlack(
  slack: SlackConfig | undefined,
  subjects: SlackSubjects | undefined,
): Promise<Check[]> {
  if (!slack) {
    return [
      off(
        'Slack',
        'not connected',
        'At api.slack.com/apps: Create New App, From a manifest, and paste slack-bot/manifest.yaml; its first lines say which tokens go into .env.',
      ),
    ]
  }
  const client = clientOf(slack.botToken, slack)
  const { check, scopes } = await checkBotToken(client, slack)
  const entry = await checkEntry(slack)
  if (check.state === 'failed') return [check, entry]
  const scopeCheck = checkScopes(scopes)
  const rest = subjects ? [...(await checkChannels(client, subjects)), ...(await checkPeople(client, subjects))] : []
  return [check, scopeCheck, entry, ...rest]
}

function clientOf(token: string, { apiUrl }: SlackConfig): webApi.WebClient {
  return new webApi.WebClient(token, {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    retryConfig: { retries: 1, minTimeout: 500 },
    rejectRateLimitedCalls: true,
    timeout: 10_000,
    logger: quietLogger,
  })
}

async function checkBotToken(
  client: webApi.WebClient,
  { teamId }: SlackConfig,
): Promise<{ check: Check; scopes: readonly string[] }> {
  const what = 'Slack bot token'
  try {
    const answer = await client.auth.test()
    const workspace = `${answer.user ?? 'a bot'} in the workspace ${answer.team ?? ''} (${answer.team_id ?? ''})`
    const scopes = answer.response_metadata?.scopes ?? []
    if (answer.bot_id === undefined) {
      const fix = `${APP}, OAuth & Permissions, and copy the Bot User OAuth Token (xoxb-…) into SLACK_BOT_TOKEN.`
      return { check: failed(what, `it is a person's, not a bot's: ${workspace}`, fix), scopes }
    }
    if (teamId !== undefined && answer.team_id !== teamId) {
      const fix = `Set SLACK_TEAM_ID to ${answer.team_id ?? ''}, or install the app in ${teamId} and copy that token.`
      return { check: failed(what, `${workspace}, but SLACK_TEAM_ID is ${teamId}`, fix), scopes }
    }
    return { check: ok(what, workspace), scopes }
  } catch (error) {
    const { kind, problem } = slackProblem(error)
    const fix =
      kind === 'refused'
        ? `${APP}, OAuth & Permissions, Install to Workspace, and copy the Bot User OAuth Token (xoxb-…) into SLACK_BOT_TOKEN.`
        : 'Check that this computer reaches slack.com; status.slack.com says whether Slack works.'
    return { check: failed(what, problem, fix), scopes: [] }
  }
}

function checkScopes(scopes: readonly string[]): Check {
  const missing = Object.keys(botScopes).filter((scope) => !scopes.includes(scope))
  if (missing.length === 0) return ok('Slack scopes', `all ${Object.keys(botScopes).length}`)
  const needs = missing.map((scope) => `${scope} (to ${botScopes[scope]})`).join('; ')
  return failed(
    'Slack scopes',
    `missing: ${needs}`,
    `${APP}, OAuth & Permissions, Scopes, Bot Token Scopes, Add an OAuth Scope: ${missing.join(', ')}; ${REINSTALL}.`,
  )
}

async function checkEntry(slack: SlackConfig): Promise<Check> {
  if (slack.appToken === undefined) {
    const address = `http://127.0.0.1:${slack.port}/slack/events`
    return ok(
      'Slack requests',
      `by HTTP at ${address}; Slack itself must reach your proxy before it: ${APP}, Event Subscriptions, and see that the Request URL says Verified`,
    )
  }
  const what = 'Slack app token'
  try {
    await clientOf(slack.appToken, slack).apps.connections.open({})
    return ok(what, 'Socket Mode can be opened')
  } catch (error) {
    const problem = slackProblem(error)
    if (problem.kind !== 'refused') return failed(what, problem.problem, 'Check that this computer reaches slack.com.')
    const fix =
      problem.code === 'socket_mode_disabled' || problem.code === 'forbidden'
        ? `${APP}, Socket Mode, and turn on Enable Socket Mode.`
        : `${APP}, Basic Information, App-Level Tokens, Generate Token and Scopes with connections:write, and copy it (xapp-…) into SLACK_APP_TOKEN.`
    return failed(what, problem.problem, fix)
  }
}

async function checkChannels(client: webApi.WebClient, { recipients }: SlackSubjects): Promise<Check[]> {
  const wanted = recipients.filter(({ recipient }) => recipient.startsWith('#'))
  if (wanted.length === 0) return []
  const channels = new Map<string, { isMember: boolean; isArchived: boolean }>()
  try {
    let cursor: string | undefined
    for (let page = 0; page < MOST_PAGES; page++) {
      const answer = await client.conversations.list({
        types: 'public_channel,private_channel',
        limit: 1_000,
        ...(cursor ? { cursor } : {}),
      })
      for (const { name, is_member, is_archived } of answer.channels ?? []) {
        if (name) channels.set(name, { isMember: is_member !== false, isArchived: is_archived === true })
      }
      cursor = answer.response_metadata?.next_cursor || undefined
      if (!cursor) break
    }
  } catch (error) {
    return [failed('Slack channels', slackProblem(error).problem, `Add the scopes that are missing; ${REINSTALL}.`)]
  }
  return wanted.map(({ parameter, recipient }) => {
    const what = `Slack channel ${recipient}`
    const channel = channels.get(recipient.slice(1))
    const other = `name another: crew settings set ${parameter}=#channel --reason "…"`
    if (!channel) {
      return failed(
        what,
        'there is none of this name, or it is private and the bot is not in it',
        `In Slack create ${recipient} and type there: /invite @crew; or ${other}.`,
      )
    }
    if (channel.isArchived) return failed(what, 'it is archived', `In Slack unarchive it, or ${other}.`)
    if (!channel.isMember)
      return failed(what, 'the bot is not in it', `In Slack open ${recipient} and type: /invite @crew`)
    return ok(what, `the bot is in it (${parameter})`)
  })
}

/** Whom Slack knows by the address that `crew people` has. */
async function checkPeople(client: webApi.WebClient, { people }: SlackSubjects): Promise<Check[]> {
  const active = people.filter(({ isActive }) => isActive)
  const withMail = active.flatMap(({ name, email }) => (email === null ? [] : [{ name, email }])).slice(0, MOST_PEOPLE)
  const checks: Check[] = []
  let found = 0
  for (const { name, email } of withMail) {
    try {
      await client.users.lookupByEmail({ email })
      found++
    } catch (error) {
      const problem = slackProblem(error)
      if (problem.kind !== 'refused' || problem.code !== 'users_not_found') {
        return [...checks, failed('Slack people', problem.problem, 'Add the scopes that are missing, then try again.')]
      }
      checks.push(
        warning(
          `Slack account of ${name}`,
          `nobody in the workspace has ${email}`,
          `Use the address of their Slack profile: crew people mail "${name}" <address>`,
        ),
      )
    }
  }
  const without = active.filter(({ email }) => email === null).map(({ name }) => name)
  if (without.length > 0) {
    checks.push(
      warning(
        'Slack people',
        `without a mail address: ${without.join(', ')}`,
        'Slack knows people by their address: crew people mail <person> <address>',
      ),
    )
  }
  return found > 0 ? [ok('Slack people', `${found} of ${active.length} are known by mail`), ...checks] : checks
}
