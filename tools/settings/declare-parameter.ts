/** The kinds of parameter there are: a schema with its default, and the range and unit in words a person reads. */
import { z } from 'zod'

export const settingGroups = {
  health: 'Health score',
  churn: 'Churn',
  campaigns: 'Campaigns',
  journey: 'Renewal, onboarding, advocacy',
  alerts: 'Alerts and surveys',
  system: 'CRM and system',
  review: 'Reviews, proposals, imports',
} as const
export type SettingGroup = keyof typeof settingGroups

export const settingUnits = [
  'points',
  'days',
  'hours',
  'minutes',
  'seconds',
  'percent',
  'share',
  'count',
  'money',
  'none',
] as const
type SettingUnit = (typeof settingUnits)[number]

export interface Parameter<Schema extends z.ZodType = z.ZodType> {
  schema: Schema
  /** What may be given, as `1 to 7` or `one of auto, event`. */
  range: string
  /** The ends of a number's range. */
  limits?: { low: number; high: number }
  unit: SettingUnit
  meaning: string
  /** EVA and the agents may propose a change; only the Chairman applies it. */
  chairmanOnly: boolean
  /** Somebody's address or name in another system: the ledger and the receipts do without it. */
  isPersonal: boolean
}

function declare<Schema extends z.ZodType>(
  schema: Schema,
  words: { range: string; meaning: string; unit?: SettingUnit; limits?: { low: number; high: number } },
): Parameter<Schema> {
  return { unit: 'none', chairmanOnly: false, isPersonal: false, ...words, schema }
}

export function whole(fallback: number, low: number, high: number, unit: SettingUnit, meaning: string) {
  const schema = z.number().int().min(low).max(high).default(fallback)
  return declare(schema, { range: `a whole number from ${low} to ${high}`, limits: { low, high }, unit, meaning })
}

export function decimal(fallback: number, low: number, high: number, unit: SettingUnit, meaning: string) {
  const schema = z.number().min(low).max(high).default(fallback)
  return declare(schema, { range: `${low} to ${high}`, limits: { low, high }, unit, meaning })
}

/** Far above any budget, and small enough to be counted exactly in the minor unit of every currency. */
const MOST_MONEY = 1_000_000_000_000

/** In the venture's currency, not its minor unit. */
export function money(fallback: number, meaning: string) {
  return decimal(fallback, 0, MOST_MONEY, 'money', meaning)
}

/** A channel or a user as the other system writes it. */
export function address(fallback: string, meaning: string) {
  const schema = z
    .string()
    .trim()
    .regex(/^\S{1,100}$/, 'must be one word')
    .default(fallback)
  return declare(schema, { range: 'one word, such as #channel or @user', meaning })
}

export function email(fallback: string, meaning: string) {
  return declare(z.email('must be a mail address').default(fallback), { range: 'a mail address', meaning })
}

export function oneOf<const Values extends readonly [string, ...string[]]>(
  values: Values,
  fallback: Values[number],
  meaning: string,
) {
  const choice = z.enum(values)
  const schema = choice.default(fallback as z.util.NoUndefined<z.output<typeof choice>>)
  return declare(schema, { range: `one of ${values.join(', ')}`, meaning })
}

export function dayList(fallback: number[], meaning: string) {
  const schema = z
    .array(z.number().int().min(0).max(365))
    .min(1)
    .max(12)
    .refine((days) => new Set(days).size === days.length, 'names a day twice')
    .default(fallback)
  return declare(schema, { range: 'days from 0 to 365, each once', unit: 'days', meaning })
}

export function featureList(meaning: string) {
  const schema = z
    .array(z.string().trim().min(1).max(200))
    .max(100)
    .refine((names) => new Set(names).size === names.length, 'names a feature twice')
    .default([])
  return declare(schema, { range: 'names of features, each once; none is allowed', meaning })
}

/** Which of our fields goes into which of theirs; a field that is left out is not synced. */
export function fieldMapping<const Fields extends readonly [string, ...string[]]>(fields: Fields, meaning: string) {
  const identity = Object.fromEntries(fields.map((field) => [field, field])) as Record<Fields[number], string>
  const schema = z
    .partialRecord(z.enum(fields), z.string().trim().min(1).max(100))
    .refine((mapping) => {
      const theirs = Object.values(mapping)
      return new Set(theirs).size === theirs.length
    }, 'writes two fields into one')
    .default(identity as never)
  return declare(schema, { range: `field:their_field for any of ${fields.join(', ')}`, meaning })
}

/** Checked by `check`, which says what is wrong with the text. */
export function cron(fallback: string, check: (text: string) => string | undefined, meaning: string) {
  const schema = z
    .string()
    .trim()
    .superRefine((text, context) => {
      const problem = check(text)
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem })
    })
    .default(fallback)
  return declare(schema, { range: 'five cron fields, UTC', meaning })
}

export function chairman<Schema extends z.ZodType>(parameter: Parameter<Schema>): Parameter<Schema> {
  return { ...parameter, chairmanOnly: true }
}
export function personal<Schema extends z.ZodType>(parameter: Parameter<Schema>): Parameter<Schema> {
  return { ...parameter, isPersonal: true }
}
