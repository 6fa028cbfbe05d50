/** A small simulated venture in the test database, loaded and embedded, ready for the crew. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readConfig } from '../../config.ts'
import { testDatabaseUrl } from '../../db/test-database.ts'
import { ventureDescription } from '../../sample/product.ts'
import { simulateVenture } from '../../sample/simulate.ts'
import { embedFeedback } from '../../tools/feedback/embed-feedback.ts'
import { importFiles } from '../../tools/import/import-files.ts'
import { type Crew, localOperator, openCrew, openPremises } from '../../tools/open-crew.ts'
import { createVenture } from '../../tools/ventures/create-venture.ts'

const sampleDay = '2026-10-30'

export interface SampleVenture {
  crew: Crew
  close(): Promise<void>
}

export async function openSampleVenture(slug: string, customers = 80): Promise<SampleVenture> {
  const dataDir = await mkdtemp(join(tmpdir(), 'crew-graph-'))
  const simulated = { seed: 7, customers, endOn: sampleDay }
  const { files } = await simulateVenture(simulated, join(dataDir, 'sample'))
  const config = readConfig({ DATABASE_URL: testDatabaseUrl(), CREW_DATA_DIR: dataDir })
  const premises = await openPremises(config)
  const { about: _, ...description } = ventureDescription
  const now = new Date(`${sampleDay}T20:00:00Z`)
  const owner = { ledgerKey: premises.ledgerKey, dataDir, now }
  await createVenture(premises.database, { ...description, slug }, owner)
  const crew = await openCrew(config, { premises, venture: slug, asOf: sampleDay, actor: localOperator })
  const mapping = fileURLToPath(new URL('../../sample/mappings/sample.yaml', import.meta.url))
  await importFiles(crew.db, crew.venture, { files, mapping, dataDir, now: new Date() })
  await embedFeedback(crew.db, (await crew.context()).embedder)
  return {
    crew,
    close: async () => {
      await crew.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
