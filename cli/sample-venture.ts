/** The simulated venture of the first run: files like a customer's own systems would export, loaded as any others. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ventureDescription } from '../sample/product.ts'
import { type Simulation, simulateVenture } from '../sample/simulate.ts'
import { importFiles } from '../tools/import/import-files.ts'
import { changeMode } from '../tools/modes/modes.ts'
import type { Crew, Premises } from '../tools/open-crew.ts'
import { createVenture } from '../tools/ventures/create-venture.ts'
import { importProgressBar } from './progress.ts'

export const sampleMapping = fileURLToPath(new URL('../sample/mappings/sample.yaml', import.meta.url))
const SEED = 1

/** The newest Friday that is over: a venture is liveliest on a working day. */
function lastFriday(now: Date): string {
  const daysSince = (now.getUTCDay() + 2) % 7 || 7
  return new Date(now.getTime() - daysSince * 86_400_000).toISOString().slice(0, 10)
}

export interface SampleOptions {
  seed?: number
  customers?: number
  months?: number
  endOn?: string
}

export async function writeSample(folder: string, options: SampleOptions, now: Date): Promise<Simulation> {
  return simulateVenture({ seed: SEED, endOn: lastFriday(now), ...options }, folder)
}

/** The venture itself, still empty; returns where its Chairman's token lies. */
export async function createSampleVenture(premises: Premises, dataDir: string, now: Date) {
  const { slug, name, currency, timeZone, simulated } = ventureDescription
  return createVenture(premises.database, { slug, name, currency, timeZone, simulated }, { ...premises, dataDir, now })
}

/**
 * Simulates and loads; messages and tasks are Assisted. `say` is told what is being done. What an interrupted
 * start left out is done by the next: until the load is committed there are no customers.
 */
export async function loadSample(crew: Crew, options: SampleOptions, say: (what: string) => void): Promise<void> {
  const now = new Date()
  for (const kind of ['message', 'task'] as const) {
    const reason = 'The sample shows what happens after an approval'
    await changeMode(crew.db, crew.ledgerKey, { kind, mode: 'assisted', reason, by: crew.actor, at: now })
  }
  say('Simulating 14 months of a SaaS venture')
  const { files } = await writeSample(join(crew.dataDir, 'sample'), options, now)
  say('Loading its files')
  const bar = importProgressBar()
  try {
    await importFiles(crew.db, crew.venture, {
      files,
      mapping: sampleMapping,
      dataDir: crew.dataDir,
      now,
      onProgress: bar.update,
    })
  } finally {
    bar.stop()
  }
}
