/** Calls of tools with one value that nobody would give: each names its own fields, so that most of them reach the tool. */
import { z } from 'zod'
import type { Tool } from '../tools/define-tool.ts'
import { isAllowed } from '../tools/role-matrix.ts'
import { clientInput } from './as-of.ts'

export interface Call {
  name: string
  arguments: Record<string, unknown>
}

/** Values that fit the type of their place, and little else. */
const oddTexts = [
  '\u0000',
  'half \ud800',
  '%_\\',
  "'",
  '\u202e',
  '-1',
  '2147483648',
  '999999999999999',
  'P-999999999999999',
  'R-999999999999999',
  '00000000-0000-0000-0000-000000000000',
  '0000-01',
  'toString',
]
const oddDays = ['0000-01-01', '0001-01-01', '1000-01-01', '1900-01-01', '2199-12-31', '9999-12-31']
const oddNumbers = [-1, 0, 0.1, 500, 1e9, 2 ** 31, Number.MAX_SAFE_INTEGER, 1e308]

/** A call that each tool would take, but for one of its fields. */
export function oddCalls(tools: readonly Tool[], customer: string): Call[] {
  const right: Record<string, unknown> = {
    customer,
    about: customer,
    proposal: 'P-1001',
    alert: 'A-1',
    receipt: 'R-1',
    question: 'who is at risk?',
    query: 'price',
    from: 1,
    outcome: 'successful',
    cause: 'looks_idle',
    title: 'Call them',
    reason: 'Nobody signs in.',
    draft: { kind: 'task', title: 'Call', body: 'Call them.', dueInDays: 1 },
  }
  const calls = tools
    // A run is long, and takes a number and a choice only.
    .filter(({ name, capability }) => name !== 'run_crew' && isAllowed(capability, ['eva']))
    .flatMap((tool) => {
      const { required = [], properties = {} } = z.toJSONSchema(clientInput(tool), { io: 'input' })
      const rest = Object.fromEntries(required.map((field) => [field, right[field]]))
      return Object.entries(properties).flatMap(([field, schema]) =>
        oddValuesOf(JSON.stringify(schema)).map((value) => ({
          name: tool.name,
          arguments: { ...rest, [field]: value },
        })),
      )
    })
  return [...calls, ...['no_such_tool', '', '__proto__'].map((name) => ({ name, arguments: {} }))]
}

function oddValuesOf(schema: string): readonly unknown[] {
  if (schema.includes('"format":"date"')) return oddDays
  if (/"(?:integer|number)"/.test(schema)) return oddNumbers
  return schema.includes('"enum"') ? [] : oddTexts
}
