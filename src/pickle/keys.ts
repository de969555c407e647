/**
 * Python's rules for the keys of a dict and the members of a set.
 *
 * Equal keys are one key: 1, 1.0 and True; 0 and -0.0. The first one stays, with the last value. A
 * list, dict, set or bytearray cannot be a key, nor can a tuple that holds one. Tuples and objects are
 * told apart by identity here, so that none is ever gone through to be compared or hashed.
 */

import { PickleError } from '../errors.js'
import { isMap, isPlainObject, isSet, keysOf } from '../lib/kinds.js'
import { PyFloat } from '../lib/py-float.js'
import { Buckets, FEW_KEYS, isNumberKey } from './collisions.js'
import { Identities } from './identities.js'
import { HIGHEST_PROTOCOL } from './limits.js'
import { PyByteArray, PyFrozenSet, PyTuple } from './values/containers.js'

/** A Map or a Set. */
interface Keyed {
  has(key: unknown): boolean
}

/** A Map or a Set, to go through. */
export type Iterated = ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>

/** The key of `container` that equals `key` in Python: one it has already, or `key` itself. */
export function equalKey(container: Keyed, key: unknown): unknown {
  switch (typeof key) {
    case 'number':
      return equalToNumber(container, key)
    case 'boolean':
      return container.has(Number(key)) ? Number(key) : key
    case 'bigint':
      return BigInt.asIntN(1024, key) === key && isHeldAs(container, Number(key), key)
        ? Number(key)
        : key
    default:
      return key
  }
}

function equalToNumber(container: Keyed, key: number): unknown {
  if (key === 0 || key === 1) return container.has(key === 1) ? key === 1 : key
  // Every NaN is a key of its own in Python, but all are one in JavaScript.
  if (Number.isNaN(key)) return container.has(key) ? new PyFloat(key) : key
  if (!Number.isInteger(key) || Number.isSafeInteger(key)) return key
  const int = BigInt(key)
  return container.has(int) ? int : key
}

const isHeldAs = (container: Keyed, float: number, int: bigint): boolean =>
  container.has(float) && BigInt(float) === int

/**
 * Tells which values cannot be keys, and which keys the engine would be slow with. Tuples that were looked through are remembered, so a tuple that
 * holds another many times over costs no more than its parts.
 */
export class KeyCheck {
  /** This and the next are made only when they are needed: for tuples, and for many numbers. */
  #passed: Set<object> | undefined
  #buckets: Map<object, Buckets> | undefined
  /** The keys of each container that are one with others of it in Python. */
  #twins: Map<object, ReadonlySet<unknown>> | undefined
  #identities: Identities | undefined
  readonly #isPython2: boolean

  /** @param protocol - what is written; only that tells Python 2 from Python 3 */
  constructor(protocol: number = HIGHEST_PROTOCOL) {
    this.#isPython2 = protocol < 3
  }

  /** The name of the type that keeps `key` from being a key, or `undefined` if it can be one. */
  problem(key: unknown): string | undefined {
    if (typeof key !== 'object' || key === null) return undefined
    if (!(key instanceof PyTuple)) return unhashableType(key)
    this.#passed ??= new Set()
    return this.#problemInTuple(key, this.#passed)
  }

  /**
   * Whether another key of `container` is the same as `key` in Python. Text and numbers are asked for nothing:
   * among themselves they are told apart as in Python, and what else is one with them is asked for itself.
   */
  hasTwin(container: Iterated, key: unknown): boolean {
    if (typeof key === 'string' || typeof key === 'number' || key === null) return false
    this.#twins ??= new Map()
    this.#identities ??= new Identities(this.#isPython2)
    const twins = this.#twins.get(container) ?? this.#identities.twinsIn(keysOf(container))
    this.#twins.set(container, twins)
    return twins.has(key)
  }

  /** Whether `key` would join too many others in one bucket of `container`. */
  collides(container: Iterated, key: unknown): boolean {
    if (container.size < FEW_KEYS || !isNumberKey(key) || container.has(key)) return false
    return !this.#bucketsOf(container).add(key)
  }

  #bucketsOf(container: Iterated): Buckets {
    this.#buckets ??= new Map()
    const known = this.#buckets.get(container)
    if (known !== undefined) return known
    const buckets = new Buckets()
    for (const key of container.keys()) if (isNumberKey(key)) buckets.add(key)
    this.#buckets.set(container, buckets)
    return buckets
  }

  #problemInTuple(key: PyTuple, passed: Set<object>): string | undefined {
    const pending: PyTuple[] = [key]
    for (let tuple = pending.pop(); tuple !== undefined; tuple = pending.pop()) {
      if (passed.has(tuple)) continue
      passed.add(tuple)
      for (const item of tuple) {
        if (item instanceof PyTuple) pending.push(item)
        else if (typeof item === 'object' && item !== null) {
          const type = unhashableType(item)
          if (type === undefined) continue
          // After a refusal the tuples passed on the way prove nothing.
          passed.clear()
          return type
        }
      }
    }
    return undefined
  }
}

/** What {@link withKeyCheck} has set. */
let shared: KeyCheck | undefined

/**
 * Runs part of reading or writing one pickle, in which all codecs use the same check: a tuple that is a key
 * of many containers is looked through once.
 */
export function withKeyCheck<T>(check: KeyCheck, run: () => T): T {
  const outer = shared
  shared = check
  try {
    return run()
  } finally {
    shared = outer
  }
}

/** The check that a codec is to use. */
export const currentKeyCheck = (): KeyCheck => shared ?? new KeyCheck()

/** Of two keys Python would keep one, with one of the values. */
export const twinError = (): PickleError =>
  new PickleError(
    'UNSUPPORTED',
    'Python has one key for this and another here, as 1, 1.0 and True are one, ' +
      'and equal bytes, tuples and dates; keep one of them',
  )

function unhashableType(value: object): string | undefined {
  if (Array.isArray(value)) return 'list'
  if (isMap(value) || isPlainObject(value)) return 'dict'
  if (isSet(value)) return value instanceof PyFrozenSet ? undefined : 'set'
  return value instanceof PyByteArray ? 'bytearray' : undefined
}
