/** Puts messages together from what waits: one an alert, or one a storm. */
import { uuidv7 } from 'uuidv7'
import {
  alertsInMessage,
  lockAlertMessages,
  queueSingleMessage,
  queueStormMessage,
  setMessageText,
  type WaitingAlertRow,
  type WaitingGroupRow,
  waitingAlerts,
  waitingGroups,
} from '../../db/queries/alert-deliveries.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { alertLabel, type Destination } from './alert-kinds.ts'
import { type AlertForText, NAMED_IN_STORM, singleText, stormText } from './alert-text.ts'
import type { DispatchContext } from './dispatch-context.ts'
import { parseFacts, parseKind, parseSeverity } from './find-alert.ts'
import { leaveOutMuted } from './mutes.ts'
import type { AlertCarrier, AlertChannels } from './open-channels.ts'

interface StormLimits {
  /** Messages of one kind to one destination within a minute; what comes beyond them is folded into one. */
  singlesAMinute: number
  /** Between two messages of a storm that goes on. Under a minute, for that is how soon an alert is told. */
  secondsBetween: number
}

const stormLimits: StormLimits = { singlesAMinute: 5, secondsBetween: 30 }

const MINUTE = 60_000

interface Written {
  /** When a storm that is held back may be told; null when nothing is. */
  heldUntil: Date | null
  /** Something waits for a message before it to get through. */
  isBehind: boolean
  /** Alerts that all who were to hear have muted, so that the next hear at once. */
  hastened: number
}

export async function writeMessages(context: DispatchContext, channels: AlertChannels, now: Date): Promise<Written> {
  const { db, venture } = context
  const since = new Date(now.getTime() - MINUTE)
  if ((await waitingGroups(db, { now, since })).length === 0) return { heldUntil: null, isBehind: false, hastened: 0 }
  return db.transaction(async (tx) => {
    await lockAlertMessages(tx)
    const hastened = await leaveOutMuted({ ...context, db: tx }, now)
    let heldUntil: Date | null = null
    let isBehind = false
    for (const group of await waitingGroups(tx, { now, since })) {
      const { readBy } = channels.carrierFor(destinationOf(group))
      const plan = planGroup(group, { now, readBy })
      if (plan.how === 'hold') {
        isBehind ||= group.putOffUntil !== null
        if (heldUntil === null || plan.until < heldUntil) heldUntil = plan.until
      } else if (plan.how === 'singly') {
        await writeSingles(tx, group, { now, currency: venture.currency })
      } else {
        await writeStorm(tx, group, { now, currency: venture.currency })
      }
    }
    return { heldUntil, isBehind, hastened }
  })
}

type Plan = { how: 'singly' } | { how: 'fold' } | { how: 'hold'; until: Date }

/**
 * Singly while the minute has room for all that wait; else one message, but not right after another: what comes in
 * between joins the next. While a message to there does not get through, what comes waits and joins the next: after an hour
 * without the chat its readers find a few messages and not a thousand. A program keeps its own minutes: it gets at once whatever waits, many as one message.
 */
export function planGroup(
  group: Pick<WaitingGroupRow, 'waiting' | 'recentMessages' | 'newestAt' | 'newestFoldedAt'> &
    Partial<Pick<WaitingGroupRow, 'putOffUntil'>>,
  { now, readBy, limits = stormLimits }: { now: Date; readBy: AlertCarrier['readBy']; limits?: StormLimits },
): Plan {
  const { singlesAMinute, secondsBetween } = limits
  const { waiting, recentMessages, newestAt, newestFoldedAt, putOffUntil } = group
  if (readBy === 'program') return { how: waiting > singlesAMinute ? 'fold' : 'singly' }
  if (putOffUntil) return { how: 'hold', until: putOffUntil }
  const freeFrom = (at: Date | null) => (at === null ? 0 : at.getTime() + 1_000 * secondsBetween)
  const isStorm = recentMessages + waiting > singlesAMinute
  if (!isStorm && freeFrom(newestFoldedAt) <= now.getTime()) return { how: 'singly' }
  const until = recentMessages >= singlesAMinute ? freeFrom(newestAt) : freeFrom(newestFoldedAt)
  return until > now.getTime() ? { how: 'hold', until: new Date(until) } : { how: 'fold' }
}

interface Writing {
  now: Date
  currency: string
}

async function writeSingles(db: VentureDb, group: WaitingGroupRow, { now, currency }: Writing): Promise<void> {
  for (const alert of await waitingAlerts(db, { ...group, now }, group.waiting)) {
    const text = singleText(forText(alert, group), { destination: destinationOf(group), step: group.step, currency })
    await queueSingleMessage(db, { id: uuidv7(), ...text }, { ...group, now }, alert.id)
  }
}

async function writeStorm(db: VentureDb, group: WaitingGroupRow, { now, currency }: Writing): Promise<void> {
  const id = uuidv7()
  const count = await queueStormMessage(db, id, { ...group, now })
  const top = await alertsInMessage(db, id, NAMED_IN_STORM)
  const text = stormText(
    { kind: parseKind(group.kind), count, top: top.map((alert) => forText(alert, group)) },
    { destination: destinationOf(group), step: group.step, currency },
  )
  await setMessageText(db, id, { ...text, alertCount: count })
}

function forText(alert: WaitingAlertRow, { kind }: WaitingGroupRow): AlertForText {
  return {
    label: alertLabel(alert.number),
    kind: parseKind(kind),
    severity: parseSeverity(alert.severity),
    title: alert.title,
    body: alert.body,
    facts: parseFacts(alert.facts),
    moneyAtStakeMinor: alert.moneyAtStakeMinor,
  }
}

function destinationOf({ medium, recipient }: WaitingGroupRow): Destination {
  return { medium: medium === 'email' ? 'email' : 'slack', recipient }
}
