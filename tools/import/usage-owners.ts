/** Whose usage rows are: each name met in a file is looked up once in the database, and kept as what a COPY row needs. */
import { findOwners, ownerFlags, ownerRecord } from '../../db/queries/import/direct-usage.ts'
import type { VentureDb } from '../../db/venture-db.ts'

/** customer, user and subscription as binary fields: a length of four bytes and sixteen bytes each, or a length of -1. */
export const OWNER_BYTES = 60

/** As a usage row names them. */
export interface OwnerNames {
  customer: string | null
  user: string | null
  subscription: string | null
}

export class UsageOwners {
  readonly #byName = new Map<string, number>()
  #names: OwnerNames[] = []
  #found = 0
  readonly #source: string
  readonly #groups = new Map<string, number>()

  /** By owner: its binary fields, how long they are, and how many of them are customer and user. */
  fields = Buffer.alloc(0)
  fieldsLength = new Uint8Array(0)
  groupLength = new Uint8Array(0)
  isRefused = new Uint8Array(0)
  /** The owner that stands for all of the same customer and user. */
  groupOf = new Int32Array(0)
  signedUpDay = new Int32Array(0)
  startsMs = new Float64Array(0)
  endsMs = new Float64Array(0)

  constructor(source: string) {
    this.#source = source
  }

  get count(): number {
    return this.#names.length
  }

  names(owner: number): OwnerNames {
    const names = this.#names[owner]
    if (!names) throw new Error(`no owner ${owner}`)
    return names
  }

  /** The owner's number; a new one is unknown until the next `find`. */
  number(customer: string | null, user: string | null, subscription: string | null): number {
    // Nearly every file names one of the three, and joining strings for each row is what this would mostly do.
    const key =
      customer === null && subscription === null
        ? `u${user}`
        : `${customer ?? ''}\0${user ?? ''}\0${subscription ?? ''}`
    const known = this.#byName.get(key)
    if (known !== undefined) return known
    const owner = this.#names.length
    this.#byName.set(key, owner)
    this.#names.push({ customer, user, subscription })
    return owner
  }

  /** Looks up those numbered below `until` that are still unknown. */
  async find(db: VentureDb, until: number): Promise<void> {
    if (until <= this.#found) return
    const wanted = this.#names.slice(this.#found, until)
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
    const group = this.fields.toString('latin1', start, to)
    to = this.#field(to, records, at + ownerRecord.subscriptionId, (flags & ownerFlags.isSubscription) !== 0)
    this.fieldsLength[owner] = to - start
    this.isRefused[owner] = flags & ownerFlags.isRefused ? 1 : 0
    this.signedUpDay[owner] = records.readInt32BE(at + ownerRecord.signedUp)
    this.startsMs[owner] = records.readDoubleBE(at + ownerRecord.starts) * 1000
    this.endsMs[owner] = records.readDoubleBE(at + ownerRecord.ends) * 1000
    const known = this.#groups.get(group)
    if (known === undefined) this.#groups.set(group, owner)
    this.groupOf[owner] = known ?? owner
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
    this.signedUpDay = grown(new Int32Array(size), this.signedUpDay)
    this.startsMs = grown(new Float64Array(size), this.startsMs)
    this.endsMs = grown(new Float64Array(size), this.endsMs)
  }
}

export function grown<A extends Uint8Array | Int32Array | Uint32Array | Float64Array>(bigger: A, filled: A): A {
  bigger.set(filled)
  return bigger
}
