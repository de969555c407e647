/** Dates and times of day as fields: their bounds, their text, and their bytes in a pickle. */

import { textToLatin1 } from '../../lib/text.js'
import { Py2Str } from '../values.js'
import { checkInt, keepSource, textOf } from './shared.js'

/** A day of the Gregorian calendar, which Python extends to all years. */
export interface DateFields {
  readonly year: number
  readonly month: number
  readonly day: number
}

/** A time of day. */
export interface TimeFields {
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly microsecond: number
}

export const pad = (value: number, size = 2): string => String(value).padStart(size, '0')

// ---- bounds

export function checkDate({ year, month, day }: DateFields): void {
  checkInt('year', year, 1, 9999)
  checkInt('month', month, 1, 12)
  checkInt('day', day, 1, daysInMonth(year, month))
}

function daysInMonth(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
}

export function checkTime({ hour, minute, second, microsecond }: TimeFields): void {
  checkInt('hour', hour, 0, 23)
  checkInt('minute', minute, 0, 59)
  checkInt('second', second, 0, 59)
  checkInt('microsecond', microsecond, 0, 999_999)
}

// ---- text

export const dateText = ({ year, month, day }: DateFields): string =>
  `${pad(year, 4)}-${pad(month)}-${pad(day)}`

/** A point and six digits, or nothing for 0. */
export const fractionText = (microseconds: number): string =>
  microseconds === 0 ? '' : `.${pad(microseconds, 6)}`

/** `10:30:01`, with six more digits unless the microseconds are 0. */
export const timeText = ({ hour, minute, second, microsecond }: TimeFields): string =>
  `${pad(hour)}:${pad(minute)}:${pad(second)}${fractionText(microsecond)}`

// ---- bytes

/** Year (two bytes, big-endian), month, day. The month's high bit tells `fold`. */
export const dateBytes = ({ year, month, day }: DateFields, fold = 0): number[] => [
  year >> 8,
  year & 0xff,
  month | (fold << 7),
  day,
]

/** Hour, minute, second, microsecond (three bytes, big-endian). The hour's high bit tells `fold`. */
export const timeBytes = (
  { hour, minute, second, microsecond }: TimeFields,
  fold = 0,
): number[] => [
  hour | (fold << 7),
  minute,
  second,
  microsecond >> 16,
  (microsecond >> 8) & 0xff,
  microsecond & 0xff,
]

/** The fields of a day from four bytes, none of which is checked; the month's high bit is kept. */
export const dateOf = (bytes: Uint8Array): DateFields => ({
  year: (bytes[0]! << 8) | bytes[1]!,
  month: bytes[2]!,
  day: bytes[3]!,
})

/** The fields of a time of day from six bytes, none of which is checked; the hour's high bit is kept. */
export function timeOf(bytes: Uint8Array, at = 0): TimeFields {
  return {
    hour: bytes[at]!,
    minute: bytes[at + 1]!,
    second: bytes[at + 2]!,
    microsecond: (bytes[at + 3]! << 16) | (bytes[at + 4]! << 8) | bytes[at + 5]!,
  }
}

/**
 * The bytes of a state: bytes from Python 3, a str from Python 2, or that str read as text. `undefined`
 * for any other value, or another length.
 */
export function stateBytes(state: unknown, size: number): Uint8Array | undefined {
  if (state instanceof Uint8Array) return state.length === size ? state : undefined
  const text = textOf(state)
  return text?.length === size ? textToLatin1(text) : undefined
}

/**
 * Keeps the state that a value was read from, if it can be written back: bytes, or a str of Python 2.
 * Only for one without a fold, which not every protocol holds.
 */
export const keepState = <T extends object>(value: T, state: unknown): T =>
  state instanceof Uint8Array || state instanceof Py2Str ? keepSource(value, state) : value
