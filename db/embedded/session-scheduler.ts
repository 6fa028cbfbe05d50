/**
 * Shares one backend among many clients. A client has the backend from its first message until ReadyForQuery says
 * idle: for one batch, or for a whole transaction. Turns go round in the order of asking.
 *
 * What this means for a client: it never waits for a row lock (nobody else has an open transaction while it runs), but
 * it waits for the whole of another's transaction; one that waits inside its transaction for a second connection's
 * query waits for itself. Settings and prepared statements are each client's own; temporary tables, session advisory
 * locks, cursors WITH HOLD and SQL PREPARE are everybody's. A statement that runs is not interrupted: a cancel request
 * reaches only what has not begun, and statement_timeout has no effect.
 */
import { setImmediate as untilNextTick } from 'node:timers/promises'
import type { ClientConnection } from './client-connection.ts'
import { CopyIn } from './copy-in.ts'
import type { Batch, Work } from './requests.ts'
import type { SharedSession } from './shared-session.ts'
import type { CopyInStatement } from './statement-scan.ts'
import { BACKEND, COPY_DONE, errorField, errorResponse, query, readyForQuery, rowValues, SYNC, textAt } from './wire.ts'

export interface SchedulerOptions {
  /** a transaction idle for this long is rolled back and its client disconnected */
  idleInTransactionMs: number
  /** the backend does not answer any more: the process must end */
  broken(reason: string): void
}

/** The turn of one client, and what has to be undone when it is cut short. */
interface Turn {
  connection: ClientConnection
  /** inside a batch that a Flush interrupted: the client still owes a Sync */
  midBatch: boolean
  /** in COPY FROM STDIN; `simple` when a plain query began it */
  copy: { in: CopyIn; simple: boolean } | null
}

export class SessionScheduler {
  readonly #session: SharedSession
  readonly #options: SchedulerOptions
  readonly #waiting = new Set<ClientConnection>()
  readonly #departed: ClientConnection[] = []
  readonly #chores: Array<() => Promise<void>> = []
  #turn: Turn | null = null
  #idleTimer: NodeJS.Timeout | undefined
  #isRunning = false

  constructor(session: SharedSession, options: SchedulerOptions) {
    this.#session = session
    this.#options = options
  }

  /** A client has work; it gets its turn. */
  request(connection: ClientConnection): void {
    if (this.#turn?.connection !== connection) this.#waiting.add(connection)
    this.#start()
  }

  /** A client has left; what it left behind is undone before anyone else's turn. */
  depart(connection: ClientConnection): void {
    this.#waiting.delete(connection)
    this.#departed.push(connection)
    this.#start()
  }

  /** Drops what a waiting client sent, if it has not begun; what runs already is not interrupted. */
  cancel(connection: ClientConnection): void {
    const next = connection.work[0]
    if (!this.#waiting.has(connection) || next?.kind !== 'batch' || next.end === 'flush' || next.copyIn) return
    connection.takeWork()
    const error = errorResponse({ severity: 'ERROR', state: '57014', text: 'canceling statement due to user request' })
    connection.send(Buffer.concat([error, readyForQuery('I')]))
  }

  /** Runs SQL of our own when nobody wants the backend; resolves to the rows, as text. */
  maintain(sql: string): Promise<Array<Array<string | null>>> {
    return new Promise((resolve, reject) => {
      this.#chores.push(async () => {
        const reply = await this.#session.internal(query(sql))
        const error = reply.find(({ type }) => type === BACKEND.error)
        if (error) reject(new Error(errorField(error.bytes, 'M')))
        else resolve(reply.filter(({ type }) => type === BACKEND.dataRow).map(({ bytes }) => rowValues(bytes)))
      })
      this.#start()
    })
  }

  #start(): void {
    if (this.#isRunning) return
    this.#isRunning = true
    clearTimeout(this.#idleTimer)
    this.#loop().catch((error: unknown) => {
      this.#options.broken(error instanceof Error ? (error.stack ?? error.message) : String(error))
    })
  }

  async #loop(): Promise<void> {
    for (let step = this.#next(); step; step = this.#next()) {
      await step()
      await untilNextTick() // sockets are read and written between turns
    }
    this.#isRunning = false
    const { connection } = this.#turn ?? {}
    if (connection) this.#idleTimer = setTimeout(() => endIdle(connection), this.#options.idleInTransactionMs)
  }

  #next(): (() => Promise<void>) | null {
    const departed = this.#departed.shift()
    if (departed) return () => this.#cleanUp(departed)
    const turn = this.#turn
    if (turn) return turn.connection.isReady ? () => this.#serve(turn) : null
    for (const connection of this.#waiting) {
      if (!connection.isReady) continue // it has not read its last reply yet
      this.#waiting.delete(connection)
      return () => this.#begin(connection)
    }
    return this.#chores.shift() ?? null
  }

  async #begin(connection: ClientConnection): Promise<void> {
    const refusal = await this.#session.adopt(connection)
    if (refusal) {
      const text = errorField(refusal, 'M') ?? 'the settings of this session are refused'
      connection.end({ severity: 'FATAL', state: errorField(refusal, 'C') ?? '22023', text })
      return
    }
    this.#turn = { connection, midBatch: false, copy: null }
    await this.#serve(this.#turn)
  }

  async #serve(turn: Turn): Promise<void> {
    const work = turn.connection.takeWork()
    if (work) await this.#perform(turn, work)
    if (this.#session.status !== 'I' || turn.midBatch || turn.copy) return
    this.#turn = null
    if (turn.connection.work.length > 0) this.#waiting.add(turn.connection)
  }

  async #cleanUp(connection: ClientConnection): Promise<void> {
    const turn = this.#turn?.connection === connection ? this.#turn : null
    await turn?.copy?.in.end(Buffer.alloc(0), 'the connection ended')
    await this.#session.forget(connection, turn !== null, turn?.midBatch ?? false)
    if (turn) this.#turn = null
  }

  async #perform(turn: Turn, work: Work): Promise<void> {
    switch (work.kind) {
      case 'batch':
        if (turn.copy) await this.#endCopy(turn, Buffer.alloc(0), 'another query was sent')
        if (work.copyIn) await this.#beginCopy(turn, work, work.copyIn)
        else await this.#runBatch(turn, work)
        return
      case 'copy_piece': {
        const error = await turn.copy?.in.piece(work.rows)
        if (error) this.#answerCopy(turn, error)
        return
      }
      case 'copy_end':
        return this.#endCopy(turn, work.rows, work.failure)
      case 'terminate':
        turn.connection.finish()
    }
  }

  async #runBatch(turn: Turn, batch: Batch): Promise<void> {
    const { connection } = turn
    await this.#session.restoreUnnamed(connection, batch)
    let failed = false
    let tag = ''
    let answered = false
    await this.#session.run(Buffer.concat(batch.messages), connection, (frames) => {
      for (const { type, bytes } of frames) {
        if (type === BACKEND.error) failed = true
        else if (type === BACKEND.commandComplete) tag = textAt(bytes, 5).text
        else if (type === BACKEND.readyForQuery) answered = true
      }
      connection.send(Buffer.concat(frames.map(({ bytes }) => bytes)))
    })
    if (batch.end !== 'flush' && !answered) this.#options.broken('the backend did not answer')
    turn.midBatch = !answered
    await this.#session.settle(connection, batch, failed || tag === 'ROLLBACK')
  }

  /**
   * The statement is first run without any row: that gives the backend's own CopyInResponse, or its error, and
   * what comes after it is kept back until the client has sent its rows.
   */
  async #beginCopy(turn: Turn, batch: Batch, statement: CopyInStatement): Promise<void> {
    const simple = batch.end === 'query'
    const startsInTransaction = this.#session.status === 'T'
    await this.#session.restoreUnnamed(turn.connection, batch)
    const messages = simple ? [...batch.messages, COPY_DONE] : [...batch.messages.slice(0, -1), COPY_DONE, SYNC]
    const reply = await this.#session.reply(Buffer.concat(messages), turn.connection)
    await this.#session.settle(turn.connection, batch, false)

    const accepted = reply.findIndex(({ type }) => type === BACKEND.copyInResponse)
    const failed = reply.some(({ type }) => type === BACKEND.error)
    if (!failed && accepted >= 0) {
      const run = (piece: Buffer) => this.#session.internal(piece)
      turn.copy = { in: new CopyIn(statement, startsInTransaction, run), simple }
      reply.length = accepted + 1
    }
    // A client that flushed has not sent its Sync yet, and must not see the answer to ours.
    const shown = batch.end === 'flush' ? reply.filter(({ type }) => type !== BACKEND.readyForQuery) : reply
    turn.connection.send(Buffer.concat(shown.map(({ bytes }) => bytes)))
  }

  async #endCopy(turn: Turn, rows: Buffer, failure: string | null): Promise<void> {
    if (turn.copy) this.#answerCopy(turn, await turn.copy.in.end(rows, failure))
  }

  /** After an extended query the client's Sync brings the ReadyForQuery. */
  #answerCopy(turn: Turn, answer: Buffer): void {
    const ready = turn.copy?.simple ? readyForQuery(this.#session.status) : Buffer.alloc(0)
    turn.copy = null
    turn.connection.send(Buffer.concat([answer, ready]))
  }
}

function endIdle(connection: ClientConnection): void {
  connection.end({
    severity: 'FATAL',
    state: '25P03',
    text: 'terminating connection due to idle-in-transaction timeout',
    hint: 'Everyone shares one backend: keep transactions short, without other work inside.',
  })
}
