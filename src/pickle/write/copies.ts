/** Copies of the lists, dicts and sets that a placeholder is made of. */

import { copyFloatNotes, noteKeyOrder, orderedKeys } from '../../lib/hints.js'
import { isHollow, isMap, isPlainObject, isSet } from '../../lib/kinds.js'
import { PyTuple } from '../values/containers.js'
import { PyObject } from '../values/objects.js'
import { PyGlobal } from '../values/references.js'

/**
 * Whether an object is made of copies of its lists and dicts: Python takes them where it gives what a list or
 * dict subclass holds. What a class is made anew of (NEWOBJ) is what its objects hold, and so is what
 * exceptions are made of.
 */
export const takesCopies = ({ kind, cls }: PyObject): boolean =>
  kind === 'reduce' && !(cls instanceof PyGlobal && cls.module === 'builtins')

/** What a list, dict or set holds itself. */
function valuesOf(part: object): Iterable<unknown> {
  if (Array.isArray(part)) return part
  return isMap(part) || isSet(part) ? part.values() : Object.values(part)
}

/** Whether a list, dict or set holds the object itself. */
function holdsDirectly(part: object, object: PyObject): boolean {
  if (Array.isArray(part)) return part.includes(object)
  for (const value of valuesOf(part)) if (value === object) return true
  return false
}

/** The objects that a list, dict or set holds itself. */
function objectsIn(part: object): ReadonlySet<unknown> {
  const objects = new Set<unknown>()
  for (const value of valuesOf(part)) if (value instanceof PyObject) objects.add(value)
  return objects
}

const FILLABLE: readonly unknown[] = [Array.prototype, Map.prototype, Set.prototype]

/** Whether a value is a plain list, dict or set. */
export const isFillable = (value: unknown): value is object =>
  isPlainObject(value) ||
  (typeof value === 'object' &&
    value !== null &&
    FILLABLE.includes(Object.getPrototypeOf(value)) &&
    !isHollow(value))

/** The lists, dicts and sets that placeholders are made of, while they are written as that. */
export class OpenParts {
  /** By part the objects that it holds itself. */
  readonly #holders = new Map<unknown, ReadonlySet<unknown>>()

  has(value: unknown): boolean {
    return this.#holders.has(value)
  }

  /**
   * Whether a part of the object is one of these, or is to be. One that was written before is only fetched;
   * so is a list that holds the object itself, as its copies would never end.
   */
  takes(part: object, object: PyObject, isWritten: boolean): boolean {
    const holders = this.#holders.get(part)
    if (holders !== undefined) return !holders.has(object)
    return !isWritten && !holdsDirectly(part, object)
  }

  add(parts: readonly object[]): void {
    for (const part of parts) this.#holders.set(part, objectsIn(part))
  }

  delete(parts: readonly object[]): void {
    for (const part of parts) this.#holders.delete(part)
  }
}

/** The object, made of copies of what is `open`. */
export function withCopies({ kind, cls, args }: PyObject, open: OpenParts): PyObject {
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
