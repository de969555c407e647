import { FORM, type Form } from '../../lib/python-form.js'
import { OptionError } from '../../errors.js'
import type { PickleCodec } from '../registry.js'
import { xranges, type PyGlobal } from '../values/references.js'
import {
  INSPECT,
  badArguments,
  call,
  checkInts,
  classCodec,
  isInt,
  isWhole,
  isPlainCall,
  toInt,
  type Int,
} from './shared.js'

/**
 * A Python `range` (Python 2: `xrange`): the ints from `start` up to but without `stop`, `step` apart.
 * Iterating gives them; they are not held. As keys of a dict two with the same ints are one, and so refused,
 * except where both were read as an `xrange` and are written as that, by protocols 0 to 2.
 *
 * @throws OptionError when a part is no safe integer and no bigint, or the step is 0
 *
 * @example
 * import { PyRange } from 'cartouche/pickle'
 *
 * const odd = new PyRange(1, 10, 2)
 * Array.from(odd) // → [1, 3, 5, 7, 9]
 * odd.length // → 5
 * String(odd) // → 'range(1, 10, 2)'
 */
export class PyRange implements Iterable<Int> {
  /** The first int, unless the range is empty. */
  readonly start: Int
  /** The first int that is too far. */
  readonly stop: Int
  /** From one int to the next; not 0. */
  readonly step: Int

  constructor(start: Int, stop: Int, step: Int = 1) {
    checkInts({ start, stop, step })
    if (BigInt(step) === 0n) throw new OptionError('step', 'must not be 0')
    this.start = toInt(BigInt(start))
    this.stop = toInt(BigInt(stop))
    this.step = toInt(BigInt(step))
    Object.freeze(this)
  }

  /** How many ints there are; a bigint beyond 2^53. */
  get length(): Int {
    const step = BigInt(this.step)
    const span = BigInt(this.stop) - BigInt(this.start)
    const isEmpty = step > 0n ? span <= 0n : span >= 0n
    // Counted from the last int on, as bigint division cuts off towards 0.
    return isEmpty ? 0 : toInt((span - (step > 0n ? 1n : -1n)) / step + 1n)
  }

  /** The ints in order: numbers where a number holds them exactly, else bigints. */
  *[Symbol.iterator](): Iterator<Int> {
    const step = BigInt(this.step)
    const stop = BigInt(this.stop)
    for (let at = BigInt(this.start); step > 0n ? at < stop : at > stop; at += step) yield toInt(at)
  }

  /** Whether `value` is one of the ints. */
  includes(value: Int): boolean {
    if (!isWhole(value)) return false
    const step = BigInt(this.step)
    const distance = BigInt(value) - BigInt(this.start)
    const index = distance / step
    return distance % step === 0n && index >= 0n && index < BigInt(this.length)
  }

  /** Whether `other` holds the same ints, as in Python. */
  equals(other: unknown): boolean {
    if (!(other instanceof PyRange) || other.length !== this.length) return false
    if (this.length === 0) return true
    return other.start === this.start && (this.length === 1 || other.step === this.step)
  }

  /** @internal */
  [FORM](): Form {
    const { length, start, step } = this
    return ['range', [length, start, step].slice(0, length === 0 ? 1 : length === 1 ? 2 : 3)]
  }

  /** As Python's `str()`: `range(0, 5)`. */
  toString(): string {
    const { start, stop, step } = this
    return `range(${start}, ${stop}${step === 1 ? '' : `, ${step}`})`
  }

  /** The text of {@link toString}: the ints may be too many for JSON. */
  toJSON(): string {
    return this.toString()
  }

  [INSPECT](): string {
    return `PyRange(${this.toString().slice('range('.length)}`
  }
}

/** `range(start, stop, step)`. */
export const rangeCodec: PickleCodec<PyRange> = classCodec({
  module: 'builtins',
  name: 'range',
  type: PyRange,
  read: (object) => {
    if (!isPlainCall(object) || object.args.length !== 3) return undefined
    if (object.args.some((arg) => typeof arg === 'boolean')) return undefined
    if (!object.args.every(isInt)) return badArguments(object)
    const range = new PyRange(...(object.args as unknown as [Int, Int, Int]))
    if (xranges.has(object.cls as PyGlobal)) xranges.add(range)
    return range
  },
  write: ({ start, stop, step }, _, cls) => call(cls, start, stop, step),
})
