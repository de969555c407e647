/**
 * The last pass over what was read, made only where something still has to be put in its place: a Map
 * that replaced a plain object, or a JavaScript value for a placeholder.
 */

import { floatNotes, noteFloat } from '../lib/hints.js'
import { isPlainObject } from './keys.js'
import type { Reader } from './reader.js'
import { PyObject, PyPersistentId } from './values.js'

/** A container being gone through: the values inside it that are containers too. */
interface Visit {
  readonly node: object
  readonly children: readonly object[]
  next: number
}

/**
 * Replaces what has to be replaced within `root` and returns what stands in its own place. Goes from
 * the inside out, so that an object is decoded after those it holds; where objects hold each other in
 * a circle, the one met first is a placeholder inside the others. No recursion: depth costs nothing.
 */
export function settle(reader: Reader, root: unknown): unknown {
  const start = reader.dicts.current(root)
  if (typeof start !== 'object' || !isContainer(reader, start)) return start
  // What stands for each container in the end; one still being gone through stands for itself.
  const settled = new Map<object, unknown>()
  const visits: Visit[] = []
  const enter = (node: object): void => {
    settled.set(node, node)
    visits.push({ node, children: childrenOf(reader, node), next: 0 })
  }
  enter(start)
  for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
    const { node, children } = visit
    while (visit.next < children.length && settled.has(children[visit.next]!)) visit.next++
    if (visit.next < children.length) enter(children[visit.next]!)
    else {
      visits.pop()
      const isTouched = children.some((child) => settled.get(child) !== child)
      if (isTouched || reader.dicts.stale) rewrite(node, (value) => finalOf(reader, settled, value))
      settled.set(node, node instanceof PyObject ? reader.objects.valueOf(node) : node)
    }
  }
  return settled.get(start)
}

function finalOf(reader: Reader, settled: Map<object, unknown>, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const current = reader.dicts.current(value)
  return settled.has(current) ? settled.get(current) : current
}

const isContainer = (reader: Reader, value: object | null): value is object =>
  value !== null && holdsValues(value) && !reader.isForeign(value)

const holdsValues = (value: object): boolean =>
  Array.isArray(value) ||
  value instanceof Map ||
  value instanceof Set ||
  value instanceof PyObject ||
  value instanceof PyPersistentId ||
  isPlainObject(value)

/** The containers directly inside a container. */
export function childrenOf(reader: Reader, node: object): object[] {
  const children: object[] = []
  for (const value of valuesIn(node)) {
    if (typeof value !== 'object') continue
    const current = reader.dicts.current(value)
    if (isContainer(reader, current)) children.push(current)
  }
  return children
}

/** The values directly inside a container. */
function valuesIn(node: object): Iterable<unknown> {
  if (Array.isArray(node) || node instanceof Set) return node
  if (node instanceof Map) return entriesIn(node)
  if (node instanceof PyObject) return partsOf(node)
  if (node instanceof PyPersistentId) return [node.id]
  return Object.values(node)
}

/** Keys and values in turn, as they are written. */
function entriesIn(map: ReadonlyMap<unknown, unknown>): unknown[] {
  const entries: unknown[] = []
  map.forEach((value, key) => entries.push(key, value))
  return entries
}

const partsOf = ({ cls, args, kwargs, items, pairs, builds, setters }: PyObject): unknown[] => [
  cls,
  args,
  kwargs,
  ...items,
  ...pairs.flat(),
  ...builds,
  ...setters.flat(),
]

type Swap = (value: unknown) => unknown

/** Puts `swap(value)` in the place of every value directly inside a container. */
function rewrite(node: object, swap: Swap): void {
  if (Array.isArray(node)) rewriteArray(node, swap)
  else if (node instanceof Map) rewriteMap(node, swap)
  else if (node instanceof Set) rewriteSet(node, swap)
  else if (node instanceof PyObject) rewriteObject(node, swap)
  else if (node instanceof PyPersistentId) rewriteFields(node, ['id'], swap)
  else rewriteFields(node, Object.keys(node), swap)
}

function rewriteArray(array: unknown[], swap: Swap): void {
  for (const [index, value] of array.entries()) {
    const swapped = swap(value)
    // NaN is no reason to write: the array may be frozen.
    if (!Object.is(swapped, value)) array[index] = swapped
  }
}

function rewriteFields(node: object, names: readonly string[], swap: Swap): void {
  const fields = node as Record<string, unknown>
  for (const name of names) {
    const swapped = swap(fields[name])
    if (swapped !== fields[name]) Object.defineProperty(node, name, { value: swapped })
  }
}

function rewriteObject(object: PyObject, swap: Swap): void {
  rewriteFields(object, ['cls', 'kwargs'], swap)
  rewriteArray(object.items, swap)
  for (const pair of object.pairs) rewriteArray(pair, swap)
  rewriteArray(object.builds, swap)
  for (const setter of object.setters) rewriteArray(setter, swap)
}

function rewriteMap(map: Map<unknown, unknown>, swap: Swap): void {
  const entries = [...map]
  const floats = floatNotes(map)
  // Only a new key disturbs the order; then all keys go in anew.
  const hasNewKey = entries.some(([key]) => !Object.is(swap(key), key))
  if (hasNewKey) map.clear()
  for (const [key, value] of entries) {
    if (hasNewKey || !Object.is(swap(value), value)) map.set(swap(key), swap(value))
    if (floats?.has(key) === true) noteFloat(map, swap(key), value as number)
  }
}

function rewriteSet(set: Set<unknown>, swap: Swap): void {
  const members = [...set]
  if (members.every((member) => Object.is(swap(member), member))) return
  set.clear()
  for (const member of members) set.add(swap(member))
}
