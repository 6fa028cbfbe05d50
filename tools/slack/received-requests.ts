/** Requests of Slack, kept before they are acknowledged: written in groups, done once, forgotten after some days. */
import {
  beginSlackRequest,
  finishSlackRequest,
  forgetSlackRequests,
  giveBackKeptOfSlackRequest,
  insertSlackRequests,
  keepOfSlackRequest,
  type NewSlackRequest,
  openSlackRequests,
  type SlackRequestRow,
  takeKeptOfSlackRequest,
} from '../../db/queries/slack-requests.ts'
import type { VentureDb } from '../../db/venture-db.ts'

/** Slack sends again for an hour; a weekend is enough to look at what was given up. */
const KEPT_MS = 3 * 24 * 60 * 60_000
const SHARED_MS = 24 * 60 * 60_000
const LARGEST_GROUP = 200
/** From a socket that can be read to a listener: the head, the body, its end. */
const TURNS_OF_A_REQUEST = 3
const LONGEST_MOMENT_MS = 40
const MOST_OPEN = 1_000

interface Waiting {
  request: NewSlackRequest
  resolve(isToBeDone: boolean): void
  reject(error: unknown): void
}

export interface ReceivedRequests {
  /**
   * Resolves when the request is kept: true when it is to be done, also when it came before and is not done yet. Those of one
   * moment are one statement, and so one round trip: what the sockets hold already is read before it is written.
   */
  keep(request: Omit<NewSlackRequest, 'data'> & { data: unknown }): Promise<boolean>
  /** Counts a try; undefined for what was done already. */
  begin(id: string, at: Date): Promise<SlackRequestRow | undefined>
  /** What the next try finds as `kept`. */
  keepForNextTry(id: string, kept: unknown): Promise<void>
  /** The texts go, but for what `keeping` says. `problem`: why it was given up; null for what was done. */
  finish(id: string, at: Date, end: { problem: string | null; keeping?: unknown }): Promise<void>
  /** Takes what `finish` kept, for a request in hand; undefined a day later, and for whoever takes second. */
  takeKept(id: string, taker: string, now: Date): Promise<unknown>
  giveBackKept(id: string, value: unknown): Promise<void>
  /** What was kept before `before` and is not done, oldest first. */
  open(before: Date): Promise<{ id: string; name: string }[]>
  /** Deletes what is older than three days. */
  forget(now: Date): Promise<number>
}

export function openReceivedRequests(db: VentureDb): ReceivedRequests {
  const waiting: Waiting[] = []
  let isWriting = false

  const writeAll = async () => {
    while (waiting.length > 0) {
      await allOfThisMoment(waiting)
      const group = waiting.splice(0, LARGEST_GROUP)
      // One statement may not touch a row twice, and a retry may come beside what it repeats.
      const distinct = new Map(group.map(({ request }) => [request.id, request]))
      try {
        const open = new Set(await insertSlackRequests(db, [...distinct.values()], new Date()))
        for (const { request, resolve } of group) resolve(open.has(request.id))
      } catch (error) {
        for (const { reject } of group) reject(error)
      }
    }
    isWriting = false
  }
  return {
    keep: ({ data, ...request }) =>
      new Promise((resolve, reject) => {
        waiting.push({ request: { ...request, data: asJson(data) }, resolve, reject })
        if (isWriting) return
        isWriting = true
        void writeAll()
      }),
    begin: (id, at) => beginSlackRequest(db, id, at),
    keepForNextTry: (id, kept) => keepOfSlackRequest(db, id, asJson(kept)),
    finish: (id, at, { problem, keeping }) =>
      finishSlackRequest(db, id, at, { problem, kept: keeping === undefined ? null : asJson(keeping) }),
    takeKept: (id, taker, now) => takeKeptOfSlackRequest(db, id, taker, new Date(now.getTime() - SHARED_MS)),
    giveBackKept: (id, value) => giveBackKeptOfSlackRequest(db, id, asJson(value)),
    open: (before) => openSlackRequests(db, before, MOST_OPEN),
    forget: (now) => forgetSlackRequests(db, new Date(now.getTime() - KEPT_MS)),
  }
}

/** Resolves when a turn of the event loop brought no more; a turn in which nothing is to be read takes microseconds. */
async function allOfThisMoment(waiting: readonly unknown[]): Promise<void> {
  const begun = performance.now()
  for (let before = 0; before < waiting.length && performance.now() - begun < LONGEST_MOMENT_MS; ) {
    before = waiting.length
    for (let turn = 0; turn < TURNS_OF_A_REQUEST; turn++) await new Promise((resolve) => setImmediate(resolve))
  }
}

/** JSON may hold the character that Postgres cannot. */
function asJson(data: unknown): string {
  return JSON.stringify(data, (_, value) => (typeof value === 'string' ? value.replaceAll('\0', '') : value))
}
