/**
 * Ruby's times:
 *
 *     time  = 2 words of 4 bytes, the lowest first, and for a year before 1900 or after 67435 bytes that tell how far
 *     word  = 1 bit: 1; 1 bit: whether the Time is of UTC; 16 bits: year - 1900; 4 bits: month, from 0; 5 bits: day;
 *             5 bits: hour
 *     word  = 6 bits: minute; 6 bits: second; 20 bits: microseconds
 *     pairs = [ "nano_num" and "nano_den" (nanoseconds below a microsecond), "submicro" (the same as digits) ]
 *             [ "offset" (seconds ahead of UTC, where it is not of UTC) ] "zone" (text or nil)
 *
 * The clock in it is that of UTC, whatever the offset.
 */
import { OptionError } from '../../errors.js'

/** What a Time has below its microseconds: as it is written. */
export interface Nanoseconds {
  readonly num: number
  readonly den: number
  readonly digits: Uint8Array
}

/** What a Time tells besides its milliseconds. */
export interface TimeDetails {
  /** Microseconds below the millisecond, 0 to 999. */
  readonly microseconds?: number
  readonly nanoseconds?: Nanoseconds | null
  /** Seconds ahead of UTC; `null` for a Time of UTC. */
  readonly offset?: number | null
  /** The zone's short name, such as `'CET'`. */
  readonly zone?: string | null
}

/**
 * A Ruby Time that a Date alone would not give back: with microseconds, or not of UTC. (Any other is read as a Date,
 * and a Date is written as a Time of UTC.)
 */
export class RubyTime extends Date {
  readonly microseconds: number
  readonly nanoseconds: Nanoseconds | null
  readonly offset: number | null
  readonly zone: string | null

  /** @param time milliseconds since 1970 */
  constructor(time: number, details: TimeDetails = {}) {
    super(time)
    this.microseconds = details.microseconds ?? 0
    this.nanoseconds = details.nanoseconds ?? null
    this.offset = details.offset ?? null
    this.zone = details.zone === undefined ? (this.offset === null ? 'UTC' : null) : details.zone
  }
}

/** An `ActiveSupport::TimeWithZone`: a time in a zone that Rails knows by name. */
export class RubyTimeWithZone extends RubyTime {
  /** As Rails names it: `'Europe/Berlin'`, `'Eastern Time (US & Canada)'`. */
  readonly timeZone: string

  /**
   * @param details its `offset` is what the zone's clocks are ahead at that time, in seconds
   * @throws {OptionError} for one without an offset
   */
  constructor(time: number, timeZone: string, details: TimeDetails & { readonly offset: number }) {
    super(time, { zone: 'UTC', ...details })
    if (this.offset === null) throw new OptionError('offset', 'must be a number of seconds')
    this.timeZone = timeZone
  }
}

const FIRST_YEAR = 1900
const LAST_YEAR = FIRST_YEAR + 0xffff
const SIGN = 0x8000_0000
const UTC = 0x4000_0000

/** The bytes of a time. */
export function packTime(time: Date, microseconds: number, isUtc: boolean): Buffer {
  const date = new Date(time.getTime())
  const year = date.getUTCFullYear()
  const shown = Math.min(Math.max(year, FIRST_YEAR), LAST_YEAR)
  const bytes = Buffer.alloc(8)
  const day = (date.getUTCMonth() << 10) | (date.getUTCDate() << 5) | date.getUTCHours()
  bytes.writeUInt32LE(SIGN + (isUtc ? UTC : 0) + (shown - FIRST_YEAR) * 0x4000 + day)
  const clock = date.getUTCMinutes() * 64 + date.getUTCSeconds()
  const micro = date.getUTCMilliseconds() * 1000 + microseconds
  bytes.writeUInt32LE(clock * 0x10_0000 + micro, 4)
  return year === shown ? bytes : Buffer.concat([bytes, farOf(Math.abs(year - shown))])
}

/** How many years a time is out of those that there is room for: a small `long`, then bytes. */
function farOf(years: number): Uint8Array {
  const bytes: number[] = []
  for (let rest = years; rest > 0; rest = Math.floor(rest / 256)) bytes.push(rest % 256)
  return Uint8Array.from([bytes.length + 5, ...bytes])
}

/** What bytes stand for; `undefined` where {@link packTime} would not write them so. */
export function unpackTime(
  bytes: Uint8Array,
): { readonly time: number; readonly microseconds: number; readonly isUtc: boolean } | undefined {
  if (bytes.length < 8) return undefined
  const view = Buffer.from(bytes)
  const [day, clock] = [view.readUInt32LE(0), view.readUInt32LE(4)]
  const isUtc = (day & UTC) !== 0
  const shown = ((day >>> 14) & 0xffff) + FIRST_YEAR
  const micro = clock % 0x10_0000
  const date = new Date(0)
  date.setUTCFullYear(shown + yearsBeyond(view, shown), (day >>> 10) & 0xf, (day >>> 5) & 0x1f)
  date.setUTCHours(day & 0x1f, clock >>> 26, (clock >>> 20) & 0x3f, Math.floor(micro / 1000))
  const microseconds = micro % 1000
  const isRight =
    !Number.isNaN(date.getTime()) && packTime(date, microseconds, isUtc).compare(view) === 0
  return isRight ? { time: date.getTime(), microseconds, isUtc } : undefined
}

function yearsBeyond(view: Buffer, shown: number): number {
  const size = view.length - 9
  if (size < 1 || size > 4) return 0
  const years = view.readUIntLE(9, size)
  return shown === FIRST_YEAR ? -years : years
}
