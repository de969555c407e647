/** What lies directly inside a value, for those who go through all of it. */

import { holdsValues } from '../holds-values.js'
import { PyObject } from '../values/objects.js'
import { PyPersistentId } from '../values/references.js'
import type { Reader } from './reader.js'

/** Whether a value holds others, and is not the application's. */
export const isContainer = (reader: Reader, value: unknown): value is object =>
  typeof value === 'object' && value !== null && holdsValues(value) && !reader.isForeign(value)

/** Whether a value holds others, or was made of an object, which does. */
export const isGoneInto = (reader: Reader, value: unknown): value is object =>
  isContainer(reader, value) ||
  (typeof value === 'object' && value !== null && reader.objects.sourceOf(value) !== undefined)

/** The containers directly inside a container, as they are written: an old-style instance has no tuple. */
export function childrenOf(reader: Reader, node: object): object[] {
  const isInstance = node instanceof PyObject && node.kind === 'inst'
  const parts = isInstance ? [node.cls, ...node.args, ...filling(node)] : partsOf(reader, node)
  return containersIn(reader, parts)
}

/** The values inside a value, and inside the object that it was made of: as it is written. */
export function partsOf(reader: Reader, node: object): Iterable<unknown> {
  const own = holdsValues(node) ? valuesIn(node) : []
  const source = reader.objects.sourceOf(node)
  return source === undefined ? own : [...valuesIn(source), ...own]
}

export function containersIn(reader: Reader, values: Iterable<unknown>): object[] {
  const containers: object[] = []
  for (const value of values) {
    if (typeof value !== 'object' || value === null) continue
    const current = reader.dicts.current(value)
    if (isGoneInto(reader, current)) containers.push(current)
  }
  return containers
}

/** The values directly inside a container. */
export function valuesIn(node: object): Iterable<unknown> {
  if (Array.isArray(node) || node instanceof Set) return node
  if (node instanceof Map) return entriesIn(node)
  if (node instanceof PyObject) return [...making(node), ...filling(node)]
  if (node instanceof PyPersistentId) return [node.id]
  return Object.values(node)
}

/** Keys and values in turn, as they are written. */
function entriesIn(map: ReadonlyMap<unknown, unknown>): unknown[] {
  const entries: unknown[] = []
  map.forEach((value, key) => entries.push(key, value))
  return entries
}

/** What an object is made of. */
export const making = ({ cls, args, kwargs }: PyObject): unknown[] => [cls, args, kwargs]

/** What comes into an object once it is made. */
export const filling = ({ items, pairs, builds, setters }: PyObject): unknown[] => [
  ...items,
  ...pairs.flat(),
  ...builds,
  ...setters.flat(),
]
