/** Canonical JSON (RFC 8785): equal values give equal bytes, so a hash of them can be compared. */
import serialize from 'canonicalize'

/** Throws TypeError on what JSON has no text for (undefined, a function, NaN). */
export function canonicalJson(value: unknown): string {
  const text = serialize(value)
  if (text === undefined) throw new TypeError('This value has no JSON text.')
  return text
}
