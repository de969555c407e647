/**
 * `dict(value)` and tuple unpacking as Python does them, for values that came out of a cookie: what
 * was signed need not be what it should be.
 */
import { copyFloatNotes, orderedKeys } from '../lib/hints.js'
import { isBytes, isMap, isPlainObject, isSet } from '../lib/kinds.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'
import type { DictOf } from '../serializers/call.js'

/** What iterating over `value` gives in Python; `undefined` where Python raises `TypeError`. */
export function iterate(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value
  if (typeof value === 'string') return Array.from(value)
  if (isMap(value)) return [...value.keys()]
  if (isSet(value) || isBytes(value)) return [...value]
  return isPlainObject(value) ? orderedKeys(value) : undefined
}

/**
 * `dict(value)`; `undefined` where Python raises `TypeError` or `ValueError`, and for too many pairs.
 *
 * @param dictOf the same for values that only the serializer knows
 */
export function toDict(value: unknown, dictOf?: DictOf): Map<unknown, unknown> | undefined {
  if (isMap(value)) return plainMap(value)
  if (isPlainObject(value)) {
    const dict = new Map<unknown, unknown>()
    for (const key of orderedKeys(value)) dict.set(key, value[key])
    copyFloatNotes(value, dict)
    return dict
  }
  return dictOf?.(value, toDict) ?? dictOfPairs(iterate(value))
}

/** Stops at the first item that is no pair: many can be one and the same, and long. */
function dictOfPairs(items: readonly unknown[] | undefined): Map<unknown, unknown> | undefined {
  if (items === undefined || items.length > SESSION_LIMITS.keysPerDict) return undefined
  const dict = new Map<unknown, unknown>()
  for (const item of items) {
    const pair = iterate(item)
    if (pair?.length !== 2 || !isHashable(pair[0])) return undefined
    dict.set(pair[0], pair[1])
  }
  return dict
}

/** A dict of its own in place of a subclass, such as an OrderedDict. */
function plainMap(map: Map<unknown, unknown>): Map<unknown, unknown> {
  if (Object.getPrototypeOf(map) === Map.prototype) return map
  const dict = new Map(map)
  copyFloatNotes(map, dict)
  return dict
}

/** Lists, dicts and sets cannot be keys; their frozen kinds are subclasses here, and can. */
function isHashable(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  const prototype: unknown = Object.getPrototypeOf(value)
  return ![Array.prototype, Map.prototype, Set.prototype, Object.prototype].includes(
    prototype as never,
  )
}
