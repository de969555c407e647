import { floatNotes, noteFloat } from '../../lib/hints.js'
import { PyObject } from '../values/objects.js'
import { PyPersistentId } from '../values/references.js'

/** Gives what is to stand in the place of a value. */
export type Swap = (value: unknown) => unknown

/** Puts `swap(value)` in the place of every value directly inside a container. */
export function rewrite(node: object, swap: Swap): void {
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
    if (swapped !== fields[name])
      Object.defineProperty(node, name, { __proto__: null, value: swapped } as PropertyDescriptor)
  }
}

export function rewriteObject(object: PyObject, swap: Swap): void {
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
