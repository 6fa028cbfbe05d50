/** Decimal amounts as whole minor units, exactly: text to bigint, never through a float. */

export type ReadMoney =
  | { kind: 'minor'; minor: bigint }
  | { kind: 'unreadable' }
  | { kind: 'too_precise'; digits: number }

/** How many decimals a currency has: 2 for USD, 0 for JPY, 3 for KWD. */
export function currencyDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

/**
 * `text` (`1234.50`; `decimal` says which mark divides, and there are no thousands marks) in minor units of `currency`.
 * With a `rate` (units of `currency` for one of the text's) the product is rounded half away from zero; without, an
 * amount finer than the minor unit is refused rather than rounded.
 */
export function readMoney(text: string, currency: string, options: { decimal: '.' | ','; rate?: string }): ReadMoney {
  const amount = decimalOf(options.decimal === ',' ? text.replace(',', '.') : text)
  if (!amount || (options.decimal === ',' && text.includes('.'))) return { kind: 'unreadable' }
  const digits = currencyDigits(currency)
  const rate = options.rate === undefined ? { units: 1n, scale: 0 } : decimalOf(options.rate)
  if (!rate) return { kind: 'unreadable' }
  const units = amount.units * rate.units * 10n ** BigInt(digits)
  const scale = 10n ** BigInt(amount.scale + rate.scale)
  const rest = units % scale
  if (rest === 0n) return bounded(units / scale)
  if (options.rate === undefined) return { kind: 'too_precise', digits }
  const doubled = (rest < 0n ? -rest : rest) * 2n
  return bounded(units / scale + (doubled >= scale ? (units < 0n ? -1n : 1n) : 0n))
}

const LARGEST = BigInt(Number.MAX_SAFE_INTEGER)

function bounded(minor: bigint): ReadMoney {
  return minor > LARGEST || minor < -LARGEST ? { kind: 'unreadable' } : { kind: 'minor', minor }
}

function decimalOf(text: string): { units: bigint; scale: number } | undefined {
  const match = /^([+-]?)(\d{1,18})(?:\.(\d{1,12}))?$/.exec(text)
  if (!match) return undefined
  const [, sign, whole = '0', fraction = ''] = match
  const units = BigInt(whole + fraction)
  return { units: sign === '-' ? -units : units, scale: fraction.length }
}
