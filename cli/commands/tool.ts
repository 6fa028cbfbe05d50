import { Command } from 'commander'
import { UserError } from '../../errors.ts'
import { findTool, tools } from '../../tools/registry.ts'
import { runTool } from '../../tools/run-tool.ts'
import { createOutput, faint, table } from '../output.ts'
import { crewCommand, withCrew } from '../session.ts'

export function toolCommand(): Command {
  const list = crewCommand('list', 'every tool: what it does and what it takes').action((options) => {
    const out = createOutput(options.json ?? false)
    const listed = tools.map(({ name, title, description, effect, roles }) => ({
      name,
      title,
      description,
      effect,
      roles,
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
  const call = crewCommand('call', 'call a tool with JSON input; prints its output, facts and receipt as JSON')
    .argument('<tool>')
    .argument('[input]', 'a JSON object', '{}')
    .action((name: string, input: string, options) =>
      withCrew(options, async (crew) => {
        const tool = findTool(name)
        if (!tool) {
          throw new UserError({
            code: 'not_found',
            message: 'There is no tool of this name.',
            field: 'tool',
            value: name,
            fix: 'See them with crew tool list.',
          })
        }
        console.log(JSON.stringify(await runTool(tool, parseJson(input), await crew.context()), null, 2))
      }),
    )
  return new Command('tool')
    .description('the tools behind every answer')
    .addCommand(list, { isDefault: true })
    .addCommand(call)
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
