import { FORM, fractionForm, type Form } from '../../lib/python-form.js'
import { OptionError } from '../../errors.js'
import { LOAD_LIMITS } from '../limits.js'
import type { PickleCodec } from '../registry.js'
import {
  INSPECT,
  badArguments,
  blank,
  call,
  checkInts,
  classCodec,
  freshText,
  isData,
  isInt,
  isNumber,
  isPlainCall,
  isTextObject,
  keepSource,
  sourceOf,
  textOf,
  toInt,
  type Int,
} from './shared.js'

/** What Python writes: an int, or two with a stroke between them. */
const TEXT = /^(-?\d+)(?:\/(\d+))?$/

/** Bits of a quotient: those of a double and some to round by, as `bitsOf` can be 3 too many. */
const QUOTIENT_BITS = 60

/**
 * A Python `fractions.Fraction`: a quotient of ints in lowest terms, of which only the upper one can be
 * negative.
 *
 * @throws OptionError when a part is no safe integer and no bigint, or the denominator is 0
 *
 * @example
 * import { PyFraction } from 'cartouche/pickle'
 *
 * const third = new PyFraction(2, 6)
 * String(third) // → '1/3'
 * third.denominator // → 3n
 * third.toNumber() // → 1 / 3
 */
export class PyFraction {
  readonly numerator: bigint
  /** Greater than 0. */
  readonly denominator: bigint

  constructor(numerator: Int, denominator: Int = 1) {
    checkInts({ numerator, denominator })
    const [upper, lower] = [BigInt(numerator), BigInt(denominator)]
    if (lower === 0n) throw new OptionError('denominator', 'must not be 0')
    const divisor = greatestDivisor(abs(upper), abs(lower)) * (lower < 0n ? -1n : 1n)
    this.numerator = upper / divisor
    this.denominator = lower / divisor
    Object.freeze(this)
  }

  /** The nearest number. */
  toNumber(): number {
    return quotient(this.numerator, this.denominator)
  }

  /** Whether `other` is the same fraction. */
  equals(other: unknown): boolean {
    return (
      other instanceof PyFraction &&
      other.numerator === this.numerator &&
      other.denominator === this.denominator
    )
  }

  /** @internal */
  [FORM](): Form {
    return fractionForm(this.numerator, this.denominator)
  }

  /** As Python's `str()`: `1/3`; `2` for a whole number. */
  toString(): string {
    const { numerator, denominator } = this
    return denominator === 1n ? String(numerator) : `${numerator}/${denominator}`
  }

  /** The text of {@link toString}. */
  toJSON(): string {
    return this.toString()
  }

  [INSPECT](): string {
    return `PyFraction(${this.toString()})`
  }
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value)

/** Neither is below 0. */
function greatestDivisor(one: bigint, other: bigint): bigint {
  let [a, b] = [one, other]
  while (b > Number.MAX_SAFE_INTEGER) [a, b] = [b, a % b]
  if (b === 0n) return a
  // What is left fits into numbers, which are many times as fast.
  let [c, d] = [Number(b), Number(a % b)]
  while (d !== 0) [c, d] = [d, c % d]
  return BigInt(c)
}

const bitsOf = (value: bigint): number => value.toString(16).length * 4

/**
 * The double nearest to `upper / lower`: the whole quotient of the two, shifted so that it has bits
 * enough, rounded once. (In the subnormal range, where a double has fewer bits, it is rounded twice.)
 */
function quotient(upper: bigint, lower: bigint): number {
  const whole = abs(upper)
  const isExact = Number.isSafeInteger(Number(whole)) && Number.isSafeInteger(Number(lower))
  if (isExact) return Number(upper) / Number(lower)
  const shift = bitsOf(lower) - bitsOf(whole) + QUOTIENT_BITS
  const dividend = shift > 0 ? whole << BigInt(shift) : whole
  const divisor = shift > 0 ? lower : lower << BigInt(-shift)
  // A lowest bit that tells of a remainder keeps a tie from being seen where there is none.
  const bits = (dividend / divisor) | (dividend % divisor === 0n ? 0n : 1n)
  // In two steps, as the power alone may be out of range.
  const half = Math.trunc(shift / 2)
  const result = Number(bits) * 2 ** -half * 2 ** (half - shift)
  return upper < 0n ? -result : result
}

/** Bits of ints beyond which their greatest divisor takes too long to be found: the square of their size. */
const REDUCED_BITS = 64

const isLong = (value: bigint): boolean => BigInt.asIntN(REDUCED_BITS, value) !== value

/** Picklers write fractions in lowest terms; of long ints that is believed. */
const ofInts = (numerator: bigint, denominator: bigint): PyFraction =>
  denominator > 0n && isLong(numerator) && isLong(denominator)
    ? unreduced(numerator, denominator)
    : new PyFraction(numerator, denominator)

function unreduced(numerator: bigint, denominator: bigint): PyFraction {
  const fraction = blank(PyFraction)
  fraction.numerator = numerator
  fraction.denominator = denominator
  return Object.freeze(fraction)
}

/** Of other texts, such as decimals, Python makes fractions too; but no pickler writes them. */
function ofText(text: string, source: unknown): PyFraction | undefined {
  const [, numerator, denominator = '1'] = TEXT.exec(text) ?? []
  if (numerator === undefined) return undefined
  if (text.length > LOAD_LIMITS.digits) throw new OptionError('numerator', 'has too many digits')
  const fraction = ofInts(BigInt(numerator), BigInt(denominator))
  return keepSource(fraction, isTextObject(source) ? source : freshText(text))
}

/** `Fraction(numerator, denominator)`; up to Python 3.10 `Fraction('1/3')`, which is written back. */
export const fractionCodec: PickleCodec<PyFraction> = classCodec({
  module: 'fractions',
  name: 'Fraction',
  type: PyFraction,
  read: (object) => {
    const { args } = object
    if (!isPlainCall(object) || args.length === 0 || args.length > 2) return undefined
    if (args.every(isInt)) return ofInts(BigInt(args[0] as Int), BigInt((args[1] ?? 1) as Int))
    const text = textOf(args[0])
    if (text !== undefined && args.length === 1) return ofText(text, args[0])
    // Python also takes floats, and None for 1, which no pickler writes.
    const mayBeTaken = text !== undefined || isNumber(args[0]) || !isData(args[0])
    return mayBeTaken ? undefined : badArguments(object)
  },
  write: (fraction, protocol, cls) => {
    const text = sourceOf(fraction, protocol)
    if (text !== undefined) return call(cls, text)
    return call(cls, toInt(fraction.numerator), toInt(fraction.denominator))
  },
})
