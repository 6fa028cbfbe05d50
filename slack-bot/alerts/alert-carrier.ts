/** Carries alerts into Slack: once each, in one thread a customer, and kept true while people take them. */
import type { OutgoingAlert } from '../../tools/alerts/alert-text.ts'
import type { AlertCarrier, AlertDelivery } from '../../tools/alerts/open-channels.ts'
import type { SlackMessage } from '../blocks.ts'
import type { Bot } from '../bot.ts'
import { alertMessage } from '../messages/alert.ts'
import type { PostOutcome } from '../post.ts'
import { slackProblem } from '../slack-answer.ts'
import { type Directory, openDirectory, unreachable } from './directory.ts'

/** After this what Slack cannot say now is asked again. */
const ASK_AGAIN_MS = 30_000

export function openAlertCarrier(bot: Pick<Bot, 'client' | 'poster' | 'readersOf'>): AlertCarrier {
  const { poster } = bot
  const directory = openDirectory(bot)
  return {
    name: 'slack',
    readBy: 'people',
    looksFirst: true,
    heldUntil: () => poster.downUntil(),
    async deliver(alert) {
      const { destination, inFull, id: key } = alert
      // Who owns the account is asked beside where it goes: an alert is told within two seconds.
      const [found, message] = await Promise.all([
        directory.find(destination.recipient, inFull.addressees),
        written(alert, directory),
      ])
      if ('unreachable' in found) {
        return { outcome: 'unreachable', cause: found.unreachable, problem: found.problem, fix: found.fix }
      }
      if ('problem' in found) {
        const waitMs = found.problem.kind === 'limited' ? found.problem.afterMs : ASK_AGAIN_MS
        // Nothing was posted by this attempt; whether one before it was stays open.
        const until = new Date(alert.attemptedAt.getTime() + waitMs)
        return { outcome: 'put_off', until, problem: found.problem.problem, mayHaveLeft: false }
      }
      const { channel } = found
      const options = { key, lookSince: inFull.mayHaveLeftAt ?? undefined }
      const thread = threadIn(channel, inFull.thread)
      const outcome = await poster.post(channel, message, {
        ...options,
        ...(thread === undefined ? {} : { thread, broadcast: isUrgent(alert) }),
      })
      // Somebody deleted the message that the thread hung on.
      if (thread !== undefined && outcome.outcome === 'failed' && THREAD_GONE.has(outcome.code)) {
        return delivery(await poster.post(channel, message, options), destination.recipient)
      }
      return delivery(outcome, destination.recipient, thread)
    },
    async revise(alert, reference) {
      const { channel, ts } = placeOf(reference)
      const readers = await readersNow(bot, channel)
      // Another workspace reads it by now: what it says it has said, and it says no more.
      if (readers === 'other_workspaces' || readers === 'gone') return 'gone'
      if (readers === 'unknown') return 'later'
      const outcome = await poster.update(channel, ts, await written(alert, directory))
      if (outcome.outcome === 'sent') return 'revised'
      return outcome.outcome === 'retry' ? 'later' : 'gone'
    },
  }
}

async function readersNow({ poster, readersOf }: Pick<Bot, 'poster' | 'readersOf'>, channel: string) {
  try {
    return await poster.watch(() => readersOf(channel))
  } catch (error) {
    return slackProblem(error).kind === 'refused' ? 'gone' : 'unknown'
  }
}

const THREAD_GONE = new Set(['thread_not_found', 'message_not_found', 'invalid_thread_ts', 'cannot_reply_to_message'])

function delivery(outcome: PostOutcome, recipient: string, thread?: string): AlertDelivery {
  switch (outcome.outcome) {
    case 'sent':
      return {
        outcome: 'sent',
        reference: `${outcome.channel}/${outcome.ts}`,
        ...(thread === undefined ? {} : { thread: `${outcome.channel}/${thread}` }),
      }
    case 'retry':
      return { outcome: 'put_off', until: outcome.at, problem: outcome.problem, mayHaveLeft: outcome.mayHaveLeft }
    case 'failed': {
      const { code, problem } = outcome
      if (code === 'may_have_left') return { outcome: 'unknown', problem }
      const { unreachable: cause, fix } = unreachable(code, problem, recipient)
      return { outcome: 'unreachable', cause, problem, fix }
    }
  }
}

async function written(alert: OutgoingAlert, directory: Directory): Promise<SlackMessage> {
  const owners = alert.inFull.details.flatMap(({ ownerEmail }) => (ownerEmail === null ? [] : [ownerEmail]))
  return alertMessage(alert, alert.alertCount > 1 ? new Map() : await directory.usersOf(owners))
}

function isUrgent({ inFull }: OutgoingAlert): boolean {
  return inFull.details.some(({ severity }) => severity === 'high')
}

/** Our reference of a message: `C123/1700000000.000100`. */
function placeOf(reference: string): { channel: string; ts: string } {
  const [channel = '', ts = ''] = reference.split('/')
  return { channel, ts }
}

/** The setting may name another channel since; a thread stays where it is. */
function threadIn(channel: string, thread: string | null): string | undefined {
  if (thread === null) return undefined
  const place = placeOf(thread)
  return place.channel === channel ? place.ts : undefined
}
