/** Values of parameters as people read and write them. */
import { UserError } from '../../errors.ts'
import { currencyExponent, formatCount, formatMoney } from '../format.ts'
import type { WantedSetting } from './check-settings.ts'
import { findParameter, type ParameterName, parameterOf } from './parameters.ts'

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** `7 days`, `Monday`, `90, 60, 30, 7 days`, `none`; money with its currency where one is given. */
export function shownSetting(name: ParameterName, value: unknown, currency?: string): string {
  const { unit } = parameterOf(name)
  if (value === null || value === undefined) return 'no value'
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.length === 0 ? 'none' : `${value.join(', ')}${unit === 'days' ? ' days' : ''}`
  if (typeof value === 'object') {
    // The database keeps a mapping's fields in an order of its own.
    const order = Object.keys(parameterOf(name).schema.parse(undefined) as object)
    const pairs = Object.entries(value).sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
    if (pairs.every(([field, theirs]) => field === theirs)) return pairs.map(([field]) => field).join(', ') || 'none'
    return pairs.map(([field, theirs]) => `${field}:${theirs}`).join(', ')
  }
  if (typeof value !== 'number') return JSON.stringify(value)
  if (name === 'weeklyDigestDay') return WEEKDAYS[value - 1] ?? String(value)
  switch (unit) {
    case 'money':
      return currency === undefined ? formatCount(value) : formatMoney(minorOf(value, currency), currency)
    case 'percent':
      // Not rounded as a figure would be: what is shown is what is set.
      return `${value} %`
    case 'days':
    case 'hours':
    case 'minutes':
    case 'seconds':
      return `${formatCount(value)} ${value === 1 ? unit.slice(0, -1) : unit}`
    case 'points':
    case 'share':
    case 'count':
    case 'none':
      return String(value)
  }
}

/** An amount of a setting in the currency's minor unit. */
export function minorOf(amount: number, currency: string): number {
  return Math.round(amount * 10 ** currencyExponent(currency))
}

/**
 * What someone typed as a value of this parameter: a number, a weekday, a list with commas, `field:their_field` pairs,
 * or JSON. What cannot be read stays text, which the parameter's range then refuses by name.
 */
export function readSettingText(name: ParameterName, text: string): unknown {
  const trimmed = text.trim()
  const { limits, schema, unit } = parameterOf(name)
  if (name === 'weeklyDigestDay') {
    const day = WEEKDAYS.findIndex((weekday) => weekday.toLowerCase() === trimmed.toLowerCase())
    if (day !== -1) return day + 1
  }
  if (limits) return numberOrText(withoutUnit(trimmed, unit))
  const sample: unknown = schema.parse(undefined)
  if (typeof sample !== 'object' || sample === null) return trimmed
  if (trimmed.startsWith('[') || trimmed.startsWith('{')) {
    try {
      return JSON.parse(trimmed)
    } catch {
      return text
    }
  }
  const parts = trimmed === '' || trimmed === 'none' ? [] : trimmed.split(',').map((part) => part.trim())
  if (!Array.isArray(sample)) return Object.fromEntries(parts.map((part) => pairOf(part)))
  return sample.every((each) => typeof each === 'number') && sample.length > 0
    ? parts.map((part) => numberOrText(withoutUnit(part, unit)))
    : parts
}

function pairOf(part: string): [string, string] {
  const at = part.indexOf(':')
  return at === -1 ? [part, part] : [part.slice(0, at).trim(), part.slice(at + 1).trim()]
}
/** `7` of `7 days`, `1000` of `1,000`: what is shown can be typed. */
function withoutUnit(text: string, unit: string): string {
  const words = unit === 'percent' ? ['%'] : [unit, unit.replace(/s$/, '')]
  const word = words.find((each) => text.endsWith(each))
  const bare = word === undefined ? text : text.slice(0, -word.length).trim()
  return /^-?\d{1,3}(,\d{3})+$/.test(bare) ? bare.replaceAll(',', '') : bare
}
const numberOrText = (part: string): number | string =>
  part !== '' && Number.isFinite(Number(part)) ? Number(part) : part

/**
 * Typed `name=value` pairs as wanted changes. A name that is none is kept, for the check of the whole set names it with
 * the nearest. Throws `invalid_input` for a pair without `=`.
 */
export function wantedSettings(pairs: readonly string[]): WantedSetting[] {
  return pairs.map((pair) => {
    const at = pair.indexOf('=')
    const parameter = pair.slice(0, at).trim()
    const name = findParameter(parameter)
    if (at > 0) return { parameter, to: name === undefined ? null : readSettingText(name, pair.slice(at + 1)) }
    throw new UserError({
      code: 'invalid_input',
      message: 'A change is a name and a value.',
      field: 'changes',
      value: pair,
      fix: `Write it as name=value, such as ${findParameter(pair) === undefined ? 'engagement_weight' : pair.trim()}=50.`,
    })
  })
}
