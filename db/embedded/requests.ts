/**
 * Turns one client's messages into work for the backend: batches that end where a server would answer, and pieces of
 * COPY data. Statement names are made unique here, for all clients' statements live in one session.
 */
import { RowCutter } from './row-cutter.ts'
import type { CopyInStatement, ListenAction, SessionEffects } from './statement-scan.ts'
import { refusalStatement, sessionEffects } from './statement-scan.ts'
import type { Frame } from './wire.ts'
import { CLIENT, closeStatement, message, query, textAt } from './wire.ts'

export interface Batch {
  kind: 'batch'
  messages: Buffer[]
  /** the message that ended it; after a flush the client goes on, and its turn with it */
  end: 'query' | 'sync' | 'flush'
  listens: ListenAction[]
  changesSettings: boolean
  copyIn: CopyInStatement | null
  /** binds the unnamed statement of an earlier batch, which another client may have replaced since */
  needsUnnamed: boolean
  /** what it leaves in the unnamed statement: a Parse, nothing (a simple query), or what was there */
  leavesUnnamed: Buffer | 'nothing' | 'unchanged'
}

export type Work =
  | Batch
  | { kind: 'copy_piece'; rows: Buffer }
  | { kind: 'copy_end'; rows: Buffer; failure: string | null }
  | { kind: 'terminate' }

export class RequestReader {
  readonly #id: number
  readonly #names = new Map<string, string>()
  readonly #effects = new Map<string, SessionEffects>()
  #batch = emptyBatch()
  /** set while the client sends COPY data */
  #cutter: RowCutter | null = null

  /** @param id of the connection, unique among those of the backend */
  constructor(id: number) {
    this.#id = id
  }

  /** The work this message completes, if any. */
  read({ type, bytes }: Frame): Work[] {
    switch (type) {
      case CLIENT.copyData:
        return (this.#cutter?.push(bytes.subarray(5)) ?? []).map((rows) => ({ kind: 'copy_piece', rows }))
      case CLIENT.copyDone:
        return this.#endCopy(null)
      case CLIENT.copyFail:
        return this.#endCopy(textAt(bytes, 5).text)
      case CLIENT.sync:
      case CLIENT.flush:
        if (this.#cutter) return [] // ignored in copy mode, as a server does
        this.#batch.messages.push(bytes)
        return this.#endBatch(type === CLIENT.sync ? 'sync' : 'flush')
      case CLIENT.terminate:
        return [{ kind: 'terminate' }]
      case CLIENT.query:
        this.#simpleQuery(bytes)
        return this.#endBatch('query')
      case CLIENT.functionCall:
        this.#batch.messages.push(bytes)
        return this.#endBatch('query')
      default:
        this.#batch.messages.push(this.#extendedMessage(type, bytes))
        return []
    }
  }

  /** Messages that drop this client's prepared statements. */
  get closeStatements(): Buffer[] {
    return [...this.#names.values()].map(closeStatement)
  }

  #simpleQuery(bytes: Buffer): void {
    this.#cutter = null
    const { text } = textAt(bytes, 5)
    const effects = sessionEffects(text)
    this.#batch.messages.push(effects?.refusal ? query(refusalStatement(effects.refusal)) : bytes)
    this.#batch.leavesUnnamed = 'nothing'
    if (effects) this.#take(effects)
  }

  #extendedMessage(type: number, bytes: Buffer): Buffer {
    switch (type) {
      case CLIENT.parse:
        return this.#parse(bytes)
      case CLIENT.bind: {
        const portal = textAt(bytes, 5)
        const statement = textAt(bytes, portal.next)
        const effects = this.#effects.get(statement.text)
        if (effects) this.#take(effects)
        if (statement.text !== '') {
          return message(type, portal.text, this.#unique(statement.text), bytes.subarray(statement.next))
        }
        if (this.#batch.leavesUnnamed === 'unchanged') this.#batch.needsUnnamed = true
        return bytes
      }
      case CLIENT.describe:
      case CLIENT.close: {
        const { text } = textAt(bytes, 6)
        if (bytes[5] !== 0x53 || text === '') return bytes
        return message(type, bytes.subarray(5, 6), this.#unique(text))
      }
      default:
        // Portals keep their names: they end with the transaction, and the turn with it.
        return bytes
    }
  }

  #parse(bytes: Buffer): Buffer {
    const name = textAt(bytes, 5)
    const sql = textAt(bytes, name.next)
    const effects = sessionEffects(sql.text)
    if (effects) this.#effects.set(name.text, effects)
    else this.#effects.delete(name.text)
    const isPlain = name.text === '' && !effects?.refusal
    const parsed = isPlain
      ? bytes
      : message(
          CLIENT.parse,
          name.text === '' ? '' : this.#unique(name.text),
          effects?.refusal ? refusalStatement(effects.refusal) : sql.text,
          bytes.subarray(sql.next),
        )
    if (name.text === '') this.#batch.leavesUnnamed = parsed
    return parsed
  }

  #take(effects: SessionEffects): void {
    if (effects.refusal) return
    this.#batch.listens.push(...effects.listens)
    this.#batch.changesSettings ||= effects.changesSettings
    this.#batch.copyIn = effects.copyIn
  }

  #endBatch(end: Batch['end']): Work[] {
    const batch = this.#batch
    batch.end = end
    this.#batch = emptyBatch()
    if (batch.copyIn) this.#cutter = new RowCutter(batch.copyIn.csv)
    return [batch]
  }

  #endCopy(failure: string | null): Work[] {
    const rest = this.#cutter?.rest() ?? null
    this.#cutter = null
    return rest ? [{ kind: 'copy_end', rows: rest, failure }] : []
  }

  #unique(name: string): string {
    const known = this.#names.get(name)
    if (known) return known
    const unique = `c${this.#id}_${this.#names.size}`
    this.#names.set(name, unique)
    return unique
  }
}

const emptyBatch = (): Batch => ({
  kind: 'batch',
  messages: [],
  end: 'sync',
  listens: [],
  changesSettings: false,
  copyIn: null,
  needsUnnamed: false,
  leavesUnnamed: 'unchanged',
})
