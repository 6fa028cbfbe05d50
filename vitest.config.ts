import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { readTestConfig } from './config.ts'

/**
 * What takes long and says the same on either database: attacks, outages and long stories through the doors, random files,
 * every query with two ventures. A server runs it; on the embedded database, which takes one statement at a time, the suite
 * stays short without it.
 */
const onServersOnly = [
  'db/queries/isolation.db.test.ts',
  'ingest/serve-ingest.e2e.test.ts',
  'mcp-server/injection.e2e.test.ts',
  'slack-bot/approvals/**/*.e2e.test.ts',
  'slack-bot/socket-mode.e2e.test.ts',
  'tools/health/past-day.db.test.ts',
  'tools/import/load-usage.db.test.ts',
  'tools/import/marks.db.test.ts',
]
const isEmbedded = readTestConfig().databaseUrl === undefined
if (isEmbedded)
  process.stderr.write(
    `skipped: ${onServersOnly.join(', ')}, which take long and do not depend on the kind of database; TEST_DATABASE_URL runs them\n`,
  )

/** These first, so that the workers end together: by the size of its file, a long story in few lines would come last. */
const longest = [
  'cli/newcomer.e2e.test.ts',
  'cli/ravenstack.e2e.test.ts',
  'db/embedded/holder-life.db.test.ts',
  'cli/serving.e2e.test.ts',
  'tools/import/load-usage.db.test.ts',
  'tools/import/marks.db.test.ts',
  'tools/health/store-scores.db.test.ts',
  'graphs/crew/run-crew.db.test.ts',
  'graphs/proposal/crash.db.test.ts',
  'slack-bot/approvals/approvals.e2e.test.ts',
  'ingest/serve-ingest.e2e.test.ts',
  'mcp-server/story.e2e.test.ts',
]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex((path) => moduleId.endsWith(`/${path}`))
      return place < 0 ? longest.length : place
    }
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other))
  }
}

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules/**', 'data/**', 'evals/**', ...(isEmbedded ? onServersOnly : [])],
    globalSetup: ['db/test-database.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // A worker loads what files share once, and not again for each: two thirds of the time that loading took. So a test
    // leaves nothing behind in its process.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    // For the processes that tests start: half the time to load what is compiled already.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') },
  },
})
