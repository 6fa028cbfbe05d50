import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readMoney } from './read-money.ts'

const minors = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 })

function written(minor: number, digits: number, mark: string): string {
  const [sign, text] = [minor < 0 ? '-' : '', String(Math.abs(minor)).padStart(digits + 1, '0')]
  return sign + (digits === 0 ? text : `${text.slice(0, -digits)}${mark}${text.slice(-digits)}`)
}

test('an amount comes back to the minor unit, whatever the currency and the decimal mark', () => {
  const currencies = fc.constantFrom<[string, number]>(['USD', 2], ['JPY', 0], ['KWD', 3], ['EUR', 2])
  fc.assert(
    fc.property(minors, currencies, fc.constantFrom<'.' | ','>('.', ','), (minor, [currency, digits], decimal) => {
      const read = readMoney(written(minor, digits, decimal), currency, { decimal })
      expect(read).toEqual({ kind: 'minor', minor: BigInt(minor) })
    }),
  )
})

test('a rate multiplies exactly and rounds half away from zero', () => {
  expect(readMoney('0.1', 'USD', { decimal: '.', rate: '1.05' })).toEqual({ kind: 'minor', minor: 11n })
  expect(readMoney('-0.1', 'USD', { decimal: '.', rate: '1.05' })).toEqual({ kind: 'minor', minor: -11n })
  expect(readMoney('1000000', 'USD', { decimal: '.', rate: '0.0091' })).toEqual({ kind: 'minor', minor: 910_000n })
})

test('what is finer than the currency, marked in thousands or not a number is refused', () => {
  expect(readMoney('12.345', 'USD', { decimal: '.' })).toEqual({ kind: 'too_precise', digits: 2 })
  expect(readMoney('12.3400', 'USD', { decimal: '.' })).toEqual({ kind: 'minor', minor: 1234n })
  expect(readMoney('1.5', 'JPY', { decimal: '.' })).toEqual({ kind: 'too_precise', digits: 0 })
  for (const text of ['1,234.50', '$12', '12 USD', '1e3', '', '.5', 'NaN', '999999999999999999']) {
    expect(readMoney(text, 'USD', { decimal: '.' }), text).toEqual({ kind: 'unreadable' })
  }
  expect(readMoney('1.234,50', 'USD', { decimal: ',' })).toEqual({ kind: 'unreadable' })
})
