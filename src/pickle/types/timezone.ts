import { FORM, type Form } from '../../lib/python-form.js'
import { OptionError } from '../../errors.js'
import type { PickleCodec } from '../registry.js'
import { fractionText, pad } from './calendar.js'
import {
  INSPECT,
  badArguments,
  call,
  classCodec,
  costOfKept,
  isExact,
  isPlainCall,
  isTextObject,
  keepSource,
  sourceOf,
  textOf,
} from './shared.js'
import { PyTimeDelta, absolute } from './timedelta.js'

/**
 * A Python `datetime.timezone`: a fixed offset from UTC, with a name or without.
 *
 * @throws OptionError when the offset is not shorter than a day
 *
 * @example
 * import { PyTimeDelta, PyTimeZone } from 'cartouche/pickle'
 *
 * String(new PyTimeZone(new PyTimeDelta(0, 5.5 * 3600))) // → 'UTC+05:30'
 * String(new PyTimeZone(new PyTimeDelta(0, 3600), 'CET')) // → 'CET'
 * String(PyTimeZone.utc) // → 'UTC'
 */
export class PyTimeZone {
  /** Python's `timezone.utc`. There is only one, as in Python. */
  static readonly utc: PyTimeZone = new PyTimeZone(new PyTimeDelta())

  /** What local time is ahead of UTC; shorter than a day either way. */
  readonly offset: PyTimeDelta
  /** The name given to it, or `null`. */
  readonly name: string | null

  constructor(offset: PyTimeDelta, name: string | null = null) {
    if (!(offset instanceof PyTimeDelta)) throw new OptionError('offset', 'must be a PyTimeDelta')
    if (absolute(offset).days > 0) throw new OptionError('offset', 'must be shorter than a day')
    if (name !== null && typeof name !== 'string') {
      throw new OptionError('name', 'must be a string or null')
    }
    this.offset = offset
    this.name = name
    Object.freeze(this)
  }

  /** Whether `other` is a fixed offset of the same length; names do not count, as in Python. */
  equals(other: unknown): boolean {
    return other instanceof PyTimeZone && other.offset.equals(this.offset)
  }

  /** @internal */
  [FORM](): Form {
    return ['timezone', [String(this.offset.totalMicroseconds)]]
  }

  /** As Python's `str()`: the name, else `UTC` or `UTC+05:30`. */
  toString(): string {
    if (this.name !== null) return this.name
    return this.offset.totalMicroseconds === 0n ? 'UTC' : `UTC${offsetText(this.offset)}`
  }

  /** The text of {@link toString}. */
  toJSON(): string {
    return this.toString()
  }

  [INSPECT](): string {
    return `PyTimeZone(${this.toString()})`
  }
}

/** `+05:30`, with seconds and microseconds where there are some. */
export function offsetText(offset: PyTimeDelta): string {
  const { seconds, microseconds } = absolute(offset)
  const fraction = fractionText(microseconds)
  const rest = seconds % 60 === 0 && fraction === '' ? '' : `:${pad(seconds % 60)}${fraction}`
  const clock = `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}`
  return `${offset.days < 0 ? '-' : '+'}${clock}${rest}`
}

/** `timezone(offset)` or `timezone(offset, name)`. */
export const timeZoneCodec: PickleCodec<PyTimeZone> = classCodec({
  module: 'datetime',
  name: 'timezone',
  type: PyTimeZone,
  cost: costOfKept,
  read: (object) => {
    const [offset, name] = object.args
    if (!isPlainCall(object)) return undefined
    const text = name instanceof Uint8Array ? undefined : textOf(name)
    const isNamed = object.args.length === 2
    const isTaken = object.args.length <= 2 && (!isNamed || text !== undefined)
    if (!(offset instanceof PyTimeDelta)) return badArguments(object)
    if (!isTaken) return badArguments(object, object.args.slice(1))
    // The one for all keeps nothing of a single pickle.
    if (!isNamed && offset.totalMicroseconds === 0n && !isExact(object)) return PyTimeZone.utc
    const zone = new PyTimeZone(offset, text)
    return isTextObject(name) ? keepSource(zone, name) : zone
  },
  write: (zone, protocol, cls) => {
    const { offset, name } = zone
    return call(cls, offset, ...(name === null ? [] : [sourceOf(zone, protocol) ?? name]))
  },
})
