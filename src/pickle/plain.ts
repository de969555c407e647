/**
 * JSON of values that hold others. Shared values are written out once for each place they stand in, and
 * thirty tuples that each hold the one before twice are a billion. So what is written out again is
 * counted; what stands in one place only never is.
 */

import { PickleError } from '../errors.js'
import { sizeOfInt } from './costs.js'
import { objectOf } from '../lib/index-keys.js'
import { FIXED_LIMITS, LOAD_LIMITS, overLimit } from './limits.js'

/** The method by which a class tells what its JSON is made of, none of it converted yet. */
export const CONTENT: unique symbol = Symbol('content')

/** What `toJSON` is to return for a value: plain data, in which nothing is left that has a `toJSON`. */
export const toPlain = (value: object): unknown => new Converter().convert(value)

/** Whether the arrays being joined have been gone through. */
let isJoining = false

/** What `toLocaleString` of an Array takes. */
export type Locale = [
  locales?: string | string[],
  options?: Intl.NumberFormatOptions & Intl.DateTimeFormatOptions,
]

/** What `make` makes of an array that may hold others: refused where what is shared within is too much. */
export function joinedText(array: readonly unknown[], make: () => string): string {
  if (isJoining) return make()
  new Converter().checkArray(array)
  isJoining = true
  try {
    return make()
  } finally {
    isJoining = false
  }
}

/** Shorter text is not looked up. */
const LONG_TEXT = 100
/** So many characters count as one value. */
const TEXT_PER_VALUE = FIXED_LIMITS.shownText / FIXED_LIMITS.shownValues

/** The square of the bytes of an int whose digits take as long as one value. */
const INT_PER_VALUE = 1 << 15

class Converter {
  /** Containers and long texts that have been written out. */
  readonly #met = new Set<unknown>()
  /** Objects that are a plain value in JSON, such as dates. */
  readonly #leaves = new Map<object, unknown>()
  /** How long the texts of objects are that are joined. */
  readonly #lengths = new Map<object, number>()
  #left: number = FIXED_LIMITS.shownValues
  #depth = 0

  convert(value: unknown): unknown {
    if (typeof value === 'string') return this.#text(value)
    if (typeof value !== 'object' || value === null) return value
    if (this.#leaves.has(value)) return this.convert(this.#leaves.get(value))
    if (++this.#depth > LOAD_LIMITS.depth) throw overLimit('depth', LOAD_LIMITS.depth)
    this.#countInts(value)
    const converted = this.#convertContent(value, contentOf(value))
    this.#depth--
    return converted
  }

  /** Counts what is joined within an array; `join` leaves out an array that is met within itself. */
  checkArray(array: readonly unknown[], open = new Set<unknown>([array])): void {
    this.#meet(array, 1 + array.length)
    for (const item of array) {
      if (!Array.isArray(item)) this.#countText(item)
      else if (!open.has(item)) {
        this.checkArray(item, open.add(item))
        open.delete(item)
      }
    }
  }

  /** Counts the text that is made of a value other than an array: anew in each place. */
  #countText(item: unknown): void {
    if (typeof item === 'string') this.#text(item)
    if (typeof item === 'bigint') this.#countInt(item)
    if (typeof item !== 'object' || item === null) return
    this.#countInts(item)
    const length = this.#lengths.get(item)
    if (length === undefined) this.#lengths.set(item, String(item).length)
    else this.#spend(1 + length / TEXT_PER_VALUE)
  }

  #countInt(int: bigint): void {
    this.#spend(sizeOfInt(int) ** 2 / INT_PER_VALUE)
  }

  #text(text: string): string {
    if (text.length > LONG_TEXT) this.#meet(text, text.length / TEXT_PER_VALUE)
    return text
  }

  /** Counts the ints that a value makes decimal digits of, which takes quadratic time. */
  #countInts(value: object): void {
    if (Array.isArray(value) || (value as { toJSON?: unknown }).toJSON === undefined) return
    for (const part of Object.values(value)) {
      if (typeof part === 'bigint') this.#countInt(part)
    }
  }

  /** Takes off what a value costs, unless it is met for the first time. */
  #meet(value: unknown, cost: number): void {
    if (!this.#met.has(value)) this.#met.add(value)
    else this.#spend(cost)
  }

  #spend(cost: number): void {
    if ((this.#left -= cost) < 0) {
      throw new PickleError('LIMIT', 'Shared values are too many when each is written out')
    }
  }

  #convertContent(value: object, content: unknown): unknown {
    if (typeof content !== 'object' || content === null) {
      this.#leaves.set(value, content)
      return this.convert(content)
    }
    if (Array.isArray(content)) {
      this.#meet(value, 1 + content.length)
      return Array.from(content, (item) => this.convert(item))
    }
    const entries = Object.entries(content)
    this.#meet(value, 1 + entries.length)
    return objectOf(entries.map(([key, item]) => [key, this.convert(item)]))
  }
}

/** What a value is in JSON: an array, an object or a plain value. */
function contentOf(value: object): unknown {
  const { [CONTENT]: content, toJSON } = value as {
    [CONTENT]?: () => unknown
    toJSON?: () => unknown
  }
  if (content !== undefined) return content.call(value)
  if (Array.isArray(value) || typeof toJSON !== 'function') return value
  return toJSON.call(value)
}
