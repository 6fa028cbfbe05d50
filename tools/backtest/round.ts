const DECIMALS = 6

/** Every number with at most six decimals: the last digits of a logarithm differ between machines, a receipt's must not. */
export function rounded<Value>(value: Value): Value {
  if (typeof value === 'number') return (Math.round(value * 10 ** DECIMALS) / 10 ** DECIMALS) as Value
  if (Array.isArray(value)) return value.map((item) => rounded(item)) as Value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rounded(inner)])) as Value
}
