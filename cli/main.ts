/** The operator's door: assembles the commands, and turns every outcome into an exit status. */
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { ConfigError, UserError } from '../errors.ts'

/** 0 done, 1 refused or failed with the reason on stderr, 2 wrong use. */
const WRONG_USE = 2
const FAILED = 1

export async function main(argv: string[]): Promise<void> {
  const { addCommands } = await import('./commands/all.ts')
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  const program = new Command('crew')
    .description(
      'Watches customers, scores their health, proposes what to do, waits for a person, and proves what worked.',
    )
    .version(version)
    .configureHelp({ sortSubcommands: false, showGlobalOptions: true })
    .showHelpAfterError('(add --help for usage)')
    .exitOverride()
  addCommands(program)
  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    process.exitCode = explain(error)
  }
}

function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USE
  if (error instanceof UserError) {
    console.error(`${error.answer.message}\n${error.answer.fix}`)
    if (error.answer.incidentId) console.error(`Incident ${error.answer.incidentId}`)
    return FAILED
  }
  if (error instanceof ConfigError) {
    for (const problem of error.problems) console.error(problem)
    return FAILED
  }
  console.error(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return FAILED
}
