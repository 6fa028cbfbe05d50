/**
 * Set-up of the evals: a small simulated venture with a fixed seed, loaded, scored and looked at by the offline crew once, so that code can say which
 * customers and numbers are right.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { readConfig } from '../config.ts'
import setUpDatabase from '../db/test-database.ts'
import { type CrewRunResult, runCrew } from '../graphs/crew/run-crew.ts'
import { ventureDescription } from '../sample/product.ts'
import { simulateVenture } from '../sample/simulate.ts'
import { embedFeedback } from '../tools/feedback/embed-feedback.ts'
import { importFiles } from '../tools/import/import-files.ts'
import { localOperator, openCrew, openPremises } from '../tools/open-crew.ts'
import { createVenture } from '../tools/ventures/create-venture.ts'
import { sampleDay } from './sample-day.ts'

declare module 'vitest' {
  interface ProvidedContext {
    sampleDataDir: string
    /** What the offline crew made of the sample, as JSON. */
    crewRun: string
  }
}

const CUSTOMERS = 200
const SEED = 20_260

/** Vitest's global setup: a database, the sample in it, and both gone afterwards. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  let databaseUrl = ''
  const dropDatabase = await setUpDatabase({
    provide: (_key: 'databaseUrl', url: string) => {
      databaseUrl = url
    },
  } as TestProject)
  const dataDir = await mkdtemp(join(tmpdir(), 'crew-evals-'))
  const run = await loadAndRun(databaseUrl, dataDir)
  project.provide('databaseUrl', databaseUrl)
  project.provide('sampleDataDir', dataDir)
  project.provide('crewRun', JSON.stringify(run))
  return async () => {
    await dropDatabase()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function loadAndRun(databaseUrl: string, dataDir: string): Promise<CrewRunResult> {
  const { files } = await simulateVenture(
    { seed: SEED, customers: CUSTOMERS, endOn: sampleDay },
    join(dataDir, 'sample'),
  )
  const config = readConfig({ DATABASE_URL: databaseUrl, CREW_DATA_DIR: dataDir })
  const premises = await openPremises(config)
  const { about: _, ...description } = ventureDescription
  await createVenture(premises.database, description, { ledgerKey: premises.ledgerKey, dataDir, now: new Date() })
  const crew = await openCrew(config, { premises, asOf: sampleDay, actor: localOperator })
  try {
    const mapping = fileURLToPath(new URL('../sample/mappings/sample.yaml', import.meta.url))
    await importFiles(crew.db, crew.venture, { files, mapping, dataDir, now: new Date() })
    const context = await crew.context()
    await embedFeedback(crew.db, context.embedder)
    return await runCrew(crew)
  } finally {
    await crew.close()
  }
}
