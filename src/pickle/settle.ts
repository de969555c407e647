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
  const settled = new Map<object, unknown>()
  const open = new Set<object>()
  const visits: Visit[] = []
  const enter = (node: object): void => {
    open.add(node)
    visits.push({ node, children: childrenOf(reader, node), next: 0 })
  }
  const start = reader.dicts.current(root)
  if (!isContainer(reader, start)) return start
  enter(start)
  for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
    const child = visit.children[visit.next++]
    if (child === undefined) {
      visits.pop()
      rewrite(visit.node, (value) => finalValue(reader, settled, value))
      settled.set(visit.node, decode(reader, visit.node))
    } else if (!open.has(child)) enter(child)
  }
  return settled.get(start)
}

function finalValue(reader: Reader, settled: Map<object, unknown>, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const current = reader.dicts.current(value)
  return settled.has(current) ? settled.get(current) : current
}

const isContainer = (reader: Reader, value: unknown): value is object =>
  typeof value === 'object' && value !== null && !reader.isForeign(value) && holdsValues(value)

const holdsValues = (value: object): boolean =>
  Array.isArray(value) ||
  value instanceof Map ||
  value instanceof Set ||
  value instanceof PyObject ||
  value instanceof PyPersistentId ||
  isPlainObject(value)

export function childrenOf(reader: Reader, node: object): object[] {
  const children: object[] = []
  for (const value of valuesIn(node)) {
    const current = reader.dicts.current(value)
    if (isContainer(reader, current)) children.push(current)
  }
  return children
}

/** The values directly inside a container. */
function* valuesIn(node: object): Iterable<unknown> {
  if (node instanceof Map) {
    yield* node.keys()
    yield* node.values()
  } else if (node instanceof PyObject) {
    yield node.cls
    yield node.args
    yield node.kwargs
    yield* node.items
    for (const pair of node.pairs) yield* pair
    yield* node.builds
    for (const setter of node.setters) yield* setter
  } else if (node instanceof PyPersistentId) yield node.id
  else if (Array.isArray(node) || node instanceof Set) yield* node
  else yield* Object.values(node)
}

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
    if (swapped !== value) array[index] = swapped
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
  if (entries.some(([key]) => swap(key) !== key)) map.clear()
  for (const [key, value] of entries) {
    map.set(swap(key), swap(value))
    if (floats?.has(key) === true) noteFloat(map, swap(key), value as number)
  }
}

function rewriteSet(set: Set<unknown>, swap: Swap): void {
  const members = [...set]
  if (members.every((member) => swap(member) === member)) return
  set.clear()
  for (const member of members) set.add(swap(member))
}

/** The value that the registry has for an object, or the node itself. */
function decode(reader: Reader, node: object): unknown {
  const { registry } = reader.settings
  if (registry === null || !(node instanceof PyObject)) return node
  const { global } = node
  const codec = global === undefined ? undefined : registry.find(global.module, global.name)
  if (codec?.decode === undefined) return node
  return reader.guard(`Decoding ${codec.module}.${codec.name}`, () => codec.decode?.(node))
}
