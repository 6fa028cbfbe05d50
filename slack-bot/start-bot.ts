/** The team's door: a Bolt app over Socket Mode or HTTP, started where its tokens are set. */
import { App, webApi } from '@slack/bolt'
import { ConfigError, UserError } from '../errors.ts'
import type { AlertCarrier } from '../tools/alerts/open-channels.ts'
import { reportBug } from '../tools/incident-log.ts'
import { runTool } from '../tools/run-tool.ts'
import type { Bot, SlackPerson, Workspace } from './bot.ts'
import { openReadersOf } from './channels.ts'
import { openIdentities } from './identity.ts'
import { parts } from './parts.ts'
import { createPoster, posterClientOptions } from './post.ts'
import type { Entry } from './receive/entry.ts'
import { httpEntry } from './receive/http-entry.ts'
import { quietLogger } from './receive/quiet-logger.ts'
import { socketEntry } from './receive/socket-entry.ts'
import { NotDelivered, openWorkQueue } from './receive/work-queue.ts'
import { workspacesNamed } from './receive/workspaces.ts'
import { slackProblem } from './slack-answer.ts'

export interface SlackBot {
  /** Carries alerts whose destination is in Slack. */
  carrier: AlertCarrier | undefined
  /** Where Slack posts its requests; null over Socket Mode. */
  url: string | null
  /** Takes no more, waits for the work in hand, then lets go of everything but the crew. */
  close(): Promise<void>
}

export type SlackBotOptions = Pick<Bot, 'crew' | 'config' | 'tools'>

/**
 * Throws ConfigError for a token that Slack refuses, and the listener's own error where the port is taken. Slack that does
 * not answer keeps nobody from starting: what is asked meanwhile is kept.
 */
export async function startSlackBot({ crew, config, tools }: SlackBotOptions): Promise<SlackBot> {
  const logging = new Set<Promise<unknown>>()
  const onProblem = (error: unknown, where: string) => {
    if (error instanceof UserError) return
    const about = { dataDir: crew.dataDir, at: new Date(), where, ids: { ventureId: crew.venture.id } }
    const log = reportBug(error, about).finally(() => logging.delete(log))
    logging.add(log)
  }
  const { slack } = config
  const client = new webApi.WebClient(slack.botToken, {
    ...posterClientOptions,
    ...(slack.apiUrl === undefined ? {} : { slackApiUrl: slack.apiUrl }),
    logger: quietLogger,
  })
  const workspace = openWorkspace(client, slack.teamId)
  await workspace.check()
  const entry = openEntry(slack, (error) => onProblem(error, 'slack connection'))
  const app = new App({
    receiver: entry.receiver,
    // No call to Slack before a request is acknowledged: who is asking is looked up by the work.
    // Its workspace is left out, or Bolt takes it for that of the request.
    authorize: async () => {
      const { botUserId } = workspace.known()
      return { botToken: slack.botToken, ...(botUserId === undefined ? {} : { botUserId }) }
    },
    ignoreSelf: false,
    logger: quietLogger,
    convoStore: false,
  })
  // Thrown on, so that Slack hears that the request was not taken, and sends it again.
  app.error(async (error) => {
    onProblem(error.original ?? error, 'slack request')
    throw error
  })
  app.use(async ({ body, context, next }) => {
    // Before Slack has said which workspace is ours, what is kept is looked at again when it is done.
    const ours = workspace.known().teamId ?? context.teamId
    if (workspacesNamed(body).every((team) => team === ours)) await next()
  })
  const works = parts.flatMap((part) => part.works ?? [])
  const queue = openWorkQueue(crew, config, works, onProblem)
  const background = new Set<Promise<void>>()
  const readersOf = openReadersOf(client)
  const contextOf: Bot['contextOf'] = ({ actor }: SlackPerson, overrides = {}) =>
    crew.context({ actor, door: 'slack', ...overrides })
  const bot: Bot = {
    crew,
    config,
    tools,
    commands: parts.flatMap((part) => part.commands ?? []),
    app,
    client,
    poster: createPoster(client),
    workspace: workspace.get,
    receive: queue.receive,
    inBackground(work, where) {
      const done = work
        .catch((error: unknown) => {
          if (!(error instanceof NotDelivered)) onProblem(error, where)
        })
        .finally(() => background.delete(done))
      background.add(done)
    },
    takeKept: queue.takeKept,
    giveBackKept: queue.giveBackKept,
    identify: openIdentities(crew, client, async () => (await workspace.get()).teamId),
    contextOf,
    async call(person, name, input, overrides) {
      const tool = tools.find(name)
      if (!tool) throw new Error(`there is no tool ${name}`)
      return runTool(tool, input, await contextOf(person, overrides))
    },
    readersOf,
    isPrivate: (channel) =>
      readersOf(channel).then(
        (readers) => readers === 'members',
        () => false,
      ),
    onProblem,
  }
  for (const part of parts) part.listen?.(bot)

  const stops: (() => Promise<void>)[] = []
  const close = async () => {
    await entry.close()
    await Promise.all(background)
    for (const stop of stops.reverse()) await stop()
    await queue.close()
    await Promise.allSettled(logging)
  }
  try {
    const url = await entry.open()
    await queue.start(bot)
    for (const part of parts) {
      const stop = await part.start?.(bot)
      if (stop) stops.push(stop)
    }
    return { carrier: parts.flatMap((part) => part.carrier?.(bot) ?? [])[0], url, close }
  } catch (error) {
    await close()
    throw error
  }
}

function openEntry(slack: SlackBotOptions['config']['slack'], onProblem: (error: unknown) => void): Entry {
  if (slack.appToken !== undefined) return socketEntry({ appToken: slack.appToken, apiUrl: slack.apiUrl }, onProblem)
  return httpEntry({ signingSecret: slack.signingSecret ?? '', port: slack.port })
}

/** Who the token is. Asked until Slack answers, then known. */
function openWorkspace(client: webApi.WebClient, wantedTeam: string | undefined) {
  let found: Workspace | undefined
  const get = async (): Promise<Workspace> => {
    if (found) return found
    const { team_id: teamId, user_id: botUserId, team } = await client.auth.test()
    if (teamId === undefined || botUserId === undefined) throw new Error('auth.test did not say who this is')
    if (wantedTeam !== undefined && teamId !== wantedTeam) {
      throw new ConfigError([
        `SLACK_TEAM_ID: SLACK_BOT_TOKEN is of the workspace ${team ?? ''} (${teamId}), not of ${wantedTeam}.`,
      ])
    }
    found = { teamId, botUserId }
    return found
  }
  return {
    known: (): Partial<Workspace> => found ?? (wantedTeam === undefined ? {} : { teamId: wantedTeam }),
    async get() {
      try {
        return await get()
      } catch (error) {
        if (error instanceof ConfigError) throw error
        throw new UserError({
          code: 'unavailable',
          message: `Slack does not say which workspace this is: ${slackProblem(error).problem}.`,
          fix: 'Try again in a minute; crew doctor says more.',
        })
      }
    },
    async check() {
      try {
        await get()
      } catch (error) {
        if (error instanceof ConfigError) throw error
        const problem = slackProblem(error)
        if (problem.kind !== 'refused') return
        throw new ConfigError([
          `SLACK_BOT_TOKEN: Slack refuses it (${problem.code}). At api.slack.com/apps, your app, OAuth & Permissions: install it to the workspace and copy the Bot User OAuth Token.`,
        ])
      }
    },
  }
}
