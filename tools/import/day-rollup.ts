/** What one day's events add to the daily rollup: sums by customer and user, kind and feature. */
import { grown } from './name-table.ts'

export class DayRollup {
  readonly day: number
  count = 0
  owner = new Int32Array(1024)
  kind = new Int32Array(1024)
  events = new Int32Array(1024)
  quantity = new Float64Array(1024)
  duration = new Float64Array(1024)
  /** Each owner's newest sum, and from there the ones before: an owner has few in a day. */
  #newest = new Int32Array(0)
  #before = new Int32Array(1024)

  constructor(day: number) {
    this.day = day
  }

  add(owner: number, kind: number, quantity: number, duration: number): void {
    if (owner >= this.#newest.length) {
      const from = this.#newest.length
      this.#newest = grown(new Int32Array(Math.max(1024, 2 * owner)), this.#newest).fill(-1, from)
    }
    let at = this.#newest[owner] ?? -1
    while (at !== -1 && this.kind[at] !== kind) at = this.#before[at] ?? -1
    if (at === -1) at = this.#start(owner, kind)
    this.events[at] = (this.events[at] ?? 0) + 1
    this.quantity[at] = (this.quantity[at] ?? 0) + quantity
    this.duration[at] = (this.duration[at] ?? 0) + duration
  }

  /** The same sums when owners have other numbers. */
  renumber(numberOf: (owner: number) => number): void {
    this.#newest = new Int32Array(0)
    const count = this.count
    this.count = 0
    for (let at = 0; at < count; at++) {
      const [events, quantity, duration] = [this.events[at] ?? 0, this.quantity[at] ?? 0, this.duration[at] ?? 0]
      const [owner, kind] = [numberOf(this.owner[at] ?? 0), this.kind[at] ?? 0]
      this.add(owner, kind, quantity, duration)
      this.events[at] = events
    }
  }

  #start(owner: number, kind: number): number {
    const at = this.count++
    if (at >= this.owner.length) {
      const size = 2 * this.owner.length
      this.owner = grown(new Int32Array(size), this.owner)
      this.kind = grown(new Int32Array(size), this.kind)
      this.events = grown(new Int32Array(size), this.events)
      this.quantity = grown(new Float64Array(size), this.quantity)
      this.duration = grown(new Float64Array(size), this.duration)
      this.#before = grown(new Int32Array(size), this.#before)
    }
    this.owner[at] = owner
    this.kind[at] = kind
    this.events[at] = 0
    this.quantity[at] = 0
    this.duration[at] = 0
    this.#before[at] = this.#newest[owner] ?? -1
    this.#newest[owner] = at
    return at
  }
}
