import { FORM, type Form } from '../../lib/python-form.js'
import type { PickleCodec } from '../registry.js'
import type { PyObject } from '../values.js'
import {
  checkTime,
  keepState,
  stateBytes,
  timeBytes,
  timeOf,
  timeText,
  type TimeFields,
} from './calendar.js'
import {
  INSPECT,
  badArguments,
  blank,
  checkInt,
  classCodec,
  fieldsOf,
  isPlainCall,
} from './shared.js'
import type { PyTimeDelta } from './timedelta.js'
import { PyTimeZone, offsetText } from './timezone.js'
import { checkZone, isKnownZone, isTzInfo, sameZone, zoneNote, zonedCall } from './tzinfo.js'

/**
 * A Python `datetime.time`: a time of day, with a time zone or without.
 *
 * A pickle can hold a minute, a second or microseconds that are too great: CPython reads them, and so
 * does `loads`.
 *
 * @throws OptionError when a field is out of its range
 *
 * @example
 * import { PyTime, PyTimeZone } from 'cartouche/pickle'
 *
 * String(new PyTime(10, 30, 1)) // → '10:30:01'
 * String(new PyTime(10, 30, 1, 5, PyTimeZone.utc)) // → '10:30:01.000005+00:00'
 */
export class PyTime implements TimeFields {
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
  /** Which of two equal times is meant when clocks are put back: 0 the first, 1 the second. */
  readonly fold: number

  constructor(
    hour = 0,
    minute = 0,
    second = 0,
    microsecond = 0,
    tzinfo: object | null = null,
    fold = 0,
  ) {
    checkTime({ hour, minute, second, microsecond })
    checkZone(tzinfo, fold)
    this.hour = hour
    this.minute = minute
    this.second = second
    this.microsecond = microsecond
    this.tzinfo = tzinfo
    this.fold = fold
    Object.freeze(this)
  }

  /** Whether `other` has the same fields and zone; `fold` does not count, as in Python. */
  equals(other: unknown): boolean {
    return (
      other instanceof PyTime &&
      timeText(other) === timeText(this) &&
      sameZone(other.tzinfo, this.tzinfo)
    )
  }

  /** @internal */
  [FORM](): Form {
    const { tzinfo, hour, minute, second, microsecond } = this
    const offset = offsetOf(tzinfo)
    // Without an offset it is to Python as a naive one.
    if (offset === undefined || offset === null)
      return ['time', [timeText(this), offset === undefined ? tzinfo : null]]
    const { days, seconds } = offset
    const utc = hour * 3600 + minute * 60 + second - days * 86_400 - seconds
    return ['time in UTC', [`${utc} ${microsecond}`]]
  }

  /** As Python's `str()`: `10:30:01`. The offset follows where the zone is a PyTimeZone. */
  toString(): string {
    const { tzinfo } = this
    return `${timeText(this)}${tzinfo instanceof PyTimeZone ? offsetText(tzinfo.offset) : ''}`
  }

  /** ISO 8601: the text of {@link toString}. */
  toJSON(): string {
    return this.toString()
  }

  [INSPECT](): string {
    return `PyTime(${this.toString()}${zoneNote(this.tzinfo)})`
  }
}

/** What a zone is ahead of UTC on any day; `null` where that depends on it, `undefined` where it is not known. */
function offsetOf(tzinfo: object | null): PyTimeDelta | null | undefined {
  if (tzinfo === null) return null
  if (!isKnownZone(tzinfo)) return undefined
  if (tzinfo instanceof PyTimeZone) return tzinfo.offset
  try {
    return tzinfo.fixedOffset()
  } catch {
    return undefined
  }
}

/** `time(state[, tzinfo])`, of six bytes; also `time(hour, minute, second, microsecond, tzinfo)`. */
export const timeCodec: PickleCodec<PyTime> = classCodec({
  module: 'datetime',
  name: 'time',
  type: PyTime,
  read: (object) => {
    if (!isPlainCall(object)) return undefined
    const [state, tzinfo = null] = object.args
    const bytes = stateBytes(state, 6)
    if (bytes !== undefined && object.args.length <= 2) return ofState(object, bytes, tzinfo)
    const fields = fieldsOf(object.args.slice(0, 4))
    const zone = object.args[4] ?? null
    if (object.args.length > 5 || fields === undefined || !isTzInfo(zone)) {
      return badArguments(object)
    }
    const [hour, minute, second, microsecond] = fields
    return new PyTime(hour, minute, second, microsecond, zone)
  },
  write: (time, protocol, cls) => {
    // In any protocol, as for a datetime.
    return zonedCall(cls, time, protocol, timeBytes(time, time.fold))
  },
})

/** As CPython does, checks nothing but the hour. */
function ofState(object: PyObject, bytes: Uint8Array, tzinfo: unknown): PyTime | undefined {
  if (!isTzInfo(tzinfo)) return badArguments(object)
  const fields = timeOf(bytes)
  const hour = fields.hour & 0x7f
  checkInt('hour', hour, 0, 23)
  const { minute, second, microsecond } = fields
  const fold = fields.hour >> 7
  const time = uncheckedTime({ hour, minute, second, microsecond }, tzinfo, fold)
  return fold === 1 ? time : keepState(time, object.args[0])
}

/** A time of day whose fields may be too great. */
export function uncheckedTime(fields: TimeFields, tzinfo: object | null, fold: number): PyTime {
  const time = blank(PyTime)
  time.hour = fields.hour
  time.minute = fields.minute
  time.second = fields.second
  time.microsecond = fields.microsecond
  time.tzinfo = tzinfo
  time.fold = fold
  return Object.freeze(time)
}
