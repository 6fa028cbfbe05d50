import { readFile } from 'node:fs/promises'
import { stdin } from 'node:process'
import { text } from 'node:stream/consumers'
import type { Command } from 'commander'
import { UserError } from '../../errors.ts'
import { login, logout } from '../../tools/people/login.ts'
import { crewCommand, withCrew } from '../session.ts'

export function loginCommand(): Command {
  return crewCommand('login', 'be a person, by their token, in later commands')
    .option('--token-file <file>', 'a file with the token; without it the token is read from standard input')
    .addHelpText(
      'after',
      '\nThe first start names the file with the Chairman’s token. A token is never given as an argument: it would stay in the shell’s history.',
    )
    .action((options) =>
      withCrew({ ...options, asActor: 'nobody' }, async (crew, out) => {
        if (options.tokenFile === undefined && stdin.isTTY) out.note('Paste the token, then Enter and Ctrl-D:')
        const token = options.tokenFile === undefined ? await text(stdin) : await readToken(options.tokenFile)
        const person = await login(crew.db, crew.dataDir, token, new Date())
        out.result({ name: person.name, roles: person.roles }, () =>
          out.line(`Logged in as ${person.name} (${person.roles.join(', ')}). Next: ${out.crew('approvals')}`),
        )
      }),
    )
}

export function logoutCommand(): Command {
  return crewCommand('logout', 'be nobody in particular again').action((options) =>
    withCrew({ ...options, asActor: 'nobody' }, async (crew, out) => {
      const wasLoggedIn = await logout(crew.db, crew.dataDir)
      out.result({ wasLoggedIn }, () => out.line(wasLoggedIn ? 'Logged out.' : 'Nobody was logged in.'))
    }),
  )
}

async function readToken(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => {
    throw new UserError({
      code: 'not_found',
      message: `The token file ${file} cannot be read.`,
      field: 'token-file',
      value: file,
      fix: 'Give the file that the first start named, usually data/chairman.token.',
    })
  })
}
