/** Copies of the lists, dicts and sets that a placeholder is made of. */

import { copyFloatNotes, noteKeyOrder, orderedKeys } from '../../lib/hints.js'
import { isMap, isPlainObject, isSet } from '../../lib/kinds.js'
import { PyGlobal, PyObject, PyTuple } from '../values.js'

/**
 * Whether an object is made of copies of its lists and dicts: Python takes them where it gives what a list or
 * dict subclass holds. What a class is made anew of (NEWOBJ) is what its objects hold, and so is what
 * exceptions are made of.
 */
export const takesCopies = ({ kind, cls }: PyObject): boolean =>
  kind === 'reduce' && !(cls instanceof PyGlobal && cls.module === 'builtins')

/** Whether a list, dict or set holds the object itself. */
export function holdsDirectly(part: object, object: PyObject): boolean {
  if (Array.isArray(part)) return part.includes(object)
  if (isSet(part)) return part.has(object)
  const values = isMap(part) ? part.values() : Object.values(part)
  for (const value of values) if (value === object) return true
  return false
}

const FILLABLE: readonly unknown[] = [Array.prototype, Map.prototype, Set.prototype]

/** Whether a value is a plain list, dict or set. */
export const isFillable = (value: unknown): value is object =>
  isPlainObject(value) ||
  (typeof value === 'object' && value !== null && FILLABLE.includes(Object.getPrototypeOf(value)))

/** The object, made of copies of what is `open`. */
export function withCopies({ kind, cls, args }: PyObject, open: ReadonlySet<unknown>): PyObject {
  const made = new Map<unknown, object>()
  const fresh = (value: unknown): unknown => {
    if (!open.has(value)) return value
    const copy = made.get(value) ?? copyOf(value as object)
    made.set(value, copy)
    return copy
  }
  const copies = PyTuple.from(args, fresh)
  copyFloatNotes(args, copies)
  return new PyObject(kind, cls, copies)
}

function copyOf(value: object): object {
  const copy = shallowCopy(value)
  copyFloatNotes(value, copy)
  if (isPlainObject(value)) noteKeyOrder(copy, orderedKeys(value))
  return copy
}

function shallowCopy(value: object): object {
  if (Array.isArray(value)) return Array.from(value)
  if (value instanceof Map) return new Map(value)
  return value instanceof Set ? new Set(value) : { ...value }
}
