import type { Command } from 'commander'
import { readConfig } from '../../config.ts'
import { openPremises } from '../../tools/open-crew.ts'
import { createOutput } from '../output.ts'
import { crewCommand } from '../session.ts'

export function migrateCommand(): Command {
  return crewCommand('migrate', 'bring the database to this version; start does it too').action(async (options) => {
    const out = createOutput(options.json ?? false)
    const { database } = await openPremises(readConfig())
    await database.close()
    out.result({ database: database.kind, migrated: true }, () =>
      out.line(`The ${database.kind} database is up to date.`),
    )
  })
}
