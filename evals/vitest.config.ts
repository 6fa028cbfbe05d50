import { defineConfig } from 'vitest/config'

/** Each agent's cases on the sample venture, and what a misbehaving model must not get past. Nothing leaves the machine. */
export default defineConfig({
  test: {
    include: ['evals/**/*.eval.ts'],
    globalSetup: ['evals/sample-venture.ts'],
    reporters: ['langsmith/vitest/reporter', './evals/pass-rate-reporter.ts'],
    env: { LANGSMITH_TEST_TRACKING: 'false', LANGSMITH_TRACING: 'false' },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
})
