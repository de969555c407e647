import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dumps, loads } from '../../../src/pickle/index.js'
import { PyDateTime, PyDecimal, PyTimeDelta, PyTimeZone } from '../../../src/pickle/types/index.js'
import { dates, datetimes, decimalTexts, decimals, spans, times, zones } from './arbitraries.js'
import { PROTOCOLS, registry } from './cases.js'

const protocols = fc.constantFrom(...PROTOCOLS)
const newProtocols = fc.constantFrom(4 as const, 5 as const)

describe('what was written is read as it was', () => {
  test.each([
    ['dates', dates, protocols],
    ['spans', spans, protocols],
    ['zones', zones, protocols],
    ['decimals', decimals, protocols],
    ['times', times, newProtocols],
    ['datetimes', datetimes, newProtocols],
  ] as const)('%s', (_, values: fc.Arbitrary<object>, protocols) => {
    fc.assert(
      fc.property(values, protocols, (value, protocol) => {
        const bytes = dumps(value, { protocol, registry })
        const read = loads(bytes, { registry })
        expect(read).toEqual(value)
        expect((value as PyDecimal).equals(read)).toBe(true)
        expect(String(read)).toBe(String(value))
        expect(dumps(read, { protocol, registry })).toEqual(bytes)
      }),
    )
  })
})

test('older protocols lose nothing, the fold neither', () => {
  fc.assert(
    fc.property(
      datetimes,
      fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const),
      (value, protocol) => {
        const read = loads(dumps(value, { protocol, registry }), { registry })
        expect(read).toEqual(value)
      },
    ),
  )
})

test('a span is the sum of its parts, and its parts are in their bounds', () => {
  const part = fc.maxSafeInteger()
  const days = fc.integer({ min: -800_000_000, max: 800_000_000 })
  fc.assert(
    fc.property(days, part, part, (days, seconds, microseconds) => {
      const sum = (BigInt(days) * 86_400n + BigInt(seconds)) * 1_000_000n + BigInt(microseconds)
      fc.pre(sum > -86_400_000_000n * 999_999_999n && sum < 86_400_000_000n * 999_999_999n)
      const span = new PyTimeDelta(days, seconds, microseconds)
      expect(span.totalMicroseconds).toBe(sum)
      expect(span.seconds >= 0 && span.seconds < 86_400).toBe(true)
      expect(span.microseconds >= 0 && span.microseconds < 1_000_000).toBe(true)
    }),
  )
})

test('a Date comes back from any offset, and from UTC as its own text', () => {
  const instants = fc.date({ min: new Date('0001-01-02Z'), max: new Date('9999-12-30Z') })
  fc.assert(
    fc.property(
      instants.filter((date) => !Number.isNaN(date.getTime())),
      zones,
      (date, zone) => {
        expect(PyDateTime.fromDate(date, zone).toDate()).toEqual(date)
        const utc = PyDateTime.fromDate(date)
        expect(utc.tzinfo).toBe(PyTimeZone.utc)
        expect(new Date(utc.toJSON())).toEqual(date)
        expect(utc.replace({ tzinfo: null }).toDate('utc')).toEqual(date)
      },
    ),
  )
})

test('a decimal is the number that its text is, and its own text stays as it is', () => {
  fc.assert(
    fc.property(decimalTexts, (text) => {
      const decimal = new PyDecimal(text)
      expect(decimal.toNumber()).toBe(Number(text))
      expect(new PyDecimal(decimal.text).text).toBe(decimal.text)
      expect(
        decimal.equals(
          new PyDecimal(`${decimal.text.replace(/E.*/, '')}${/E.*/.exec(decimal.text) ?? ''}`),
        ),
      ).toBe(true)
    }),
  )
})

test('decimals are equal when they are the same number', () => {
  const shift = fc.integer({ min: 0, max: 30 })
  fc.assert(
    fc.property(fc.bigInt(), shift, (digits, zeros) => {
      const longer = new PyDecimal(`${digits}${'0'.repeat(zeros)}e-${zeros}`)
      expect(longer.equals(new PyDecimal(digits))).toBe(true)
      expect(longer.equals(new PyDecimal(digits + 1n))).toBe(false)
    }),
  )
})
