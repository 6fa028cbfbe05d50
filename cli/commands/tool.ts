import { Command } from 'commander'
import { UserError } from '../../errors.ts'
import { tools } from '../../tools/registry.ts'
import { roleMatrix } from '../../tools/role-matrix.ts'
import { runTool } from '../../tools/run-tool.ts'
import { createOutput, faint, table } from '../output.ts'
import { datedCommand, withCrew } from '../session.ts'

export function toolCommand(): Command {
  const list = new Command('list')
    .description('every tool and what it does; --json has the descriptions')
    .option('--json', 'one JSON document on stdout and nothing else')
    .action((options) => {
      const out = createOutput(options)
      const listed = tools.map(({ name, title, description, effect, capability }) => ({
        name,
        title,
        description,
        effect,
        roles: roleMatrix[capability],
      }))
      out.result({ tools: listed }, () =>
        out.line(
          table(
            ['tool', 'effect', 'title'],
            listed.map(({ name, title, effect }) => [name, faint(effect), title]),
          ),
        ),
      )
    })
  const call = datedCommand('call', 'call a tool with JSON input; prints its output, facts and receipt as JSON')
    .argument('<tool>', 'its name, as crew tool list shows it')
    .argument('[input]', 'a JSON object', '{}')
    .action((name: string, input: string, options) =>
      withCrew(options, async (crew, _out, config) => {
        const { openDoorTools } = await import('../../graphs/door-tools.ts')
        const offered = await openDoorTools({ crew, config })
        try {
          const tool = offered.find(name) ?? unknownTool(name)
          const answer = await runTool(tool, parseJson(input), await crew.context({ door: 'cli' }))
          console.log(JSON.stringify(answer, null, 2))
        } finally {
          await offered.close()
        }
      }),
    )
  return new Command('tool')
    .description('the tools behind every answer')
    .addCommand(list, { isDefault: true })
    .addCommand(call)
}

function unknownTool(name: string): never {
  throw new UserError({
    code: 'not_found',
    message: 'There is no tool of this name.',
    field: 'tool',
    value: name,
    fix: 'See them with crew tool list.',
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UserError({
      code: 'invalid_input',
      message: 'The input is not JSON.',
      field: 'input',
      value: text,
      fix: 'Give an object, as \'{"customer": "Acme"}\'.',
    })
  }
}
