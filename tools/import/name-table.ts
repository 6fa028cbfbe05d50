/** Names by their bytes, numbered as they are met: a hash table that holds no object a name. */
export class NameTable {
  count = 0
  #slots = new Int32Array(4096)
  #hashes = new Uint32Array(1024)
  #ends = new Int32Array(1024)
  #kinds = new Uint8Array(1024)
  #texts = Buffer.alloc(16_384)

  /** The number of the name `bytes[from, to)` of a kind; a name not met before is added and gets the next one. */
  entry(kind: number, bytes: Buffer, from: number, to: number): number {
    let hash = 0x811c9dc5 ^ kind
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193)
    hash = (hash ^ (hash >>> 15)) >>> 0
    const mask = this.#slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = (this.#slots[slot] ?? 0) - 1
      if (entry === -1) return this.#add(slot, hash, kind, bytes, from, to)
      if (this.#hashes[entry] === hash && this.#is(entry, kind, bytes, from, to)) return entry
    }
  }

  text(entry: number): string {
    return this.#texts.toString('utf8', this.#start(entry), this.#ends[entry])
  }

  #start(entry: number): number {
    return entry === 0 ? 0 : (this.#ends[entry - 1] ?? 0)
  }

  #is(entry: number, kind: number, bytes: Buffer, from: number, to: number): boolean {
    let at = this.#start(entry)
    if ((this.#ends[entry] ?? 0) - at !== to - from || this.#kinds[entry] !== kind) return false
    for (let byte = from; byte < to; byte++) if (this.#texts[at++] !== bytes[byte]) return false
    return true
  }

  #add(slot: number, hash: number, kind: number, bytes: Buffer, from: number, to: number): number {
    const entry = this.count++
    if (entry === this.#hashes.length) {
      this.#hashes = grown(new Uint32Array(2 * entry), this.#hashes)
      this.#ends = grown(new Int32Array(2 * entry), this.#ends)
      this.#kinds = grown(new Uint8Array(2 * entry), this.#kinds)
    }
    const start = this.#start(entry)
    const end = start + to - from
    if (end > this.#texts.length) this.#texts = Buffer.concat([this.#texts], 2 * end)
    bytes.copy(this.#texts, start, from, to)
    this.#hashes[entry] = hash
    this.#ends[entry] = end
    this.#kinds[entry] = kind
    this.#slots[slot] = entry + 1
    if (2 * this.count > this.#slots.length) this.#spread()
    return entry
  }

  #spread(): void {
    const slots = new Int32Array(2 * this.#slots.length)
    const mask = slots.length - 1
    for (let entry = 0; entry < this.count; entry++) {
      let slot = (this.#hashes[entry] ?? 0) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = entry + 1
    }
    this.#slots = slots
  }
}

/** `bigger`, beginning with what `filled` has. */
export function grown<A extends Uint8Array | Int32Array | Uint32Array | Float64Array>(bigger: A, filled: A): A {
  bigger.set(filled)
  return bigger
}
