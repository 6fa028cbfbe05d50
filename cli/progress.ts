/** Progress on the terminal: a bar with rate and time left; on a pipe, nothing but what `note` says. */
import { SingleBar } from 'cli-progress'
import type { ImportProgress } from '../tools/import/import-files.ts'

export interface ProgressBar {
  update(progress: ImportProgress): void
  stop(): void
}

/** A bar over the bytes of all files, on stderr. Draws nothing where stderr is no terminal. */
export function importProgressBar(): ProgressBar {
  const bar = new SingleBar({
    format: '{bar} {percentage}% | {rows} rows, {rate} rows/s | {eta_formatted} left | {doing}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    stream: process.stderr,
    noTTYOutput: false,
    clearOnComplete: true,
    etaBuffer: 50,
  })
  const startedAt = Date.now()
  let isStarted = false
  return {
    update: ({ phase, file, bytesRead, bytesTotal, rows, refused }) => {
      const rate = Math.round(rows / Math.max(0.001, (Date.now() - startedAt) / 1000))
      const payload = {
        rows: rows.toLocaleString('en-US'),
        rate: rate.toLocaleString('en-US'),
        doing: `${phase} ${file}${refused > 0 ? `, ${refused} refused` : ''}`,
      }
      if (!isStarted) bar.start(bytesTotal, 0, payload)
      isStarted = true
      bar.update(bytesRead, payload)
    },
    stop: () => {
      if (isStarted) bar.stop()
    },
  }
}
