/** One message to one place, in the way that Slack has for it there. */
import type { SlackMessage } from './blocks.ts'
import type { Bot } from './bot.ts'

export type Place =
  /** Posted where all may read it, and edited. */
  | { kind: 'message'; channel: string; thread: string | undefined }
  /** Seen by one person, and not edited. */
  | { kind: 'whisper'; channel: string; user: string; thread: string | undefined }
  /** To the address that came with a command or a press: seen by one person, anywhere, for half an hour, five times. `isBeside`: the message that was pressed stays. */
  | { kind: 'response'; url: string; isBeside: boolean }

export type Delivered =
  | { kind: 'sent'; at: { channel: string; ts: string } }
  | { kind: 'later'; problem: string }
  /** Never there. */
  | { kind: 'refused'; problem: string }

const RESPONSE_TIMEOUT_MS = 10_000

/** With `replacing` that message becomes this one. */
export async function deliver(
  bot: Bot,
  place: Place,
  message: SlackMessage,
  options: { key: string; lookSince: Date | undefined; replacing?: { channel: string; ts: string } | undefined },
): Promise<Delivered> {
  if (place.kind === 'response') return respond(bot, place, message)
  const { key, lookSince, replacing } = options
  const { channel } = place
  if (place.kind === 'whisper') {
    return delivered(await bot.poster.ephemeral(channel, place.user, message, { thread: place.thread }))
  }
  if (replacing) {
    const edited = await bot.poster.update(replacing.channel, replacing.ts, message, { key })
    // Somebody deleted what it would replace.
    if (edited.outcome !== 'failed' || edited.code !== 'message_not_found') return delivered(edited)
  }
  return delivered(await bot.poster.post(channel, message, { thread: place.thread, key, lookSince }))
}

function delivered(outcome: Awaited<ReturnType<Bot['poster']['post']>>): Delivered {
  switch (outcome.outcome) {
    case 'sent':
      return { kind: 'sent', at: { channel: outcome.channel, ts: outcome.ts } }
    case 'retry':
      return { kind: 'later', problem: outcome.problem }
    case 'failed':
      return { kind: 'refused', problem: outcome.problem }
  }
}

async function respond(
  bot: Bot,
  { url, isBeside }: { url: string; isBeside: boolean },
  { text, blocks }: SlackMessage,
): Promise<Delivered> {
  return answerAt(bot, url, { response_type: 'ephemeral', replace_original: !isBeside, text, blocks })
}

/** Posts to a response URL of Slack. Refused when it has run out, or is not Slack's. */
export async function answerAt(bot: Bot, url: string, body: object): Promise<Delivered> {
  if (!isSlacks(bot, url)) return { kind: 'refused', problem: 'the address to answer to is not Slack’s' }
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(RESPONSE_TIMEOUT_MS),
    })
    await response.arrayBuffer()
    if (response.ok) return { kind: 'sent', at: { channel: '', ts: '' } }
    const isLater = response.status === 429 || response.status >= 500
    return { kind: isLater ? 'later' : 'refused', problem: `Slack answers ${response.status}` }
  } catch {
    return { kind: 'later', problem: 'no answer from Slack' }
  }
}

/** The address came signed; still an answer goes to nobody else. */
function isSlacks(bot: Bot, url: string): boolean {
  const { apiUrl } = bot.config.slack
  if (!URL.canParse(url)) return false
  const { hostname, protocol, origin } = new URL(url)
  if (apiUrl !== undefined && origin === new URL(apiUrl).origin) return true
  return protocol === 'https:' && /(^|\.)slack(-gov)?\.com$/.test(hostname)
}
