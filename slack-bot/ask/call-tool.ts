/** `/crew <tool> key=value …`: any tool there is, so that what later work adds can be reached the day it is registered. */
import { z } from 'zod'
import { UserError } from '../../errors.ts'
import type { Tool } from '../../tools/define-tool.ts'
import type { SlackMessage } from '../blocks.ts'
import type { CommandCall } from '../bot.ts'
import { toolMessage } from '../messages/tool.ts'

export async function callTool(tool: Tool, words: string, call: CommandCall): Promise<SlackMessage> {
  if (tool.answersSecret !== undefined) {
    throw new UserError({
      code: 'forbidden',
      message: `${tool.title}: not in Slack, which keeps what I say for others to read.`,
      fix: `Make it where only you see it: ${tool.answersSecret}.`,
    })
  }
  return toolMessage(tool, await call.call(tool.name, toolArguments(tool, words)), call.bot.crew.venture)
}

type Property = { type?: string | string[]; anyOf?: Property[]; items?: Property }

/**
 * `limit=5 search="Acme Corp" kinds=a,b` by the types of the tool's input; an object or a list of objects as JSON. Words
 * without a key go to the first text that the tool asks for. Throws UserError that names the keys there are.
 */
export function toolArguments(tool: Tool, words: string): Record<string, unknown> {
  const schema = z.toJSONSchema(tool.input, { io: 'input' }) as {
    properties?: Record<string, Property>
    required?: string[]
  }
  const properties = schema.properties ?? {}
  const given: Record<string, unknown> = {}
  const loose: string[] = []
  for (const { key, value } of pairsOf(words)) {
    if (key === undefined) {
      loose.push(value)
      continue
    }
    const name = Object.keys(properties).find((each) => sameName(each, key))
    if (name === undefined) throw unknownKey(tool, key, Object.keys(properties))
    given[name] = typedValue(value, properties[name] ?? {})
  }
  if (loose.length === 0) return given
  const names = [...(schema.required ?? []), ...Object.keys(properties)]
  const first = names.find((name) => !(name in given) && typesOf(properties[name] ?? {}).includes('string'))
  if (first === undefined) throw unknownKey(tool, loose.join(' '), Object.keys(properties))
  return { ...given, [first]: loose.join(' ') }
}

/** `key=value`, `key="a value"`, `key={"json": 1}` and words. */
function pairsOf(words: string): { key: string | undefined; value: string }[] {
  const pattern = /(?:([A-Za-z_][\w-]*)=)?(?:"([^"]*)"|(\{[\s\S]*\}|\[[\s\S]*\])|(\S+))/g
  return [...words.matchAll(pattern)].map(([, key, quoted, json, word]) => ({
    key,
    value: quoted ?? json ?? word ?? '',
  }))
}

const sameName = (one: string, other: string): boolean =>
  one.replaceAll(/[_-]/g, '').toLowerCase() === other.replaceAll(/[_-]/g, '').toLowerCase()

function typesOf(property: Property): string[] {
  const own = property.type === undefined ? [] : [property.type].flat()
  return [...own, ...(property.anyOf ?? []).flatMap(typesOf)]
}

/** As the schema wants it; what does not fit stays text, for the tool to say what is wrong. */
function typedValue(text: string, property: Property): unknown {
  const types = typesOf(property)
  if (types.includes('null') && text === 'null') return null
  if (types.includes('boolean') && /^(true|yes|false|no)$/i.test(text)) return /^(true|yes)$/i.test(text)
  if ((types.includes('number') || types.includes('integer')) && text.trim() !== '' && Number.isFinite(Number(text))) {
    return Number(text)
  }
  const isStructure = types.includes('object') || types.includes('array')
  if (isStructure && /^[[{]/.test(text)) {
    try {
      return JSON.parse(text)
    } catch {
      return text
    }
  }
  if (types.includes('array')) return text.split(',').map((item) => typedValue(item.trim(), property.items ?? {}))
  return text
}

function unknownKey(tool: Tool, key: string, names: readonly string[]): UserError {
  return new UserError({
    code: 'invalid_input',
    message: `${tool.name} takes no ${key}.`,
    field: key,
    fix:
      names.length === 0
        ? 'It takes nothing: leave it out.'
        : `Give ${names.map((name) => `${name}=…`).join(' ')}, with quotation marks around a value of several words.`,
  })
}
