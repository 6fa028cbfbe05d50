/** Keeps a run's row current while it works, so that any door can see how far it is and ask it to stop. */
import { noteRunProgress, type RunProgress } from '../../db/queries/crew-runs.ts'
import type { VentureDb } from '../../db/venture-db.ts'

const BEAT_MS = 1_000
/** A run that was not seen for so long lost its process. */
export const LOST_AFTER_MS = 60_000

export interface RunWatch {
  /** Aborted when the caller, or somebody through any door, asks the run to stop. */
  signal: AbortSignal
  note(progress: RunProgress): void
  close(): Promise<void>
}

export function watchRun(db: VentureDb, runId: string, asked: AbortSignal | undefined): RunWatch {
  const stop = new AbortController()
  let latest: RunProgress | null = null
  let writing: Promise<void> | undefined
  const beat = () => {
    writing ??= noteRunProgress(db, { id: runId, progress: latest, seenAt: new Date() })
      .then((isStopAsked) => {
        if (isStopAsked) stop.abort()
      })
      // The run's own queries meet the same database, and say so.
      .catch(() => {})
      .finally(() => {
        writing = undefined
      })
  }
  const timer = setInterval(beat, BEAT_MS)
  beat()
  return {
    signal: asked ? AbortSignal.any([asked, stop.signal]) : stop.signal,
    note(progress) {
      latest = progress
    },
    async close() {
      clearInterval(timer)
      await writing
      if (latest) beat()
      await writing
    },
  }
}
