import serialize from 'canonicalize'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.ts'

test('any JSON value has the text that RFC 8785 says', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      expect(canonicalJson(value)).toBe(serialize(value))
    }),
    { numRuns: 500 },
  )
})

test('keys that an object would put elsewhere stand in order all the same', () => {
  const keys = fc.constantFrom('10', '9', '__proto__', '_', 'b', 'a', 'Ä', '😀', '')
  fc.assert(
    fc.property(
      fc.dictionary(
        keys,
        fc.oneof(fc.integer(), fc.dictionary(keys, fc.double({ noNaN: true, noDefaultInfinity: true }))),
      ),
      (value) => {
        expect(canonicalJson({ outer: [value] })).toBe(serialize({ outer: [value] }))
      },
    ),
  )
  expect(canonicalJson(JSON.parse('{"b":1,"10":2,"9":3,"__proto__":4}'))).toBe('{"10":2,"9":3,"__proto__":4,"b":1}')
})

test('what is absent is left out, an instant is its text, and what JSON cannot say is refused', () => {
  expect(canonicalJson({ b: undefined, a: new Date('2026-01-15T12:00:00Z'), c: [undefined, -0] })).toBe(
    '{"a":"2026-01-15T12:00:00.000Z","c":[null,0]}',
  )
  for (const unsayable of [
    undefined,
    () => 1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1n,
    '\ud800',
    { a: { b: '\udc00' } },
    { '\udc00': 1 },
  ])
    expect(() => canonicalJson(unsayable)).toThrow()
})
