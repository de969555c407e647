/** Array indices as the keys of objects, which are no arrays. */

import { setOwn } from './own.js'

/** An array index: JavaScript lists these first, by number, whatever the order they came in. */
export const INDEX = /^(?:0|[1-9]\d{0,9})$/

/** In an object with more keys the room for those between them is in proportion. */
const SMALL = 32
/** Shorter indices are near. */
const NEAR = 2
/** The highest array index there is. */
const FAR = 0xffff_fffe

/**
 * To be called before the index `key` is set in an object of `size` keys. An engine that meets an array index
 * makes room for all indices below it, up to a thousand: twelve kilobytes for an object of one key. One that has
 * seen a far one keeps a table in its place.
 */
export function expectGaps(object: object, key: string, size: number): void {
  if (key.length <= NEAR || size >= SMALL) return
  if (size > 0 && FAR in object) return
  const table = object as Record<number, null>
  table[FAR] = null
  delete table[FAR]
}

/**
 * As `{ ...object }`, which makes room for indices too; symbols are left out. Where a key is an index, the first is.
 */
export function copyOf(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const hasIndex = INDEX.test(Object.keys(object)[0] ?? '')
  return hasIndex ? objectOf(Object.entries(object)) : { ...object }
}

/** As `Object.fromEntries`. */
export function objectOf<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  const object: Record<string, T> = {}
  for (const [at, [key, value]] of entries.entries()) {
    if (INDEX.test(key)) expectGaps(object, key, at)
    setOwn(object, key, value)
  }
  return object
}
