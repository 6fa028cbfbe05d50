import { Command } from 'commander'
import { readConfig } from '../../config.ts'
import { openPremises } from '../../tools/open-crew.ts'
import { createOutput } from '../output.ts'

export function migrateCommand(): Command {
  return new Command('migrate')
    .description('bring the database to this version; every other command does it too')
    .option('--json', 'one JSON document on stdout and nothing else')
    .action(async (options) => {
      const out = createOutput(options)
      const { database } = await openPremises(readConfig())
      await database.close()
      out.result({ database: database.kind, migrated: true }, () =>
        out.line(`The ${database.kind} database is up to date.`),
      )
    })
}
