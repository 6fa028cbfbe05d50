import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import pc from 'picocolors'
import { type Config, readConfig } from '../../config.ts'
import { ConfigError, UserError } from '../../errors.ts'
import { type Check, failed, off, ok, warning } from '../../tools/installation/check.ts'
import { checkSurroundings } from '../../tools/installation/check-installation.ts'
import type { Crew } from '../../tools/open-crew.ts'
import { listPeople } from '../../tools/people/list-people.ts'
import { runTool } from '../../tools/run-tool.ts'
import { getSystemHealth } from '../../tools/system/get-system-health.ts'
import { counted, createOutput, faint, table } from '../output.ts'
import { type CommonOptions, crewCommand, openVenture } from '../session.ts'

const marks: Record<Check['state'], string> = {
  ok: pc.green('ok'),
  warning: pc.yellow('look'),
  failed: pc.red('fix'),
  off: pc.dim('off'),
}

/** Everything is looked at, whatever is wrong with the rest; exits with 1 when something does not work. */
export function doctorCommand(): Command {
  return crewCommand('doctor', 'check the installation: folder, disk, key, database, services, Slack; says what to do')
    .option('--slack', 'only Slack: tokens, scopes, channels, people')
    .action(async (options: CommonOptions & { slack?: boolean }) => {
      const out = createOutput(options)
      const checks = await checkAll(options)
      const broken = checks.filter(({ state }) => state === 'failed')
      out.result({ checks, isWorking: broken.length === 0 }, () => {
        out.line(
          table(
            ['', 'what', 'found'],
            checks.map(({ what, state, found }) => [marks[state], what, found]),
            [],
            Number.POSITIVE_INFINITY,
          ),
        )
        const todo = checks.filter(({ fix }) => fix !== null)
        if (todo.length > 0) out.line()
        for (const { what, state, fix } of todo) out.line(`${marks[state]} ${what}: ${fix}`)
        out.line()
        out.line(
          broken.length === 0
            ? 'Everything that is set up works.'
            : `${counted(broken.length, 'thing does', 'things do')} not work.`,
        )
        out.line(faint('What is off is not set up, which is allowed.'))
      })
      if (broken.length > 0) process.exitCode = 1
    })
}

async function checkAll(options: CommonOptions & { slack?: boolean }): Promise<Check[]> {
  let config: Config
  try {
    config = readConfig()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems.map((problem) => ({ what: 'Configuration', state: 'failed', found: problem, fix: null }))
  }
  const surroundings = options.slack ? [] : await checkSurroundings(config)
  const { checkSlack } = await import('../../slack-bot/check-slack.ts')
  // Looking must not make an embedded database where there is none.
  if (config.databaseUrl === undefined && !existsSync(config.dataDir)) {
    const none = off('Database', 'none yet: crew start makes the embedded one')
    return [...surroundings, none, ...(await checkSlack(config.slack, undefined))]
  }
  let crew: Crew
  try {
    crew = await openVenture(config, options)
  } catch (error) {
    return [...surroundings, notOpened(error), ...(await checkSlack(config.slack, undefined))]
  }
  try {
    const inside = options.slack ? [] : await checkInside(crew, config)
    return [...surroundings, ...inside, ...(await checkSlack(config.slack, await slackSubjects(crew)))]
  } finally {
    await crew.close()
  }
}

function notOpened(error: unknown): Check {
  if (error instanceof ConfigError)
    return { what: 'Database', state: 'failed', found: error.problems.join(' '), fix: null }
  if (error instanceof UserError) return failed('Venture', error.answer.message, error.answer.fix)
  throw error
}

/** What only an opened venture tells. */
async function checkInside(crew: Crew, config: Config): Promise<Check[]> {
  const context = await crew.context()
  const newest = await crew.latestDataOn()
  const { output: health } = await runTool(getSystemHealth, {}, context)
  const where = config.databaseUrl ? 'a Postgres server, migrated' : 'the embedded database, migrated'
  return [
    ok('Database', where),
    newest === undefined
      ? warning('Data', `${crew.venture.name} holds none`, 'Load it: crew import <files> --mapping <mapping.yaml>.')
      : ok('Data', `${crew.venture.name}, until ${newest}`),
    health.state === 'degraded'
      ? warning('The system', `degraded: ${worst(health.components)}`, 'crew system says more.')
      : ok('The system', health.state),
  ]
}

function worst(components: readonly { component: string; state: string; reason: string }[]): string {
  return components
    .filter(({ state }) => state === 'degraded')
    .map(({ component, reason }) => `${component.replaceAll('_', ' ')} (${reason})`)
    .join(', ')
}

/** Whom alerts go to in Slack, and who might ask there. */
async function slackSubjects(crew: Crew) {
  const context = await crew.context()
  const recipients = Object.entries(context.settings).flatMap(([name, value]) =>
    typeof value === 'string' && /^[#@]\S/.test(value)
      ? [{ parameter: name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), recipient: value }]
      : [],
  )
  try {
    const { output } = await runTool(listPeople, {}, context)
    return { recipients, people: output.people }
  } catch (error) {
    // Who may not see people checks the rest.
    if (error instanceof UserError && error.answer.code === 'forbidden') return { recipients, people: [] }
    throw error
  }
}
