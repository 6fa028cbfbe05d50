import { Command, Option } from 'commander'
import { addPerson } from '../../tools/people/add-person.ts'
import { assignRoles } from '../../tools/people/assign-roles.ts'
import { deactivatePerson } from '../../tools/people/deactivate-person.ts'
import { issueToken } from '../../tools/people/issue-token.ts'
import { listPeople } from '../../tools/people/list-people.ts'
import { setMail } from '../../tools/people/set-mail.ts'
import { roles } from '../../tools/role-matrix.ts'
import { runTool } from '../../tools/run-tool.ts'
import { faint, table } from '../output.ts'
import { crewCommand, parseCount, withCrew } from '../session.ts'

export function peopleCommand(): Command {
  const list = crewCommand('list', 'who is there and what they may do').action((options) =>
    withCrew(options, async (crew, out) => {
      const { output } = await runTool(listPeople, {}, await crew.context())
      out.result(output, () =>
        out.line(
          table(
            ['name', 'mail', 'roles', 'tokens', 'id'],
            output.people.map((person) => [
              person.isActive ? person.name : faint(`${person.name} (deactivated)`),
              person.email ?? '',
              person.roles.join(', '),
              String(person.tokenCount),
              faint(person.id),
            ]),
            [3],
          ),
        ),
      )
    }),
  )
  const add = crewCommand('add', 'add a person')
    .argument('<name>')
    .addOption(roleOption())
    .option('--email <address>', 'their mail address')
    .action((name: string, options) =>
      withCrew(options, async (crew, out) => {
        const input = { name, email: options.email ?? null, roles: options.role }
        const { output } = await runTool(addPerson, input, await crew.context())
        out.result(output, () =>
          out.line(`${output.name} is ${output.roles.join(', ')}. Next: ${out.crew(`people token "${output.name}"`)}`),
        )
      }),
    )
  const assign = crewCommand('roles', 'give a person these roles and no others')
    .argument('<person>', 'id, mail address or name')
    .addOption(roleOption())
    .action((person: string, options) =>
      withCrew(options, async (crew, out) => {
        const { output } = await runTool(assignRoles, { person, roles: options.role }, await crew.context())
        out.result(output, () => out.line(`${output.name} is ${output.roles.join(', ')}.`))
      }),
    )
  const mail = crewCommand('mail', 'give a person this mail address; Slack knows them by it')
    .argument('<person>', 'id, mail address or name')
    .argument('<address>')
    .action((person: string, email: string, options) =>
      withCrew(options, async (crew, out) => {
        const { output } = await runTool(setMail, { person, email }, await crew.context())
        out.result(output, () => out.line(`${output.name} has the address ${output.email}.`))
      }),
    )
  const token = crewCommand('token', 'make a token a person logs in with; it is shown once')
    .argument('<person>', 'id, mail address or name')
    .option('--expires <days>', 'days it holds', parseCount(1, 3650))
    .action((person: string, options) =>
      withCrew(options, async (crew, out) => {
        const { output } = await runTool(
          issueToken,
          { person, expiresInDays: options.expires ?? null },
          await crew.context(),
        )
        out.result(output, () => {
          out.line(output.token)
          out.note(`The token of ${output.name}, shown this once. They log in with: ${out.crew('login')}`)
        })
      }),
    )
  const deactivate = crewCommand('deactivate', 'end what a person may do and revoke their tokens')
    .argument('<person>', 'id, mail address or name')
    .action((person: string, options) =>
      withCrew(options, async (crew, out) => {
        const { output } = await runTool(deactivatePerson, { person }, await crew.context())
        out.result(output, () => out.line(`${output.name} is deactivated; their tokens no longer hold.`))
      }),
    )
  const people = new Command('people').description('people, their roles and their tokens')
  people.addCommand(list, { isDefault: true })
  for (const sub of [add, assign, mail, token, deactivate]) people.addCommand(sub)
  return people
}

function roleOption(): Option {
  return new Option('--role <role...>', 'one or more').choices(roles).makeOptionMandatory()
}
