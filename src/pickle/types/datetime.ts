import { isDate } from '../../lib/kinds.js'
import { FORM, type Form } from '../../lib/python-form.js'
import { OptionError, PickleError } from '../../errors.js'
import type { PickleCodec } from '../registry.js'
import type { PyObject } from '../values.js'
import {
  checkDate,
  checkTime,
  dateBytes,
  dateOf,
  dateText,
  keepState,
  stateBytes,
  timeBytes,
  timeOf,
  timeText,
  type DateFields,
  type TimeFields,
} from './calendar.js'
import {
  fieldsAt,
  localMilliseconds,
  offsetIn,
  utcMilliseconds,
  zoneMilliseconds,
  type ClockFields,
} from './clock.js'
import { uncheckedDate, type PyDate } from './date.js'
import {
  INSPECT,
  badArguments,
  blank,
  checkInt,
  checkedTime,
  classCodec,
  fieldsOf,
  isPlainCall,
} from './shared.js'
import { uncheckedTime, type PyTime } from './time.js'
import type { PyTimeDelta } from './timedelta.js'
import { PyTimeZone, offsetText } from './timezone.js'
import {
  checkZone,
  isKnownZone,
  isTzInfo,
  sameZone,
  zoneNote,
  zonedCall,
  type KnownZone,
} from './tzinfo.js'

/** How to read clocks: those of UTC, of this machine, or of a zone. */
export type Clock = 'utc' | 'local' | KnownZone

/** The fields of a datetime. */
export interface DateTimeFields extends ClockFields {
  readonly tzinfo: object | null
}

/**
 * A Python `datetime.datetime`: a day and a time of day, with a time zone ("aware") or without
 * ("naive").
 *
 * A naive one is no instant: it does not say where its clock hangs. {@link toDate} therefore wants to
 * be told. A pickle can hold fields that the calendar does not have, such as 31 February or second 60:
 * CPython reads them, and so does `loads`.
 *
 * @throws OptionError when a field is out of its range, or there is no such day
 *
 * @example
 * import { PyDateTime, PyTimeZone } from 'cartouche/pickle'
 *
 * const naive = new PyDateTime(2020, 3, 15, 10, 30, 1)
 * String(naive) // → '2020-03-15 10:30:01'
 * naive.toDate('utc') // → new Date('2020-03-15T10:30:01Z')
 * const aware = naive.replace({ tzinfo: PyTimeZone.utc })
 * aware.toJSON() // → '2020-03-15T10:30:01+00:00'
 * aware.toDate() // → new Date('2020-03-15T10:30:01Z')
 */
export class PyDateTime implements DateTimeFields {
  /** 1 to 9999. */
  readonly year: number
  /** 1 to 12: not as in JavaScript, where January is 0. */
  readonly month: number
  /** 1 to 31. */
  readonly day: number
  /** 0 to 23. */
  readonly hour: number
  /** 0 to 59. */
  readonly minute: number
  /** 0 to 59. */
  readonly second: number
  /** 0 to 999,999. */
  readonly microsecond: number
  /** The time zone: a PyTimeZone, a PyZoneInfo, or whatever stands for another class; `null` for none. */
  readonly tzinfo: object | null
  /**
   * Which of two equal times is meant when clocks are put back: 0 the first, 1 the second. Python
   * 2 and Python below 3.6 do not know it, and do not read a pickle of a second one.
   */
  readonly fold: number

  constructor(
    year: number,
    month: number,
    day: number,
    hour = 0,
    minute = 0,
    second = 0,
    microsecond = 0,
    tzinfo: object | null = null,
    fold = 0,
  ) {
    checkDate({ year, month, day })
    checkTime({ hour, minute, second, microsecond })
    checkZone(tzinfo, fold)
    this.year = year
    this.month = month
    this.day = day
    this.hour = hour
    this.minute = minute
    this.second = second
    this.microsecond = microsecond
    this.tzinfo = tzinfo
    this.fold = fold
    Object.freeze(this)
  }

  /**
   * The aware datetime of an instant, as clocks of `zone` show it.
   *
   * @param zone - default UTC
   * @throws OptionError when the date is invalid or not in the years 1 to 9999
   *
   * @example
   * import { PyDateTime, PyZoneInfo } from 'cartouche/pickle'
   *
   * const date = new Date('2024-07-01T10:00:00.250Z')
   * String(PyDateTime.fromDate(date)) // → '2024-07-01 10:00:00.250000+00:00'
   * const zone = new PyZoneInfo('Europe/Berlin')
   * String(PyDateTime.fromDate(date, zone)) // → '2024-07-01 12:00:00.250000+02:00'
   */
  static fromDate(date: Date, zone: KnownZone = PyTimeZone.utc): PyDateTime {
    const time = checkedTime(date)
    const offset = zone instanceof PyTimeZone ? zone.offset : zone.offsetAt(date)
    const fields = fieldsAt(time, offset)
    const made = ofAll({ ...fields, tzinfo: zone, fold: 0 })
    const isSecond = !offsetIn(made, zone).equals(offset)
    return isSecond ? made.replace({ fold: 1 }) : made
  }

  /**
   * The instant, to the millisecond; what is finer is cut off.
   *
   * Fields that the calendar does not have run on: second 60 is the next minute.
   *
   * @param clock - how to read a datetime that does not say so itself: one that is naive, or has a
   *   `tzinfo` of a class that is not known here. Others do not need it and pay no heed to it.
   * @throws OptionError when there is no `clock` and it is needed, or the engine does not know the zone
   *
   * @example
   * import { PyDateTime, PyTimeDelta, PyTimeZone } from 'cartouche/pickle'
   *
   * const noon = new PyDateTime(2020, 3, 15, 12)
   * noon.toDate('utc') // → new Date('2020-03-15T12:00:00Z')
   * const east = new PyTimeZone(new PyTimeDelta(0, 3600))
   * noon.toDate(east) // → new Date('2020-03-15T11:00:00Z')
   */
  toDate(clock?: Clock): Date {
    const zone = isKnownZone(this.tzinfo) ? this.tzinfo : clock
    if (zone === undefined) {
      const kind = this.tzinfo === null ? 'naive' : 'in a time zone of an unknown class'
      throw new OptionError('clock', `must be given: the datetime is ${kind}`)
    }
    if (zone === 'local') return new Date(localMilliseconds(this))
    if (zone === 'utc') return new Date(utcMilliseconds(this))
    if (!isKnownZone(zone)) throw new OptionError('clock', "must be 'utc', 'local' or a time zone")
    return new Date(zoneMilliseconds(this, zone))
  }

  /**
   * What the clock is ahead of UTC; `undefined` for a naive datetime, and where the zone is of a class
   * that is not known here.
   *
   * @throws OptionError when the zone is a PyZoneInfo that the JavaScript engine does not know
   */
  utcOffset(): PyTimeDelta | undefined {
    return isKnownZone(this.tzinfo) ? offsetIn(this, this.tzinfo) : undefined
  }

  /** The day alone. */
  date(): PyDate {
    return uncheckedDate(this)
  }

  /** The time of day alone, without the zone. */
  time(): PyTime {
    return uncheckedTime(this, null, this.fold)
  }

  /**
   * A datetime with some fields changed. A new `tzinfo` leaves the clock as it is.
   *
   * @throws OptionError when a field is out of its range
   *
   * @example
   * import { PyDateTime } from 'cartouche/pickle'
   *
   * new PyDateTime(2020, 3, 15).replace({ day: 1 }) // → new PyDateTime(2020, 3, 1)
   */
  replace(changes: Partial<DateTimeFields>): PyDateTime {
    return ofAll({ ...this, ...changes })
  }

  /**
   * Whether `other` has the same fields and zone; `fold` does not count, as in Python. To compare
   * instants, compare what {@link toDate} gives.
   */
  equals(other: unknown): boolean {
    return (
      other instanceof PyDateTime &&
      textOfFields(other, 'T') === textOfFields(this, 'T') &&
      sameZone(other.tzinfo, this.tzinfo)
    )
  }

  /** @internal */
  [FORM](other: unknown): Form {
    const isSameClock =
      other !== this && other instanceof PyDateTime && sameZone(other.tzinfo, this.tzinfo)
    // The rules of a zone take long to find, and are of no use where there is no other time.
    const isOtherKind = other !== undefined && !(other instanceof PyDateTime || isDate(other))
    const isClock = isSameClock || isOtherKind || this.tzinfo === null
    return isClock ? clockForm(this) : instantForm(this)
  }

  /**
   * As Python's `str()`: `2020-03-15 10:30:01+00:00`. There is no offset where it is not known here: see
   * {@link utcOffset}.
   */
  toString(): string {
    return textOfFields(this, ' ') + zoneText(this)
  }

  /** ISO 8601, as Python's `isoformat()`: `2020-03-15T10:30:01+00:00`. */
  toJSON(): string {
    return textOfFields(this, 'T') + zoneText(this)
  }

  [INSPECT](): string {
    return `PyDateTime(${this.toJSON()}${zoneNote(this.tzinfo)})`
  }
}

function ofAll(fields: DateTimeFields): PyDateTime {
  const { year, month, day, hour, minute, second, microsecond, tzinfo, fold } = fields
  return new PyDateTime(year, month, day, hour, minute, second, microsecond, tzinfo, fold)
}

const textOfFields = (fields: DateTimeFields, separator: string): string =>
  `${dateText(fields)}${separator}${timeText(fields)}`

/** Where both clocks hang in one place, Python compares what they show. */
const clockForm = (value: PyDateTime): Form => [
  value.tzinfo === null ? 'naive datetime' : 'datetime',
  [textOfFields(value, ' ')],
]

/**
 * Microseconds since 1970; where the zone's rules are not known here, the clock and the zone. So it is where
 * clocks show a time twice, or skip it: to Python such a time equals none of another zone (PEP 495).
 */
function instantForm(value: PyDateTime): Form {
  try {
    const offset = value.utcOffset()
    const isOne = offset?.equals(unfolded(value).utcOffset()) === true
    if (!isOne) return ['datetime', [textOfFields(value, ' '), value.tzinfo]]
    const local = BigInt(utcMilliseconds(value)) * 1000n + BigInt(value.microsecond % 1000)
    return ['instant', [String(local - offset.totalMicroseconds)]]
  } catch {
    return ['datetime', [textOfFields(value, ' '), value.tzinfo]]
  }
}

/** The same clock, with the other fold; the calendar need not have its fields. */
const unfolded = (value: PyDateTime): PyDateTime =>
  uncheckedDateTime(value, value, value.tzinfo, 1 - value.fold)

/** The offset as text; empty where it is not known. */
function zoneText(value: PyDateTime): string {
  try {
    const offset = value.utcOffset()
    return offset === undefined ? '' : offsetText(offset)
  } catch {
    // To print a datetime must not fail for want of a time zone's rules.
    return ''
  }
}

/** `datetime(state[, tzinfo])`, of ten bytes; also `datetime(year, month, day, …)`. */
const pyDateTimeCodec: PickleCodec<PyDateTime> = classCodec({
  module: 'datetime',
  name: 'datetime',
  type: PyDateTime,
  read: (object) => {
    if (!isPlainCall(object)) return undefined
    const bytes = stateBytes(object.args[0], 10)
    const isState = bytes !== undefined && object.args.length <= 2
    return isState ? ofState(object, bytes) : ofFields(object)
  },
  write: (value, protocol, cls) => {
    // Python writes it from protocol 4 on, and reads it in any: without it an hour would be lost.
    return zonedCall(cls, value, protocol, [...dateBytes(value, value.fold), ...timeBytes(value)])
  },
})

/**
 * The codec of {@link PyDateTime}. A JavaScript `Date` is written as an aware datetime in UTC.
 */
export const dateTimeCodec: PickleCodec<PyDateTime | Date> = {
  ...pyDateTimeCodec,
  test: (value) => value instanceof PyDateTime || value instanceof Date,
  encode: (value, protocol) =>
    pyDateTimeCodec.encode!(value instanceof Date ? ofDate(value) : value, protocol),
}

/** As CPython does, checks nothing but the month. */
function ofState(object: PyObject, bytes: Uint8Array): PyDateTime | undefined {
  const [state, tzinfo = null] = object.args
  if (!isTzInfo(tzinfo)) return badArguments(object)
  const date = dateOf(bytes)
  const month = date.month & 0x7f
  checkInt('month', month, 1, 12)
  const { year, day } = date
  const fold = date.month >> 7
  const made = uncheckedDateTime({ year, month, day }, timeOf(bytes, 4), tzinfo, fold)
  return fold === 1 ? made : keepState(made, state)
}

/** A datetime whose fields the calendar need not have. */
function uncheckedDateTime(
  date: DateFields,
  time: TimeFields,
  tzinfo: object | null,
  fold: number,
): PyDateTime {
  const made = blank(PyDateTime)
  made.year = date.year
  made.month = date.month
  made.day = date.day
  made.hour = time.hour
  made.minute = time.minute
  made.second = time.second
  made.microsecond = time.microsecond
  made.tzinfo = tzinfo
  made.fold = fold
  return Object.freeze(made)
}

function ofFields(object: PyObject): PyDateTime | undefined {
  const { length } = object.args
  const fields = fieldsOf(object.args.slice(0, 7))
  const zone = object.args[7] ?? null
  if (length < 3 || length > 8 || fields === undefined || !isTzInfo(zone)) {
    return badArguments(object)
  }
  const [year, month, day, ...time] = fields as [number, number, number, ...number[]]
  const [hour, minute, second, microsecond] = time
  return new PyDateTime(year, month, day, hour, minute, second, microsecond, zone)
}

function ofDate(date: Date): PyDateTime {
  try {
    return PyDateTime.fromDate(date)
  } catch {
    throw new PickleError(
      'UNSUPPORTED',
      'A Date is invalid or not in the years 1 to 9999; store null, or text',
    )
  }
}
