/** Copies of the lists, dicts and sets that a placeholder is made of. */

import { copyFloatNotes, noteKeyOrder, orderedKeys } from '../../lib/hints.js'
import { isPlainObject } from '../../lib/kinds.js'
import { PyTuple } from '../values/containers.js'
import { PyObject } from '../values/objects.js'

/** Whether a list holds the object itself. */
const holdsDirectly = (part: object, object: PyObject): boolean =>
  Array.isArray(part) && part.includes(object)

/** The objects that a list holds itself. */
const objectsIn = (part: object): ReadonlySet<unknown> =>
  new Set(Array.isArray(part) ? part.filter((item) => item instanceof PyObject) : [])

const FILLABLE: readonly unknown[] = [Array.prototype, Map.prototype, Set.prototype]

/** Whether a value is a plain list, dict or set. */
export const isFillable = (value: unknown): value is object =>
  isPlainObject(value) ||
  (typeof value === 'object' && value !== null && FILLABLE.includes(Object.getPrototypeOf(value)))

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
export function withCopies({ kind, cls, args, kwargs }: PyObject, open: OpenParts): PyObject {
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
