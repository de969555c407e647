/** Which keys of a dict or members of a set are one in Python, though JavaScript has them apart. */

import { isSet } from '../lib/kinds.js'
import { formOf, numberForm } from '../lib/python-form.js'
import { PyObject } from './values/objects.js'
import { globalKey, oldNames, xranges, type PyGlobal } from './values/references.js'

/**
 * Gives values numbers, the same to those that are equal in Python. Parts have numbers of their own, so that
 * a tuple that holds another many times over costs no more than its parts.
 */
export class Identities {
  readonly #isPython2: boolean
  #last = 0
  readonly #objects = new Map<object, number>()
  readonly #texts = new Map<string, number>()
  /** By kind and the numbers of the parts. */
  readonly #forms = new Map<string, number>()

  /** @param isPython2 whether the names of Python 2 are written */
  constructor(isPython2: boolean) {
    this.#isPython2 = isPython2
  }

  /** Those of the keys that are one with others. */
  twinsIn(keys: Iterable<unknown>): ReadonlySet<unknown> {
    const first = new Map<number, unknown>()
    const twins = new Set<unknown>()
    for (const key of keys) {
      const number = this.#numberOf(key)
      if (first.has(number)) twins.add(first.get(number)).add(key)
      else first.set(number, key)
    }
    return twins
  }

  #numberOf(value: unknown): number {
    if (typeof value === 'string') return this.#numberIn(this.#texts, value)
    // It has no number. That it cannot be written is said where it is to be.
    if (typeof value === 'symbol') return ++this.#last
    if (typeof value !== 'object') return this.#numberOfText(textOfNumber(value as Primitive))
    if (value === null) return 0
    const known = this.#objects.get(value)
    if (known !== undefined) return known
    const number = this.#isAlone(value) ? ++this.#last : this.#numberOfForm(value)
    this.#objects.set(value, number)
    return number
  }

  /** What the class of a placeholder calls equal is not known: as a rule only the very same. */
  #isAlone(value: object): boolean {
    return value instanceof PyObject || (this.#isPython2 && xranges.has(value))
  }

  #numberOfForm(value: object): number {
    const old = this.#isPython2 ? oldNames.get(value as PyGlobal) : undefined
    if (old !== undefined) return this.#numberIn(this.#forms, `old global ${globalKey(...old)}`)
    const [kind, parts] = formOf(value, undefined) ?? []
    const isOrdered = Array.isArray(parts)
    if (!isOrdered && !isSet(parts)) return ++this.#last
    if (kind === 'number') return this.#numberOfText(textOfForm(...(parts as [string])))
    if (kind === 'str') return this.#numberOf((parts as [string])[0])
    const numbers = Array.from(parts as Iterable<unknown>, (part) => this.#numberOf(part))
    if (!isOrdered) numbers.sort((one, other) => one - other)
    return this.#numberIn(this.#forms, `${kind} ${numbers.join(' ')}`)
  }

  /** A NaN, which has no text, equals nothing. */
  #numberOfText(text: string | undefined): number {
    return text === undefined ? ++this.#last : this.#numberIn(this.#forms, text)
  }

  #numberIn<T>(known: Map<T, number>, key: T): number {
    const number = known.get(key) ?? ++this.#last
    known.set(key, number)
    return number
  }
}

type Primitive = number | bigint | boolean

/** A text that equal numbers share. It is made faster than their form is, which has to fit fractions too. */
function textOfNumber(value: Primitive): string | undefined {
  if (typeof value === 'bigint') {
    return BigInt.asIntN(53, value) === value ? String(value) : textOfRest(value)
  }
  const number = Number(value)
  if (Number.isNaN(number)) return undefined
  const isLarge = Number.isInteger(number) && !Number.isSafeInteger(number)
  return isLarge ? textOfNumber(BigInt(number)) : String(number)
}

/**
 * A large int goes by what is left of it by division: that is found without writing out what a Decimal's exponent stands for.
 * Two that are not equal share it only where somebody has looked for such, whose keys are refused then. It is a prime
 * that round numbers do not meet by, as powers of two do by one that is near such a power: the first 38 digits of pi.
 */
const MODULUS = 31_415_926_535_897_932_384_626_433_832_795_028_841n
const textOfRest = (value: bigint): string => `${value % MODULUS} of ${MODULUS}`

/** Bits of an int that is written out. Larger ones are beyond 53 bits, however roughly they were counted. */
const MOST_BITS = 1024

/** The same of the form of a number of a class of Python's. */
function textOfForm(form: string): string | undefined {
  const match = /^(-?)([0-9a-f]+)\/1 2\^(-?\d+) 5\^(\d+)$/.exec(form)
  if (match === null) return form
  const [, sign, digits, twos, fives] = match as unknown as [string, string, string, string, string]
  const whole = BigInt(`0x${digits}`) * (sign === '-' ? -1n : 1n)
  const isLarge = 4 * digits.length + Number(twos) + 3 * Number(fives) > MOST_BITS
  if (isLarge && twos.startsWith('-')) return form
  if (isLarge) return textOfRest(whole * power(2n, BigInt(twos)) * power(5n, BigInt(fives)))
  const odd = whole * 5n ** BigInt(fives)
  const value = Number(twos) >= 0 ? odd << BigInt(twos) : Number(odd) * 2 ** Number(twos)
  // No double may be as near as that.
  return numberForm(value)?.[1].toString() === form ? textOfNumber(value) : form
}

/** A power, as far as {@link MODULUS} goes, which is a prime: by Fermat's theorem the exponent is none beyond it. */
function power(base: bigint, exponent: bigint): bigint {
  let product = 1n
  let square = base
  for (let left = exponent % (MODULUS - 1n); left > 0n; left >>= 1n) {
    if (left & 1n) product = (product * square) % MODULUS
    square = (square * square) % MODULUS
  }
  return product
}
