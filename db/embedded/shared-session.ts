/**
 * The state of the one session that all clients share: whose settings it carries, whose unnamed statement it holds,
 * who listens to what, and whether a transaction is open.
 */
import type { Backend } from './backend.ts'
import type { ClientConnection } from './client-connection.ts'
import { ListenerTable } from './notifications.ts'
import type { Batch } from './requests.ts'
import type { SessionSettings } from './session-settings.ts'
import { SETTINGS_QUERY, settingsChange } from './session-settings.ts'
import type { Frame } from './wire.ts'
import { BACKEND, query, rowValues, SYNC, textAt } from './wire.ts'

export class SharedSession {
  /** `I` idle, `T` in a transaction, `E` in a failed one */
  status = 'I'
  readonly #backend: Backend
  readonly #listeners = new ListenerTable<ClientConnection>()
  #settings: SessionSettings = new Map()
  #unnamedOwner: ClientConnection | null = null

  constructor(backend: Backend) {
    this.#backend = backend
  }

  /**
   * Runs messages. Notifications, in whoever's reply they come, go to those that listen; `onFrames` sees the rest as
   * it comes. A notification to the client whose reply this is stays in its place in the reply.
   */
  async run(messages: Buffer, reader: ClientConnection | null, onFrames: (frames: Frame[]) => void): Promise<void> {
    await this.#backend.run(messages, (frames) => {
      onFrames(
        frames.filter(({ type, bytes }) => {
          if (type === BACKEND.readyForQuery) this.status = String.fromCharCode(bytes[5] ?? 0)
          return type !== BACKEND.notification || this.#deliver(bytes, reader)
        }),
      )
    })
  }

  /** Runs messages and returns the whole reply. */
  async reply(messages: Buffer, reader: ClientConnection | null): Promise<Frame[]> {
    const reply: Frame[] = []
    await this.run(messages, reader, (frames) => reply.push(...frames))
    return reply
  }

  /** Runs messages of our own and returns the reply. */
  async internal(messages: Buffer): Promise<Frame[]> {
    const reply = await this.reply(messages, null)
    this.#unnamedOwner = null // a simple query drops the unnamed statement
    return reply
  }

  /** Gives the session the settings of a client. Returns the backend's error when it refuses them. */
  async adopt({ settings }: ClientConnection): Promise<Buffer | null> {
    const change = settings === this.#settings ? '' : settingsChange(this.#settings, settings)
    if (change !== '') {
      const error = (await this.internal(query(change))).find(({ type }) => type === BACKEND.error)
      if (error) return error.bytes
    }
    this.#settings = settings
    return null
  }

  /** Makes the unnamed statement the one this client parsed last, when the batch relies on that. */
  async restoreUnnamed(connection: ClientConnection, batch: Batch): Promise<void> {
    if (!batch.needsUnnamed || this.#unnamedOwner === connection || !connection.unnamedParse) return
    await this.internal(Buffer.concat([connection.unnamedParse, SYNC]))
  }

  /** Notes what a batch that ran did to the session, and makes it lasting when its transaction has ended. */
  async settle(connection: ClientConnection, batch: Batch, undone: boolean): Promise<void> {
    if (batch.leavesUnnamed !== 'unchanged') {
      connection.unnamedParse = batch.leavesUnnamed === 'nothing' ? null : batch.leavesUnnamed
      this.#unnamedOwner = connection
    }
    connection.pendingListens.push(...batch.listens)
    connection.settingsChanged ||= batch.changesSettings
    if (this.status !== 'I') return

    if (connection.pendingListens.length > 0) {
      const listens = connection.pendingListens.splice(0)
      const sql = undone ? '' : this.#listeners.apply(connection, listens)
      if (sql !== '') await this.internal(query(sql))
    }
    if (connection.settingsChanged) {
      connection.settingsChanged = false
      const rows = (await this.internal(query(SETTINGS_QUERY))).filter(({ type }) => type === BACKEND.dataRow)
      connection.settings = new Map(
        rows.map(({ bytes }) => rowValues(bytes).map((value) => value ?? '') as [string, string]),
      )
      this.#settings = connection.settings
    }
  }

  /** Undoes what a client left behind: its open batch and transaction when it had the turn, its statements, its channels. */
  async forget(connection: ClientConnection, hadTurn: boolean, midBatch: boolean): Promise<void> {
    if (midBatch) await this.internal(SYNC)
    if (hadTurn && this.status !== 'I') await this.internal(query('ROLLBACK'))
    const unlisten = this.#listeners.remove(connection)
    if (unlisten !== '') await this.internal(query(unlisten))
    const closes = connection.requests.closeStatements
    if (closes.length > 0) await this.internal(Buffer.concat([...closes, SYNC]))
    if (this.#unnamedOwner === connection) this.#unnamedOwner = null
  }

  /** @returns whether the notification belongs into the reply that is being read */
  #deliver(bytes: Buffer, reader: ClientConnection | null): boolean {
    const listeners = this.#listeners.listeners(textAt(bytes, 9).text)
    for (const listener of listeners) {
      if (listener !== reader) listener.send(bytes)
    }
    return reader !== null && listeners.has(reader)
  }
}
