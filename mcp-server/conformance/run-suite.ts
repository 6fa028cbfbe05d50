/** The conformance suite as a process, and what it wrote down. */
import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

const REVISION = '2025-11-25'

/** What `server-sse-polling` and its like say is for information, and a check that does not apply is skipped. */
export interface Check {
  scenario: string
  id: string
  status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'INFO' | 'SKIPPED'
  errorMessage?: string
}

export interface Place {
  /** Where its results may lie. */
  folder: string
  bin(name: string): string
  environment: Record<string, string>
}

/** All that the revision requires, or one scenario. */
export async function runSuite(place: Place, url: string, scenario?: string): Promise<Check[]> {
  const results = await mkdtemp(join(place.folder, 'results-'))
  const wanted =
    scenario === undefined ? ['--requirements', REVISION] : ['--scenario', scenario, '--spec-version', REVISION]
  const child = spawn(place.bin('conformance'), ['server', '--url', url, '-o', results, ...wanted], {
    cwd: results,
    env: place.environment,
  })
  const [out, problems] = await Promise.all([text(child.stdout), text(child.stderr)])
  const checks = await readChecks(results)
  if (checks.length === 0) throw new Error(`The suite made no check.\n${out.slice(-2000)}${problems.slice(-2000)}`)
  return checks
}

async function readChecks(results: string): Promise<Check[]> {
  const checks: Check[] = []
  for (const path of await readdir(results, { recursive: true })) {
    if (!path.endsWith('checks.json')) continue
    const scenario = /server-(.+)-\d{4}-\d\d-\d\d/.exec(path)?.[1] ?? path
    const found = JSON.parse(await readFile(join(results, path), 'utf8')) as Omit<Check, 'scenario'>[]
    checks.push(...found.map((check) => ({ ...check, scenario })))
  }
  return checks
}
