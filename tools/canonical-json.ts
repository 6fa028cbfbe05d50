/** Canonical JSON (RFC 8785): equal values give equal bytes, so a hash of them can be compared. */
import serialize from 'canonicalize'

/** Throws TypeError on what JSON has no text for (undefined, a function, NaN, half a surrogate pair). */
export function canonicalJson(value: unknown): string {
  const copy = inOrder(value)
  const text = copy === unordered ? serialize(value) : JSON.stringify(copy)
  if (text === undefined) throw new TypeError('This value has no JSON text.')
  return text
}

const unordered = Symbol('has keys that an object does not keep in order')

/** An object puts whole numbers before its other keys, and `__proto__` is not kept at all. */
const KEPT_IN_ORDER = /^[^\d_]/

/**
 * The same value with its keys in order, for the engine to write: JSON's own numbers and strings are RFC 8785's. A third of
 * the time of serializing it piece by piece, and every call of a tool is serialized.
 */
function inOrder(value: unknown): unknown {
  if (typeof value === 'string') {
    if (value.isWellFormed()) return value
    throw new TypeError('Half a surrogate pair has no JSON text.')
  }
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value
    throw new TypeError(`${value} has no JSON text.`)
  }
  if (typeof value === 'function') throw new TypeError('A function has no JSON text.')
  if (typeof value !== 'object' || value === null) return value
  if ('toJSON' in value && typeof value.toJSON === 'function') return inOrder(value.toJSON())
  if (Array.isArray(value)) {
    const items = value.map(inOrder)
    return items.includes(unordered) ? unordered : items
  }
  const ordered: Record<string, unknown> = {}
  for (const key of Object.keys(value).sort()) {
    const inner = inOrder(Reflect.get(value, key))
    if (inner === unordered || !KEPT_IN_ORDER.test(key) || !key.isWellFormed()) return unordered
    ordered[key] = inner
  }
  return ordered
}
