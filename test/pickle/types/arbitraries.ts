/** Random values of the standard classes. */
import fc from 'fast-check'
import {
  PyDate,
  PyDateTime,
  PyDecimal,
  PyTime,
  PyTimeDelta,
  PyTimeZone,
} from '../../../src/pickle/types/index.js'

const int = (min: number, max: number) => fc.integer({ min, max })

export const spans = fc
  .tuple(int(-999_999_998, 999_999_998), int(-86_399, 86_399), int(-999_999, 999_999))
  .map((parts) => new PyTimeDelta(...parts))

export const zones = fc
  .tuple(int(-86_399, 86_399), int(0, 999_999), fc.option(fc.string({ minLength: 1 })))
  .map(([seconds, micro, name]) => new PyTimeZone(new PyTimeDelta(0, seconds, micro), name))

export const dates = fc
  .tuple(int(1, 9999), int(1, 12), int(1, 28))
  .map((parts) => new PyDate(...parts))

export const times = fc
  .tuple(int(0, 23), int(0, 59), int(0, 59), int(0, 999_999), fc.option(zones), int(0, 1))
  .map((parts) => new PyTime(...parts))

export const datetimes = fc
  .tuple(dates, times)
  .map(
    ([{ year, month, day }, { hour, minute, second, microsecond, tzinfo, fold }]) =>
      new PyDateTime(year, month, day, hour, minute, second, microsecond, tzinfo, fold),
  )

/** Texts of decimals, in any form that Python reads. */
export const decimalTexts = fc
  .tuple(
    fc.constantFrom('', '-', '+'),
    fc.stringMatching(/^\d{1,30}$/),
    fc.option(fc.stringMatching(/^\d{0,20}$/)),
    fc.option(int(-40, 40)),
    fc.boolean(),
  )
  .map(([sign, whole, fraction, exponent, isUpper]) => {
    const power = exponent === null ? '' : `${isUpper ? 'E' : 'e'}${exponent}`
    return `${sign}${whole}${fraction === null ? '' : `.${fraction}`}${power}`
  })

export const decimals = decimalTexts.map((text) => new PyDecimal(text))
