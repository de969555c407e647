/**
 * What Python's `==` goes by, for values that JavaScript has no type for: each class says it of itself, so
 * that values are compared without knowing their classes.
 */

import { isBytes, isDate, isMap, isPlainObject, isSet } from './kinds.js'
import { PyFloat } from './py-float.js'
import { latin1ToText } from './text.js'

/** The method that gives the {@link Form} of a value. */
export const FORM: unique symbol = Symbol('what Python compares')

/**
 * Values are equal in Python where kinds and parts are: lists of parts in order, Maps and Sets in any. A
 * text among the parts is compared as it is. `undefined` is the form of what equals only itself.
 */
export type Form =
  | readonly [
      kind: string,
      parts: readonly unknown[] | ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>,
    ]
  | undefined

/** A value that says what it is compared by. */
export interface Comparable {
  /** @param other what it is compared with, where that decides */
  [FORM](other: unknown): Form
}

/** The form of a number, of whatever type: equal ones have the same text, as large as they may be. */
export function numberForm(value: number | bigint | boolean): Form {
  if (typeof value === 'bigint') return fractionForm(value, 1n)
  const number = Number(value)
  if (Number.isNaN(number)) return undefined
  if (!Number.isFinite(number)) return ['number', [String(number)]]
  const [whole, twos] = partsOfDouble(number)
  return formOfParts(whole, 1n, twos, 0n)
}

const double = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8))
const MANTISSA_BITS = 52n
/** A double is its mantissa, as a whole number, × 2 to the power of what its bits say less this. */
const BIAS = 1075n

/** A finite double as a whole number × a power of two. */
function partsOfDouble(value: number): [whole: bigint, twos: bigint] {
  double.setFloat64(0, Math.abs(value))
  const bits = double.getBigUint64(0)
  const mantissa = BigInt.asUintN(Number(MANTISSA_BITS), bits)
  const power = bits >> MANTISSA_BITS
  const [whole, twos] =
    power === 0n ? [mantissa, 1n - BIAS] : [mantissa | (1n << MANTISSA_BITS), power - BIAS]
  return [value < 0 ? -whole : whole, twos]
}

/** The form of `digits` × 10^`exponent`. */
export function decimalForm(digits: string, exponent: bigint): Form {
  let end = digits.length
  while (end > 1 && digits[end - 1] === '0') end--
  const power = exponent + BigInt(digits.length - end)
  const whole = digits.slice(0, end)
  return formOfParts(whole === '-' ? 0n : BigInt(whole), 1n, power, power)
}

/** The form of a fraction in lowest terms. */
export const fractionForm = (numerator: bigint, denominator: bigint): Form =>
  formOfParts(numerator, denominator, 0n, 0n)

/**
 * The form of `upper` / `lower` × 2^`twos` × 5^`fives`. The powers are kept apart, which takes no more text
 * than the number did, and in base 16, which takes no more time.
 */
function formOfParts(upper: bigint, lower: bigint, twos: bigint, fives: bigint): Form {
  if (upper === 0n) return ['number', ['0']]
  const above = withoutTens(upper)
  const below = withoutTens(lower)
  const powers = `2^${twos + above.twos - below.twos} 5^${fives + above.fives - below.fives}`
  return ['number', [`${above.rest.toString(16)}/${below.rest.toString(16)} ${powers}`]]
}

function withoutTens(value: bigint): { rest: bigint; twos: bigint; fives: bigint } {
  const [odd, twos] = withoutFactor(value, 2n)
  const [rest, fives] = withoutFactor(odd, 5n)
  return { rest, twos, fives }
}

/** `value`, which is not 0, divided by `factor` as often as it can be, and how often that is. */
function withoutFactor(value: bigint, factor: bigint): [rest: bigint, power: bigint] {
  if (value % factor !== 0n) return [value, 0n]
  const [rest, squares] = withoutFactor(value / factor, factor * factor)
  const power = squares * 2n + 1n
  return rest % factor === 0n ? [rest / factor, power + 1n] : [rest, power]
}

/** The form of any value; `other` is what it is compared with. */
export function formOf(value: unknown, other: unknown): Form {
  if (typeof value === 'string') return ['str', [value]]
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') {
    return numberForm(value)
  }
  return typeof value === 'object' && value !== null ? formOfObject(value, other) : undefined
}

function formOfObject(value: object, other: unknown): Form {
  if (FORM in value) return (value as Comparable)[FORM](other)
  if (value instanceof PyFloat) return numberForm(value.value)
  if (Array.isArray(value)) return ['list', value]
  if (isBytes(value)) return ['bytes', [latin1ToText(value)]]
  if (isMap(value)) return ['dict', value]
  if (isPlainObject(value)) return ['dict', new Map(Object.entries(value))]
  if (isSet(value)) return ['set', value]
  return isDate(value) ? formOfDate(value) : undefined
}

/** A Date is written as a datetime in UTC. */
function formOfDate(date: Date): Form {
  const time = Date.prototype.getTime.call(date)
  return Number.isNaN(time) ? undefined : ['instant', [String(BigInt(time) * 1000n)]]
}
