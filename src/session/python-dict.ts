/**
 * `dict(value)` and tuple unpacking as Python does them, for values that came out of a cookie: what
 * was signed need not be what it should be.
 */
import { copyFloatNotes, orderedKeys } from '../lib/hints.js'

/** What iterating over `value` gives in Python; `undefined` where Python raises `TypeError`. */
export function iterate(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value
  if (typeof value === 'string') return Array.from(value)
  if (value instanceof Map) return [...value.keys()]
  if (value instanceof Set || value instanceof Uint8Array) return [...value]
  return isPlainObject(value) ? orderedKeys(value) : undefined
}

/** `dict(value)`; `undefined` where Python raises `TypeError` or `ValueError`. */
export function toDict(value: unknown): Map<unknown, unknown> | undefined {
  if (value instanceof Map) return value
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

function isPlainObject(value: unknown): value is object {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  )
}
