/**
 * Which events have been read before in this import, in bounded memory. An event is its id and its time, so two that
 * are one fall on one day: for the newest days everything seen is kept, and a file in the order of time needs no more.
 */

/** A day's table has 64 MB then, and room for four million events. */
const MOST_SLOTS = 8 * 1024 * 1024
const FIRST_SLOTS = 64 * 1024

/** The 64-bit hashes of one day's events, in open addressing. */
class DayEvents {
  #slots = new Uint32Array(2 * FIRST_SLOTS)
  #count = 0

  /** `seen` (or, for all anybody can tell, seen), `new`, or `full`: there is no room to remember it. */
  add(low: number, high: number): 'seen' | 'new' | 'full' {
    if (2 * this.#count >= this.#slots.length / 2 && !this.#grow()) return 'full'
    const at = this.#find(low, high)
    if (this.#slots[at] !== 0 || this.#slots[at + 1] !== 0) return 'seen'
    this.#slots[at] = low
    this.#slots[at + 1] = high
    this.#count++
    return 'new'
  }

  #find(low: number, high: number): number {
    const slots = this.#slots
    const mask = slots.length / 2 - 1
    let at = (low ^ (high << 7)) & mask
    while ((slots[2 * at] !== 0 || slots[2 * at + 1] !== 0) && (slots[2 * at] !== low || slots[2 * at + 1] !== high)) {
      at = (at + 1) & mask
    }
    return 2 * at
  }

  #grow(): boolean {
    const old = this.#slots
    if (old.length >= 2 * MOST_SLOTS) return false
    this.#slots = new Uint32Array(2 * old.length)
    for (let from = 0; from < old.length; from += 2) {
      const [low = 0, high = 0] = [old[from], old[from + 1]]
      if (low === 0 && high === 0) continue
      const at = this.#find(low, high)
      this.#slots[at] = low
      this.#slots[at + 1] = high
    }
    return true
  }
}

export class SeenEvents {
  #newest = -1
  #today = new DayEvents()
  #yesterday = new DayEvents()

  /** The newest day seen; that and the day before are the open ones. */
  get newestDay(): number {
    return this.#newest
  }

  /**
   * True when this event cannot have come before in the import. `low` and `high` hash its id and its time; `day` is its
   * UTC day since 1970. False is no proof of the contrary: its day is closed, or its hash was met.
   */
  isFirst(day: number, low: number, high: number): boolean {
    if (day > this.#newest) {
      this.#yesterday = day === this.#newest + 1 ? this.#today : new DayEvents()
      this.#today = new DayEvents()
      this.#newest = day
    }
    if (day < this.#newest - 1) return false
    // A hash of nothing but zeros stands for an empty slot.
    const events = day === this.#newest ? this.#today : this.#yesterday
    return events.add(low, high === 0 ? 1 : high) === 'new'
  }
}

const BLOCKS = 1 << 20
const WORDS = 16
const MOST_CANDIDATES = 50_000

/**
 * Ids that may have come with another time before: a Bloom filter of 64 MB, each id in one cache line. Of ten million
 * different ids about one in ten thousand is a candidate for nothing; the database then looks those up.
 */
export class ReusedIds {
  readonly #words = new Uint32Array(BLOCKS * WORDS)
  readonly #candidates: string[] = []
  #tooMany = false

  /** Null when there are too many to name. */
  get candidates(): readonly string[] | null {
    return this.#tooMany ? null : this.#candidates
  }

  /** `low` and `high` hash the id alone. */
  add(low: number, high: number, id: () => string): void {
    const words = this.#words
    const block = (low & (BLOCKS - 1)) * WORDS
    let bits = high
    let isKnown = true
    for (let turn = 0; turn < 5; turn++) {
      const word = block + (bits & 15)
      const bit = 1 << ((bits >>> 4) & 31)
      const before = words[word] ?? 0
      if ((before & bit) === 0) {
        isKnown = false
        words[word] = before | bit
      }
      bits = Math.imul(bits ^ (bits >>> 13), 0x85ebca6b) + low
    }
    if (!isKnown || this.#tooMany) return
    if (this.#candidates.length < MOST_CANDIDATES) this.#candidates.push(id())
    else this.#tooMany = true
  }
}
