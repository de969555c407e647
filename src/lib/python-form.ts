/**
 * What Python's `==` goes by, for values that JavaScript has no type for: each class says it of itself, so
 * that values are compared without knowing their classes.
 */

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
  if (typeof value === 'bigint') return decimalForm(String(value), 0n)
  const number = Number(value)
  if (Number.isNaN(number)) return undefined
  if (!Number.isFinite(number)) return ['number', [String(number)]]
  if (Number.isInteger(number)) return decimalForm(String(BigInt(number)), 0n)
  // A double is a whole number over a power of two, and so over one of ten.
  let [whole, power] = [number, 0n]
  for (; !Number.isInteger(whole); whole *= 2) power++
  return decimalForm(String(BigInt(whole) * 5n ** power), -power)
}

/** The form of `digits` × 10^`exponent`, and that over `divisor`, which no factor of ten is left in. */
export function decimalForm(digits: string, exponent: bigint, divisor = 1n): Form {
  let end = digits.length
  while (digits[end - 1] === '0') end--
  if (end === 0 || digits[end - 1] === '-') return ['number', ['0']]
  const power = exponent + BigInt(digits.length - end)
  return ['number', [`${digits.slice(0, end)}e${power}/${divisor}`]]
}

/** The form of a fraction in lowest terms. */
export function fractionForm(numerator: bigint, denominator: bigint): Form {
  const [odd, twos] = withoutFactor(denominator, 2n)
  const [rest, fives] = withoutFactor(odd, 5n)
  const power = twos > fives ? twos : fives
  const upper = numerator * 2n ** (power - twos) * 5n ** (power - fives)
  return decimalForm(String(upper), -power, rest)
}

/** `value` divided by `factor` as often as it can be, and how often that is. In large steps first. */
function withoutFactor(value: bigint, factor: bigint): [rest: bigint, power: bigint] {
  let [rest, power] = [value, 0n]
  for (const step of [1024n, 32n, 1n]) {
    const divisor = factor ** step
    for (; rest % divisor === 0n; rest /= divisor) power += step
  }
  return [rest, power]
}
