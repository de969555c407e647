/** What `update()` takes. */
import { isUnawaited } from '../lib/hook.js'
import { kindOf } from '../lib/key-path.js'
import { isPlainObject } from '../lib/kinds.js'

type Pairs = readonly (readonly [unknown, unknown])[]

const isPair = (pair: unknown): boolean => Array.isArray(pair) && pair.length === 2

/**
 * The keys and values of an object, a Map or pairs.
 *
 * @throws {TypeError} for what holds no pairs, such as a promise
 */
export function pairsOf(values: unknown): Pairs {
  const pairs = typeof values === 'object' && values !== null ? pairsIn(values) : undefined
  if (pairs?.every(isPair) === true) return pairs as Pairs
  const got = isAsync(values) ? `${kindOf(values)}: await it first` : kindOf(values)
  throw new TypeError(`update() takes an object, a Map or pairs of key and value, and got ${got}`)
}

/** Of what is of a class its fields. What has none, as a Date or a Request, keeps elsewhere what it holds. */
function pairsIn(values: object): readonly unknown[] | undefined {
  if (isAsync(values)) return undefined
  if (Symbol.iterator in values) return [...(values as Iterable<unknown>)]
  const entries = Object.entries(values)
  return entries.length > 0 || isPlainObject(values) ? entries : undefined
}

const isAsync = (values: unknown): boolean =>
  isUnawaited(values) ||
  (typeof values === 'object' && values !== null && Symbol.asyncIterator in values)
