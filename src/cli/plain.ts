/** Session data for `--json`: what JSON cannot hold stands there as text. */
import { entriesOf, isBytes, isDate, isMap, isPlainObject, isSet, membersOf } from '../lib/kinds.js'
import { orderedKeys } from '../lib/hints.js'
import { printed } from './printed.js'

/** As deep as `JSON.stringify` goes without trouble. */
const MOST_DEPTH = 500
/** Characters of an answer. Lists that hold each other, or themselves, make any number of a short cookie. */
const MOST_CHARACTERS = 8_000_000
/** What stands for all that is left out. */
const REST = '…'

/**
 * Makes the values of one answer plain. A Map whose keys are text becomes an object, another one a list of pairs; bytes
 * their base64; a bigint its digits; objects of Python and of others what `console.log` prints of them. Beyond
 * {@link MOST_CHARACTERS} of all together `…` stands for the rest.
 */
export function plainWriter(): (value: unknown) => unknown {
  const plain = new Plain()
  return (value) => plain.of(value, 0)
}

type Pair = readonly [key: unknown, value: unknown]

class Plain {
  #left = MOST_CHARACTERS

  of(value: unknown, depth: number): unknown {
    // A line, indented.
    this.#left -= 2 * depth + 1
    if (this.#left < 0 || depth > MOST_DEPTH) return REST
    if (Array.isArray(value)) return this.#list(value, depth)
    if (isMap(value)) return this.#map([...entriesOf(value)], depth)
    if (isSet(value)) return this.#list(membersOf(value), depth)
    if (isPlainObject(value)) return this.#map(pairsOf(value), depth)
    return this.#counted(plainLeaf(value))
  }

  #list(items: Iterable<unknown>, depth: number): unknown[] {
    return this.#whileThereIsRoom(items, (item) => this.of(item, depth + 1), REST)
  }

  #map(pairs: readonly Pair[], depth: number): unknown {
    const areTexts = pairs.every(([key]) => typeof key === 'string')
    const keyOf = (key: unknown): unknown =>
      areTexts ? this.#counted(key) : this.of(key, depth + 1)
    const plain = this.#whileThereIsRoom(
      pairs,
      ([key, item]): Pair => [keyOf(key), this.of(item, depth + 1)],
      [REST, REST],
    )
    return areTexts ? Object.fromEntries(plain as [string, unknown][]) : plain
  }

  /** What is made of the first ones, and `rest` for all others. */
  #whileThereIsRoom<T, P>(items: Iterable<T>, make: (item: T) => P, rest: P): P[] {
    const made: P[] = []
    for (const item of items) {
      if (this.#left < 0) return [...made, rest]
      made.push(make(item))
    }
    return made
  }

  #counted<T>(leaf: T): T {
    if (typeof leaf === 'string') this.#left -= leaf.length
    return leaf
  }
}

function pairsOf(object: Record<string, unknown>): Pair[] {
  return orderedKeys(object).map((key) => [key, object[key]])
}

function plainLeaf(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (isBytes(value)) return Buffer.from(value).toString('base64')
  if (isDate(value)) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
  if (value === undefined) return null
  if (typeof value !== 'object' || value === null)
    return typeof value === 'bigint' ? String(value) : value
  return printed(value, { depth: 4 })
}
