import { FORM, type Form } from '../../lib/python-form.js'
import type { PickleCodec } from '../registry.js'
import {
  checkDate,
  dateBytes,
  dateOf,
  dateText,
  keepState,
  stateBytes,
  type DateFields,
} from './calendar.js'
import {
  INSPECT,
  badArguments,
  blank,
  call,
  checkInt,
  checkedTime,
  classCodec,
  fieldsOf,
  isPlainCall,
  sourceOf,
} from './shared.js'

/**
 * A Python `datetime.date`: a day of the calendar.
 *
 * A pickle can hold a day that the calendar does not have, such as 31 February: CPython reads it, and
 * so does `loads`.
 *
 * @throws OptionError when there is no such day in the years 1 to 9999
 *
 * @example
 * import { PyDate } from 'cartouche/pickle'
 *
 * const day = new PyDate(2020, 3, 15)
 * String(day) // → '2020-03-15'
 * day.toDate() // → new Date('2020-03-15T00:00:00Z')
 */
export class PyDate implements DateFields {
  /** 1 to 9999. */
  readonly year: number
  /** 1 to 12: not as in JavaScript, where January is 0. */
  readonly month: number
  /** 1 to 31. */
  readonly day: number

  constructor(year: number, month: number, day: number) {
    checkDate({ year, month, day })
    this.year = year
    this.month = month
    this.day = day
    Object.freeze(this)
  }

  /**
   * The day on which a `Date` falls in UTC.
   *
   * @throws OptionError when the date is invalid or not in the years 1 to 9999
   *
   * @example
   * import { PyDate } from 'cartouche/pickle'
   *
   * PyDate.fromDate(new Date('2020-03-15T23:59:59Z')) // → new PyDate(2020, 3, 15)
   */
  static fromDate(date: Date): PyDate {
    checkedTime(date)
    return new PyDate(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())
  }

  /** Midnight of the day in UTC. A day that the calendar does not have runs on into the next month. */
  toDate(): Date {
    const date = new Date(0)
    date.setUTCFullYear(this.year, this.month - 1, this.day)
    return date
  }

  /** Whether `other` is the same day. */
  equals(other: unknown): boolean {
    return other instanceof PyDate && dateText(other) === dateText(this)
  }

  /** @internal */
  [FORM](): Form {
    return ['date', [dateText(this)]]
  }

  /** As Python's `str()`: `2020-03-15`. */
  toString(): string {
    return dateText(this)
  }

  /** ISO 8601: `2020-03-15`. */
  toJSON(): string {
    return dateText(this)
  }

  [INSPECT](): string {
    return `PyDate(${dateText(this)})`
  }
}

/** `date(state)`, of four bytes; also `date(year, month, day)`. */
export const dateCodec: PickleCodec<PyDate> = classCodec({
  module: 'datetime',
  name: 'date',
  type: PyDate,
  read: (object) => {
    if (!isPlainCall(object)) return undefined
    const [state, ...rest] = object.args
    const bytes = stateBytes(state, 4)
    if (bytes !== undefined && rest.length === 0) {
      return ofState(bytes, state)
    }
    const fields = fieldsOf(object.args)
    if (object.args.length !== 3 || fields === undefined) return badArguments(object)
    return new PyDate(...(fields as [number, number, number]))
  },
  write: (date, protocol, cls) =>
    call(cls, sourceOf(date, protocol) ?? Uint8Array.from(dateBytes(date))),
})

/** As CPython does, checks nothing but the month. */
function ofState(bytes: Uint8Array, state: unknown): PyDate {
  const fields = dateOf(bytes)
  checkInt('month', fields.month, 1, 12)
  return keepState(uncheckedDate(fields), state)
}

/** A day that the calendar need not have. */
export function uncheckedDate({ year, month, day }: DateFields): PyDate {
  const date = blank(PyDate)
  date.year = year
  date.month = month
  date.day = day
  return Object.freeze(date)
}
