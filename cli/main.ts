/** The operator's door: assembles the commands, and turns every outcome into an exit status. */
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { readConfig } from '../config.ts'
import { ConfigError, UserError } from '../errors.ts'
import { reportBug } from '../tools/incident-log.ts'
import { addCommands } from './commands/all.ts'

/** 0 done, 1 refused or failed with the reason on stderr, 2 wrong use. */
const WRONG_USE = 2
const FAILED = 1

export async function main(argv: string[]): Promise<void> {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  const program = new Command('crew')
    .description(
      'Watches customers, scores their health, proposes what to do, waits for a person, and proves what worked.',
    )
    .version(version)
    .addHelpText('after', '\nA first look: npx crew start. Every command has --help.')
  await addCommands(program, argv[0])
  answerWrongUse(program)
  // A reader that has seen enough (`crew customers | head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : FAILED))
  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    process.exitCode = await explain(error, argv[0] ?? 'crew')
  }
}

/** Commander gives a subcommand made on its own none of this, so that its mistakes would exit with 1. */
function answerWrongUse(command: Command): void {
  command.exitOverride().showHelpAfterError('Add --help to see how it is used.')
  for (const subcommand of command.commands) answerWrongUse(subcommand)
}

async function explain(error: unknown, where: string): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USE
  if (error instanceof UserError) {
    console.error(`${error.answer.message}\n${error.answer.fix}`)
    return FAILED
  }
  if (error instanceof ConfigError) {
    for (const problem of error.problems) console.error(problem)
    return FAILED
  }
  const { dataDir } = readConfig()
  const about = { dataDir, at: new Date(), where: `crew ${where}`, ids: {} }
  const bug = await reportBug(error, about).catch(
    () =>
      new ConfigError([`CREW_DATA_DIR: nothing can be written to ${dataDir}. Name a folder that you may write to.`]),
  )
  return explain(bug, where)
}
