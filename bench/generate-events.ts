/**
 * Usage of a made-up venture, as its analytics would export it: sessions of eight events (a login and seven uses of
 * three features) in the order of time over ninety days. The same seed gives the same file.
 */

import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'

export interface EventPlan {
  /** Users are numbered U1 to U<users>. */
  users: number
  events: number
  /** The last of the ninety days, YYYY-MM-DD. */
  endOn: string
  seed: number
}

const EVENT_COLUMNS = 'event_id,user,occurred_at,kind,feature,quantity,duration_seconds'
const DAYS = 90
const EVENTS_A_SESSION = 8
const SESSION_MS = 9 * 60_000
const FEATURES = ['reports', 'dashboards', 'exports', 'automation', 'api_access', 'integrations', 'alerts', 'sharing']
const PIECE_CHARACTERS = 1024 * 1024

interface Session {
  user: number
  startMs: number
  sent: number
}

/** Writes the file and returns its size in bytes. */
export async function writeEvents(path: string, plan: EventPlan): Promise<number> {
  const out = createWriteStream(path)
  let bytes = 0
  let piece = `${EVENT_COLUMNS}\n`
  for (const line of eventLines(plan)) {
    piece += line
    if (piece.length < PIECE_CHARACTERS) continue
    bytes += piece.length
    if (!out.write(piece, 'latin1')) await once(out, 'drain')
    piece = ''
  }
  bytes += piece.length
  out.end(piece, 'latin1')
  await finished(out)
  return bytes
}

/** Lines with their end, in the order of time. */
function* eventLines(plan: EventPlan): Generator<string> {
  const random = randomNumbers(plan.seed)
  const sessions = Math.ceil(plan.events / EVENTS_A_SESSION)
  const endMs = Date.parse(`${plan.endOn}T00:00:00Z`) + 86_400_000
  const startMs = endMs - DAYS * 86_400_000
  const betweenMs = (endMs - startMs - SESSION_MS) / sessions
  const stepMs = SESSION_MS / EVENTS_A_SESSION
  let left = plan.events
  let day = { ms: -1, text: '' }
  const open: Session[] = []
  let next = 0
  while (left > 0) {
    // Sessions overlap: the next event is that of whichever session's turn comes first.
    while (next < sessions && (open.length === 0 || startMs + next * betweenMs <= dueMs(open[0], stepMs))) {
      open.push({ user: 1 + Math.floor(random() * plan.users), startMs: startMs + next * betweenMs, sent: 0 })
      next++
      sortLast(open, stepMs)
    }
    const session = open.shift()
    if (!session) return
    const at = dueMs(session, stepMs)
    const dayMs = at - (at % 86_400_000)
    if (dayMs !== day.ms) day = { ms: dayMs, text: new Date(dayMs).toISOString().slice(0, 11) }
    yield `${eventId(random)},U${session.user},${day.text}${clock(at - dayMs)},${what(session)}\n`
    left--
    session.sent++
    if (session.sent === EVENTS_A_SESSION) continue
    open.push(session)
    sortLast(open, stepMs)
  }
}

function dueMs(session: Session | undefined, stepMs: number): number {
  return session ? Math.floor(session.startMs + session.sent * stepMs) : Number.POSITIVE_INFINITY
}

/** Moves the last session to its place among those before it. */
function sortLast(open: Session[], stepMs: number): void {
  for (let at = open.length - 1; at > 0; at--) {
    const [one, before] = [open[at], open[at - 1]]
    if (!one || !before || dueMs(before, stepMs) <= dueMs(one, stepMs)) return
    open[at] = before
    open[at - 1] = one
  }
}

function what({ user, sent }: Session): string {
  if (sent === 0) return 'login,,1,'
  const feature = FEATURES[(user + (sent % 3) * 3) % FEATURES.length]
  return `feature,${feature},${1 + ((user + sent) % 5)},${20 + ((user * 7 + sent * 31) % 600)}`
}

function clock(ms: number): string {
  const two = (value: number) => (value < 10 ? `0${value}` : `${value}`)
  const seconds = Math.floor(ms / 1000)
  const rest = ms % 1000
  const fraction = rest < 10 ? `00${rest}` : rest < 100 ? `0${rest}` : `${rest}`
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${fraction}Z`
}

function eventId(random: () => number): string {
  const part = (length: number) =>
    Math.floor(random() * 16 ** length)
      .toString(16)
      .padStart(length, '0')
  return `${part(8)}-${part(4)}-4${part(3)}-a${part(3)}-${part(12)}`
}

/** Mulberry32: small, and the same everywhere. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
