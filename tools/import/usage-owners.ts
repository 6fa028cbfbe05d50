/** Whose usage rows are: each name met in a file is looked up once in the database, and kept as what a COPY row needs. */
import { findOwners, ownerFlags, ownerRecord } from '../../db/queries/import/direct-usage.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { grown, NameTable } from './name-table.ts'

/** customer, user and subscription as binary fields: a length of four bytes and sixteen bytes each, or a length of -1. */
export const OWNER_BYTES = 60

/** As a usage row names them. */
export interface OwnerNames {
  customer: string | null
  user: string | null
  subscription: string | null
}

const NOBODY: OwnerNames = { customer: null, user: null, subscription: null }
const kinds = ['customer', 'user', 'subscription'] as const
const SEVERAL = 3

export class UsageOwners {
  readonly #source: string
  /** Names that stand alone in their row, as in nearly every file; their entries are owners with a `kind` of their own. */
  readonly #names = new NameTable()
  readonly #several = new Map<string, number>()
  readonly #severalNames = new Map<number, OwnerNames>()
  #kind = new Uint8Array(1024)
  #entry = new Int32Array(1024)
  /** By entry of the name table. */
  #ownerOf = new Int32Array(1024)
  #found = 0
  /** By customer and user; only where two names may mean the same two, which a user's and a customer's never do. */
  #groups: Map<string, number> | undefined

  count = 0
  /** By owner: its binary fields, how long they are, and how many of them are customer and user. */
  fields = Buffer.alloc(0)
  fieldsLength = new Uint8Array(0)
  groupLength = new Uint8Array(0)
  isRefused = new Uint8Array(0)
  /** The owner that stands for all of the same customer and user. */
  groupOf = new Int32Array(0)
  startsMs = new Float64Array(0)
  endsMs = new Float64Array(0)

  constructor(source: string) {
    this.#source = source
  }

  names(owner: number): OwnerNames {
    const kind = this.#kind[owner] ?? SEVERAL
    const name = kinds[kind]
    if (!name) return this.#severalNames.get(owner) ?? NOBODY
    return { ...NOBODY, [name]: this.#names.text(this.#entry[owner] ?? 0) }
  }

  /** The owner's number; a new one is unknown until the next `find`. */
  number(names: OwnerNames): number {
    const given = kinds.filter((name) => names[name] !== null)
    const [only, another] = given
    if (only && !another) {
      const bytes = Buffer.from(names[only] ?? '')
      return this.numberOf(only, bytes, 0, bytes.length)
    }
    const key = kinds.map((name) => names[name] ?? '').join('\0')
    const known = this.#several.get(key)
    if (known !== undefined) return known
    const owner = this.#add(SEVERAL, -1)
    this.#several.set(key, owner)
    this.#severalNames.set(owner, names)
    return owner
  }

  /** The same for one name alone, from its bytes: no text is made of it. */
  numberOf(which: keyof OwnerNames, bytes: Buffer, from: number, to: number): number {
    const kind = kinds.indexOf(which)
    const before = this.#names.count
    const entry = this.#names.entry(kind, bytes, from, to)
    if (entry < before) return this.#ownerOf[entry] ?? 0
    if (entry >= this.#ownerOf.length) this.#ownerOf = grown(new Int32Array(2 * entry), this.#ownerOf)
    const owner = this.#add(kind, entry)
    this.#ownerOf[entry] = owner
    return owner
  }

  #add(kind: number, entry: number): number {
    const owner = this.count++
    if (owner >= this.#kind.length) {
      this.#kind = grown(new Uint8Array(2 * owner), this.#kind)
      this.#entry = grown(new Int32Array(2 * owner), this.#entry)
    }
    this.#kind[owner] = kind
    this.#entry[owner] = entry
    return owner
  }

  /** Looks up those numbered below `until` that are still unknown. */
  async find(db: VentureDb, until: number): Promise<void> {
    if (until <= this.#found) return
    const wanted: OwnerNames[] = []
    for (let owner = this.#found; owner < until; owner++) wanted.push(this.names(owner))
    const records = await findOwners(db, this.#source, {
      customers: wanted.map((names) => names.customer),
      users: wanted.map((names) => names.user),
      subscriptions: wanted.map((names) => names.subscription),
    })
    this.#reserve(until)
    for (let at = 0; at < wanted.length; at++) this.#keep(this.#found + at, records, at * ownerRecord.bytes)
    this.#found = until
  }

  #keep(owner: number, records: Buffer, at: number): void {
    const flags = records.readInt32BE(at + ownerRecord.flags)
    const start = owner * OWNER_BYTES
    let to = this.#field(start, records, at + ownerRecord.customerId, true)
    to = this.#field(to, records, at + ownerRecord.userId, (flags & ownerFlags.isUser) !== 0)
    this.groupLength[owner] = to - start
    to = this.#field(to, records, at + ownerRecord.subscriptionId, (flags & ownerFlags.isSubscription) !== 0)
    this.fieldsLength[owner] = to - start
    this.isRefused[owner] = flags & ownerFlags.isRefused ? 1 : 0
    this.startsMs[owner] = records.readDoubleBE(at + ownerRecord.starts) * 1000
    this.endsMs[owner] = records.readDoubleBE(at + ownerRecord.ends) * 1000
    this.groupOf[owner] = this.#group(owner)
  }

  #group(owner: number): number {
    if (!this.#groups && (this.#kind[owner] ?? SEVERAL) < 2) return owner
    this.#groups ??= new Map(Array.from({ length: owner }, (_, before) => [this.#groupKey(before), before]))
    const key = this.#groupKey(owner)
    const known = this.#groups.get(key)
    if (known !== undefined) return known
    this.#groups.set(key, owner)
    return owner
  }

  #groupKey(owner: number): string {
    const start = owner * OWNER_BYTES
    return this.fields.toString('latin1', start, start + (this.groupLength[owner] ?? 0))
  }

  #field(to: number, records: Buffer, from: number, isThere: boolean): number {
    this.fields.writeInt32BE(isThere ? 16 : -1, to)
    if (isThere) records.copy(this.fields, to + 4, from, from + 16)
    return to + (isThere ? 20 : 4)
  }

  #reserve(count: number): void {
    if (count <= this.isRefused.length) return
    const size = Math.max(1024, 2 * count)
    this.fields = Buffer.concat([this.fields], size * OWNER_BYTES)
    this.fieldsLength = grown(new Uint8Array(size), this.fieldsLength)
    this.groupLength = grown(new Uint8Array(size), this.groupLength)
    this.isRefused = grown(new Uint8Array(size), this.isRefused)
    this.groupOf = grown(new Int32Array(size), this.groupOf)
    this.startsMs = grown(new Float64Array(size), this.startsMs)
    this.endsMs = grown(new Float64Array(size), this.endsMs)
  }
}
