/** A venture's settings: one immutable document a version. A set that breaks a rule is refused whole. */
import { z } from 'zod'
import { type SettingsRow, settingsInForce } from '../../db/queries/settings.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { constraints } from './constraints.ts'
import { type ParameterName, parameters } from './parameters.ts'

type Shape = { [Name in ParameterName]: (typeof parameters)[Name]['schema'] }
const shape = Object.fromEntries(Object.entries(parameters).map(([name, { schema }]) => [name, schema])) as Shape

/** Completes what is absent by defaults; refuses unknown names, values out of range and broken constraints. */
export const settingsSchema = z.strictObject(shape).superRefine((settings, context) => {
  for (const { parameters: bound, rule, holds } of constraints)
    if (!holds(settings)) context.addIssue({ code: 'custom', path: [bound[0]], message: rule })
})
export type Settings = z.output<z.ZodObject<Shape>>

export const defaultSettings: Settings = settingsSchema.parse({})

/** A rule that was added since must not stop a venture whose settings were accepted before it. */
const storedSettings = z.object(shape)

/** A stored version, completed by the defaults of parameters that are newer than it. */
export function parseStoredSettings(document: unknown): Settings {
  return storedSettings.parse(document)
}

/** The newest version in force at `at`, by default now. Version 0 with the defaults where none was ever saved. */
export async function readSettings(
  db: VentureDb,
  at: Date = new Date(),
): Promise<{ settings: Settings; version: number }> {
  return settingsOf(await settingsInForce(db, at))
}

/** Of a stored version, or of none. */
export function settingsOf(row: SettingsRow | undefined): { settings: Settings; version: number } {
  return row ? { settings: parsedOnce(row.settings), version: row.version } : { settings: defaultSettings, version: 0 }
}

/**
 * Every call of a tool reads the settings, and checking ninety parameters against each other takes longer than most tools.
 * By what is stored, never by its number: the answer cannot be older than the row.
 */
const parsed = new Map<string, Settings>()
const MOST_PARSED = 200

function parsedOnce(stored: unknown): Settings {
  const text = JSON.stringify(stored)
  const known = parsed.get(text)
  if (known) return known
  const settings = parseStoredSettings(stored)
  if (parsed.size >= MOST_PARSED) parsed.clear()
  parsed.set(text, settings)
  return settings
}
