/** Copies of the lists, dicts and sets that a placeholder is made of. */

import { copyFloatNotes, noteKeyOrder, orderedKeys } from '../../lib/hints.js'
import { isPlainObject } from '../../lib/kinds.js'
import { PyTuple } from '../values/containers.js'
import { PyObject } from '../values/objects.js'

/** Whether a list holds the object itself. */
export const holdsDirectly = (part: object, object: PyObject): boolean =>
  Array.isArray(part) && part.includes(object)

const FILLABLE: readonly unknown[] = [Array.prototype, Map.prototype, Set.prototype]

/** Whether a value is a plain list, dict or set. */
export const isFillable = (value: unknown): value is object =>
  isPlainObject(value) ||
  (typeof value === 'object' && value !== null && FILLABLE.includes(Object.getPrototypeOf(value)))

/** The object, made of copies of what is `open`. */
export function withCopies(
  { kind, cls, args, kwargs }: PyObject,
  open: ReadonlySet<unknown>,
): PyObject {
  const fresh = (value: unknown): unknown => (open.has(value) ? copyOf(value as object) : value)
  const copies = PyTuple.from(args, fresh)
  copyFloatNotes(args, copies)
  return new PyObject(kind, cls, copies, fresh(kwargs))
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
