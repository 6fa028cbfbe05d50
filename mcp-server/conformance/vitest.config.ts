import { defineConfig } from 'vitest/config'

/** What other people's clients see: slow, for each request is a process of its own, and so not part of `npm test`. */
export default defineConfig({
  test: {
    include: ['mcp-server/conformance/*.check.ts'],
    globalSetup: ['db/test-database.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
  },
})
