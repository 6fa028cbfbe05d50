/** Work that is asked for more often than it need be done. */

export interface Coalesced {
  /** At most one runs and one waits: what was asked for while it ran is done by one more run. */
  ask(): void
  /** Asks, and resolves when it was done. */
  done(): Promise<void>
  /** Takes no more; resolves when what runs has ended. */
  stop(): Promise<void>
}

/** `work` that throws is reported and not repeated; the next one to ask tries it again. */
export function coalesce(
  work: () => Promise<unknown>,
  onProblem: (error: unknown) => void,
  { pauseMs = 0 }: { pauseMs?: number } = {},
): Coalesced {
  let running: Promise<void> | undefined
  let isAsked = false
  let isStopped = false
  let startedAt = Number.NEGATIVE_INFINITY

  const run = async () => {
    while (isAsked && !isStopped) {
      const wait = startedAt + pauseMs - performance.now()
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
      if (isStopped) return
      isAsked = false
      startedAt = performance.now()
      await work().catch(onProblem)
    }
  }
  return {
    ask() {
      isAsked = true
      if (isStopped) return
      running ??= run().finally(() => {
        running = undefined
        // Asked for between the last look and here.
        if (isAsked && !isStopped) this.ask()
      })
    },
    async done() {
      this.ask()
      await running
    },
    async stop() {
      isStopped = true
      await running
    },
  }
}
