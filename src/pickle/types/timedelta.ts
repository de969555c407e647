import { FORM, type Form } from '../../lib/python-form.js'
import { OptionError } from '../../errors.js'
import type { PickleCodec } from '../registry.js'
import {
  INSPECT,
  badArguments,
  call,
  classCodec,
  isInt,
  isNumber,
  isPlainCall,
  type Int,
} from './shared.js'
import { fractionText, pad } from './calendar.js'

const DAY_SECONDS = 86_400n
const MICRO = 1_000_000n
const DAY = DAY_SECONDS * MICRO
/** Python's bound on `days`, both ways. */
const MAX_DAYS = 999_999_999n

/**
 * A Python `datetime.timedelta`: a span of time, to the microsecond.
 *
 * As in Python, only `days` can be negative: minus one second is -1 days and 86,399 seconds.
 * The constructor brings any whole numbers into that form.
 *
 * @throws OptionError when a part is no safe integer, or the span is 1,000,000,000 days or longer
 *
 * @example
 * import { PyTimeDelta } from 'cartouche/pickle'
 *
 * const span = new PyTimeDelta(1, 90 * 60)
 * String(span) // → '1 day, 1:30:00'
 * span.totalSeconds // → 91800
 * new PyTimeDelta(0, -1).days // → -1
 */
export class PyTimeDelta {
  /** Whole days, -999,999,999 to 999,999,999. */
  readonly days: number
  /** Seconds within the day, 0 to 86,399. */
  readonly seconds: number
  /** Microseconds within the second, 0 to 999,999. */
  readonly microseconds: number

  constructor(days = 0, seconds = 0, microseconds = 0) {
    for (const [part, value] of Object.entries({ days, seconds, microseconds })) {
      if (!Number.isSafeInteger(value)) throw new OptionError(part, 'must be a safe integer')
    }
    const total = inMicroseconds(days, seconds, microseconds)
    const rest = ((total % DAY) + DAY) % DAY
    const day = (total - rest) / DAY
    if (day > MAX_DAYS || day < -MAX_DAYS) {
      throw new OptionError('days', `must lie between ${-MAX_DAYS} and ${MAX_DAYS} in all`)
    }
    this.days = Number(day)
    this.seconds = Number(rest / MICRO)
    this.microseconds = Number(rest % MICRO)
    Object.freeze(this)
  }

  /**
   * The span of so many seconds, rounded to the microsecond, halves to even, as Python does.
   *
   * @throws OptionError when `seconds` is not finite or the span is too long
   *
   * @example
   * import { PyTimeDelta } from 'cartouche/pickle'
   *
   * PyTimeDelta.fromSeconds(1.5).microseconds // → 500000
   */
  static fromSeconds(seconds: number): PyTimeDelta {
    checkFinite('seconds', seconds)
    const whole = Math.trunc(seconds)
    return new PyTimeDelta(0, whole, roundHalfEven((seconds - whole) * 1e6))
  }

  /**
   * The span of so many milliseconds, which is what the difference of two `Date`s is.
   *
   * @throws OptionError when `milliseconds` is not finite or the span is too long
   *
   * @example
   * import { PyTimeDelta } from 'cartouche/pickle'
   *
   * PyTimeDelta.fromMilliseconds(1500).totalSeconds // → 1.5
   */
  static fromMilliseconds(milliseconds: number): PyTimeDelta {
    checkFinite('milliseconds', milliseconds)
    const whole = Math.trunc(milliseconds)
    const seconds = Math.trunc(whole / 1000)
    const rest = (whole % 1000) * 1000 + roundHalfEven((milliseconds - whole) * 1000)
    return new PyTimeDelta(0, seconds, rest)
  }

  /** The span in microseconds, exact. */
  get totalMicroseconds(): bigint {
    return inMicroseconds(this.days, this.seconds, this.microseconds)
  }

  /** The span in seconds, as Python's `total_seconds()`: rounded once, beyond 270 years. */
  get totalSeconds(): number {
    return scaled(this.totalMicroseconds, 6)
  }

  /** The span in milliseconds with fractions, to be added to a `Date`. */
  get totalMilliseconds(): number {
    return scaled(this.totalMicroseconds, 3)
  }

  /** Whether `other` is a span of the same length. */
  equals(other: unknown): boolean {
    return other instanceof PyTimeDelta && other.totalMicroseconds === this.totalMicroseconds
  }

  /** @internal */
  [FORM](): Form {
    return ['timedelta', [String(this.totalMicroseconds)]]
  }

  /** As Python's `str()`: `-1 day, 23:59:59.000001`. */
  toString(): string {
    const { days, seconds, microseconds } = this
    const plural = Math.abs(days) === 1 ? '' : 's'
    const clock = `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`
    return `${days === 0 ? '' : `${days} day${plural}, `}${clock}${fractionText(microseconds)}`
  }

  /** An ISO 8601 duration in days and seconds: `P1DT5400S`, `-PT1S`. */
  toJSON(): string {
    const { days, seconds, microseconds } = absolute(this)
    const fraction = fractionText(microseconds).replace(/0+$/, '')
    const day = days === 0 ? '' : `${days}D`
    const clock = seconds === 0 && fraction === '' && days !== 0 ? '' : `T${seconds}${fraction}S`
    return `${this.days < 0 ? '-' : ''}P${day}${clock}`
  }

  [INSPECT](): string {
    return `PyTimeDelta(${this.toString()})`
  }
}

function checkFinite(option: string, value: unknown): void {
  if (!Number.isFinite(value)) throw new OptionError(option, 'must be a finite number')
}

const inMicroseconds = (days: Int, seconds: Int, microseconds: Int): bigint =>
  BigInt(days) * DAY + BigInt(seconds) * MICRO + BigInt(microseconds)

function roundHalfEven(value: number): number {
  const floor = Math.floor(value)
  if (value - floor !== 0.5) return Math.round(value)
  return floor % 2 === 0 ? floor : floor + 1
}

/** `value` / 10^`digits`, rounded once: a text of all digits is read more exactly than a quotient is. */
function scaled(value: bigint, digits: number): number {
  const text = String(value < 0n ? -value : value).padStart(digits + 1, '0')
  const number = Number(`${text.slice(0, -digits)}.${text.slice(-digits)}`)
  return value < 0n ? -number : number
}

/** The span without its sign. */
export const absolute = (span: PyTimeDelta): PyTimeDelta =>
  span.days < 0 ? new PyTimeDelta(-span.days, -span.seconds, -span.microseconds) : span

/** `timedelta(days, seconds, microseconds)`. */
export const timeDeltaCodec: PickleCodec<PyTimeDelta> = classCodec({
  module: 'datetime',
  name: 'timedelta',
  type: PyTimeDelta,
  read: (object) => {
    const { args } = object
    if (!isPlainCall(object) || args.length > 3) return undefined
    // Python also takes floats, which no pickler writes.
    if (!args.every(isInt)) return args.every(isNumber) ? undefined : badArguments(object)
    const [days = 0, seconds = 0, microseconds = 0] = args as Int[]
    const total = inMicroseconds(days, seconds, microseconds)
    return new PyTimeDelta(Number(total / DAY), 0, Number(total % DAY))
  },
  write: ({ days, seconds, microseconds }, _, cls) => call(cls, days, seconds, microseconds),
})
