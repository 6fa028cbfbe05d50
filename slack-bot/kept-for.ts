/** What was read from Slack, kept for a while; of more than `most` the oldest goes. */
export class KeptFor<Value> {
  readonly #values = new Map<string, { value: Value; readAt: number }>()
  readonly #ms: number
  readonly #most: number

  constructor({ ms, most }: { ms: number; most: number }) {
    this.#ms = ms
    this.#most = most
  }

  get(key: string): Value | undefined {
    const kept = this.#values.get(key)
    return kept && Date.now() - kept.readAt < this.#ms ? kept.value : undefined
  }

  set(key: string, value: Value): void {
    // Anew at the end, so that the first is the oldest.
    this.#values.delete(key)
    this.#values.set(key, { value, readAt: Date.now() })
    if (this.#values.size > this.#most) this.#values.delete(this.#values.keys().next().value ?? '')
  }
}
