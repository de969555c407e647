/**
 * `dict(value)` and tuple unpacking as Python does them, for values that came out of a cookie: what
 * was signed need not be what it should be.
 */
import { copyFloatNotes, orderedKeys } from '../lib/hints.js'
import { isBytes, isMap, isPlainObject, isSet } from '../lib/kinds.js'

/** What iterating over `value` gives in Python; `undefined` where Python raises `TypeError`. */
export function iterate(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value
  if (typeof value === 'string') return Array.from(value)
  if (isMap(value)) return [...value.keys()]
  if (isSet(value) || isBytes(value)) return [...value]
  return isPlainObject(value) ? orderedKeys(value) : undefined
}

/** `dict(value)`; `undefined` where Python raises `TypeError` or `ValueError`. */
export function toDict(value: unknown): Map<unknown, unknown> | undefined {
  if (isMap(value)) return plainMap(value)
  if (isPlainObject(value)) {
    const dict = new Map<unknown, unknown>()
    for (const key of orderedKeys(value)) dict.set(key, (value as Record<string, unknown>)[key])
    copyFloatNotes(value, dict)
    return dict
  }
  const pairs = iterate(value)?.map(iterate)
  if (pairs === undefined || !pairs.every(isPair)) return undefined
  return new Map(pairs)
}

/** A dict of its own in place of a subclass, such as an OrderedDict. */
function plainMap(map: Map<unknown, unknown>): Map<unknown, unknown> {
  if (Object.getPrototypeOf(map) === Map.prototype) return map
  const dict = new Map(map)
  copyFloatNotes(map, dict)
  return dict
}

function isPair(pair: readonly unknown[] | undefined): pair is readonly [unknown, unknown] {
  return pair?.length === 2 && isHashable(pair[0])
}

/** Lists, dicts and sets cannot be keys; their frozen kinds are subclasses here, and can. */
function isHashable(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  const prototype: unknown = Object.getPrototypeOf(value)
  return ![Array.prototype, Map.prototype, Set.prototype, Object.prototype].includes(
    prototype as never,
  )
}
