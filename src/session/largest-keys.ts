import {
  entriesOf,
  isBytes,
  isDate,
  isMap,
  isPlainObject,
  isRevokedProxy,
  isSet,
  membersOf,
  sizeOfMap,
  sizeOfSet,
} from '../lib/kinds.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'

/** Values looked at to find the largest keys, whatever there is. */
const LOOKS = SESSION_LIMITS.nodes
/** So many digits of an int are as much work as one value. */
const DIGITS_PER_LOOK = 64
/** About as many characters are written of `null` and its like, of a fraction, of a Date and of an empty container. */
const SIZES = { word: 4, fraction: 18, date: 24, container: 2 }

/**
 * The entries by their size, the largest first. It is estimated: to write each by itself would take as long as
 * they are many. Of each no more is looked at than its share, but how much there is more is counted.
 */
export function byEstimate(data: ReadonlyMap<unknown, unknown>): [unknown, unknown][] {
  const looks = new Looks(Math.ceil(LOOKS / Math.max(1, data.size)))
  return Array.from(data, (entry) => [entry, looks.estimate(entry)] as const)
    .toSorted(([, one], [, other]) => other - one)
    .map(([entry]) => entry)
}

/** Characters and values in an object itself, and those of its parts that there are looks for. */
type Own = readonly [size: number, parts: readonly unknown[]]

class Looks {
  readonly #share: number
  /** Objects that were looked at: many keys can share a large one. */
  readonly #known = new Map<object, Own>()

  constructor(share: number) {
    this.#share = share
  }

  /** Characters and values within a value, as far as it is looked at. */
  estimate(value: unknown): number {
    const pending = [value]
    let size = 0
    let left = this.#share
    for (let at = 0; at < pending.length && left > 0; at++, left--) {
      const next = pending[at]
      const [own, parts] = this.#ownOf(next)
      size += own
      if (typeof next === 'bigint') left -= own / DIGITS_PER_LOOK
      for (let index = 0; index < parts.length && pending.length < this.#share; index++) {
        pending.push(parts[index])
      }
    }
    return size
  }

  #ownOf(value: unknown): Own {
    if (typeof value === 'string') return [sizeOfText(value), []]
    if (typeof value === 'bigint') return [value.toString(16).length, []]
    if (typeof value === 'number') return [sizeOfNumber(value), []]
    if (typeof value !== 'object' || value === null || isRevokedProxy(value))
      return [SIZES.word, []]
    const own = this.#known.get(value) ?? this.#partsOf(value)
    this.#known.set(value, own)
    return own
  }

  #partsOf(value: object): Own {
    if (isBytes(value)) return [value.length, []]
    if (isDate(value)) return [SIZES.date, []]
    const [size, parts] = this.#containerOf(value)
    return [SIZES.container + size, parts]
  }

  #containerOf(value: object): Own {
    if (Array.isArray(value)) return [value.length, value]
    if (isMap(value)) return [2 * sizeOfMap(value), this.#first(entriesOf(value)).flat()]
    if (isSet(value)) return [sizeOfSet(value), this.#first(membersOf(value))]
    const parts = isPlainObject(value) ? Object.entries(value).flat() : Object.values(value)
    return [parts.length, parts]
  }

  #first<T>(values: Iterable<T>): T[] {
    const first: T[] = []
    for (const value of values) {
      if (first.length >= this.#share) break
      first.push(value)
    }
    return first
  }
}

/** Of which what the formats escape, or write as several bytes, is looked for. */
const SAMPLE = 64
/** About as many characters more are written for one of those. */
const ESCAPE = 3

function sizeOfText(text: string): number {
  const sample = text.slice(0, SAMPLE)
  const odd = sample.match(/[^ -~]|["\\]/g)?.length ?? 0
  return odd === 0 ? text.length : text.length * (1 + (ESCAPE * odd) / sample.length)
}

/** Its digits, if it is an int. */
const sizeOfNumber = (value: number): number =>
  Number.isSafeInteger(value) ? Math.ceil(Math.log10(Math.abs(value) + 2)) : SIZES.fraction
