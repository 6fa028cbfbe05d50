/** The conventions of a tool, held by a test so that they need no review. */
import { existsSync, globSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Actor, effects } from './define-tool.ts'
import { checkCaller } from './may-call.ts'
import { findTool, tools } from './registry.ts'
import { isAllowed, roleMatrix, roles } from './role-matrix.ts'

const root = new URL('..', import.meta.url).pathname
const toolFiles = new Map(
  globSync('tools/**/*.ts', { cwd: root }).map((path) => [basename(path, '.ts'), path] as const),
)

/** What a field is called when it holds what someone wrote, who they are or how to reach them. */
const PERSONAL = /^(body|comment|email|userName|personName|words|quote|token|ownerEmail)$/

test('names are unique', () => {
  expect(new Set(tools.map(({ name }) => name)).size).toBe(tools.length)
  expect(findTool(tools[0]?.name ?? '')).toBe(tools[0])
  expect(findTool('no_such_tool')).toBeUndefined()
})

describe.each(tools.map((tool) => [tool.name, tool] as const))('%s', (name, tool) => {
  const input = z.toJSONSchema(tool.input, { io: 'input' })
  const output = z.toJSONSchema(tool.output, { io: 'output' })

  test('is verb_noun, in a file of that name', () => {
    expect(name).toMatch(/^[a-z]+(_[a-z]+)+$/)
    const file = toolFiles.get(name.replaceAll('_', '-'))
    expect(file, 'a file named as the tool, with dashes').toBeDefined()
    expect(existsSync(`${root}${file}`)).toBe(true)
  })

  test('tells a model what comes back and when to use it', () => {
    expect(tool.title.length).toBeGreaterThan(3)
    expect(tool.description.length).toBeGreaterThanOrEqual(60)
    expect(tool.description.length).toBeLessThanOrEqual(600)
    expect(tool.description).toMatch(/[.]$/)
  })

  test('has an effect, and a capability that fits it', () => {
    expect(effects).toContain(tool.effect)
    expect(roleMatrix).toHaveProperty(tool.capability)
    if (tool.effect === 'act') expect(['read', 'ask', 'propose']).not.toContain(tool.capability)
  })

  test.each(roles)('may be called by %s as the matrix says, and not otherwise', (role) => {
    const caller: Actor = { kind: 'person', id: 'somebody', name: 'Somebody', roles: [role] }
    const call = () => checkCaller(tool, caller)
    if (isAllowed(tool.capability, [role])) expect(call).not.toThrow()
    else expect(call).toThrow(`${name} is for the role`)
  })

  test('takes and gives objects of JSON types', () => {
    expect(input.type).toBe('object')
    expect(output.type).toBe('object')
  })

  test('refuses unknown keys at every depth of its input', () => {
    for (const { path, schema } of objectsIn(input)) {
      // The gate makes the top level strict.
      if (path !== '') expect(schema.additionalProperties, `${path} must be z.strictObject or a record`).toBeDefined()
    }
  })

  test('keeps personal text and secrets out of receipts, and says that it reads them', () => {
    const personal = [...propertiesOf(output)].filter((property) => PERSONAL.test(property))
    for (const property of personal) expect(tool.withheldFields ?? [], `withheldFields of ${name}`).toContain(property)
    if (tool.effect === 'read' && tool.withheldFields) expect(tool.readsPersonalData).toBe(true)
    const known = new Set([...propertiesOf(output), ...propertiesOf(input)])
    for (const field of tool.withheldFields ?? []) expect(known, 'a withheld field that exists').toContain(field)
  })

  test('says that it answers with a secret, and where a person makes one', () => {
    const secrets = Object.keys(output.properties ?? {}).filter((field) => /^(key|token|secret|password)$/.test(field))
    expect(secrets.length > 0).toBe(tool.answersSecret !== undefined)
  })
})

interface Schema {
  type?: unknown
  properties?: Record<string, Schema>
  additionalProperties?: unknown
  [key: string]: unknown
}

function objectsIn(schema: unknown, path = ''): { path: string; schema: Schema }[] {
  if (typeof schema !== 'object' || schema === null) return []
  const own = 'properties' in schema && 'type' in schema ? [{ path, schema: schema as Schema }] : []
  return [...own, ...Object.entries(schema).flatMap(([key, inner]) => objectsIn(inner, `${path}/${key}`))]
}

function propertiesOf(schema: unknown): Set<string> {
  return new Set(objectsIn(schema).flatMap(({ schema: object }) => Object.keys(object.properties ?? {})))
}
