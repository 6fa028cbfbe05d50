/** Whether a set of changes may be: every parameter by its own range, then every rule between them; all problems at once. */
import { UserError } from '../../errors.ts'
import { nearest } from '../import/nearest.ts'
import { constraints } from './constraints.ts'
import { findParameter, type ParameterName, parameterNames, parameterOf, snakeName } from './parameters.ts'
import { parseStoredSettings, type Settings } from './settings.ts'
import { shownSetting } from './shown-setting.ts'

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** What one wants a parameter to be; the name as `engagementWeight` or `engagement_weight`. */
export interface WantedSetting {
  parameter: string
  to: unknown
}

export interface SettingProblem {
  /** The parameters it is about, the one to look at first. */
  parameters: ParameterName[]
  message: string
  fix: string
}

export interface SettingChange {
  parameter: ParameterName
  from: Json
  to: Json
}

/**
 * The settings with the changes in them, and what really changes, in the order of the parameters. Throws
 * `invalid_input` with every problem: unknown names, values out of range, broken rules. Then nothing was changed.
 */
export function settleChanges(
  before: Settings,
  wanted: readonly WantedSetting[],
): { settings: Settings; changes: SettingChange[] } {
  const named = nameWanted(wanted)
  const after = { ...before, ...Object.fromEntries(named.map(({ name, to }) => [name, to])) }
  const problems = settingProblems(after)
  if (problems.length > 0) throw refusal(problems, after)
  const settings = parseStoredSettings(after)
  return { settings, changes: settingChanges(before, settings) }
}

/** Every problem of a whole document; none exactly when `settingsSchema` accepts it. */
export function settingProblems(document: Readonly<Record<ParameterName, unknown>>): SettingProblem[] {
  const problems: SettingProblem[] = []
  const wrong = new Set<ParameterName>()
  for (const name of parameterNames) {
    const { schema, range } = parameterOf(name)
    const parsed = schema.safeParse(document[name])
    if (parsed.success) continue
    wrong.add(name)
    const [issue] = parsed.error.issues
    const why = issue?.code === 'custom' || issue?.code === 'invalid_format' ? `${issue.message}; ` : ''
    problems.push({
      parameters: [name],
      message: `${snakeName(name)} cannot be ${JSON.stringify(document[name])}: ${why}it takes ${range}`,
      fix: `Give ${snakeName(name)} ${range}.`,
    })
  }
  for (const { parameters: bound, rule, holds } of constraints) {
    if (bound.some((name) => wrong.has(name)) || holds(document as Settings)) continue
    const values = bound.map((name) => `${snakeName(name)} would be ${shownSetting(name, document[name])}`)
    problems.push({
      parameters: [...bound],
      message: `${rule}; ${listed(values)}`,
      fix:
        bound.length === 1
          ? `Give ${snakeName(bound[0])} with fewer decimals.`
          : `Change ${listed(bound.map(snakeName))} together so that it holds.`,
    })
  }
  return problems
}

/** What differs between two documents, in the order of the parameters. */
export function settingChanges(before: Settings, after: Settings): SettingChange[] {
  return parameterNames
    .map((parameter) => ({ parameter, from: before[parameter] as Json, to: after[parameter] as Json }))
    .filter(({ from, to }) => !isSame(from, to))
}

/** Whether two values of a parameter are the same; the order of a mapping's fields says nothing, of a list it does. */
export function isSame(a: Json, b: Json): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a))
    return JSON.stringify(a) === JSON.stringify(b)
  const sorted = (value: object) =>
    JSON.stringify(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
  return sorted(a) === sorted(b)
}

/** Throws `invalid_input` for names that are none, with the nearest, and for a name that is given twice. */
function nameWanted(wanted: readonly WantedSetting[]): { name: ParameterName; to: unknown }[] {
  const named = wanted.map(({ parameter, to }) => ({ parameter, name: findParameter(parameter), to }))
  const unknown = named.filter(({ name }) => name === undefined).map(({ parameter }) => parameter)
  if (unknown.length > 0) throw noSuchParameter(unknown)
  const known = named.flatMap(({ name, to }) => (name === undefined ? [] : [{ name, to }]))
  const twice = known.find(({ name }, at) => known.findIndex((other) => other.name === name) !== at)
  if (!twice) return known
  throw new UserError({
    code: 'invalid_input',
    message: `${snakeName(twice.name)} is given twice, so nothing was changed.`,
    field: twice.name,
    fix: 'Give each parameter once.',
  })
}

/** By either spelling. Throws `invalid_input` naming the nearest parameter. */
export function parameterNamed(text: string): ParameterName {
  const name = findParameter(text)
  if (name === undefined) throw noSuchParameter([text])
  return name
}

function noSuchParameter(unknown: readonly string[]): UserError {
  const meant = unknown.map((text) => nearest(text, parameterNames.map(snakeName)))
  return new UserError({
    code: 'invalid_input',
    message:
      unknown.length === 1
        ? `There is no parameter ${unknown[0]}.`
        : `There are no parameters ${listed(unknown)}, so nothing was changed.`,
    field: 'parameter',
    value: unknown.join(', '),
    fix: `Perhaps ${listed([...new Set(meant)].map(String))} is meant; see all with crew settings.`,
  })
}

function refusal(problems: readonly SettingProblem[], document: Readonly<Record<ParameterName, unknown>>): UserError {
  const names = [...new Set(problems.flatMap(({ parameters }) => parameters))]
  const [first] = problems
  return new UserError({
    code: 'invalid_input',
    message:
      problems.length === 1
        ? `${capital(first?.message ?? '')}. Nothing was changed.`
        : `There are ${problems.length} problems, so nothing was changed: ${problems.map(({ message }, at) => `(${at + 1}) ${message}`).join('; ')}.`,
    field: names.join(', '),
    value: names.map((name) => JSON.stringify(document[name])).join(', '),
    fix: problems.map(({ fix }) => fix).join(' '),
  })
}

const listed = (words: readonly string[]): string => new Intl.ListFormat('en', { type: 'conjunction' }).format(words)
/** A parameter's name keeps its small letter where a sentence begins with it. */
const capital = (text: string): string => text.replace(/^the /, 'The ')
