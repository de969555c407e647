/** Array indices as keys of plain objects. */

/** An array index: JavaScript lists these first, by number, whatever the order they came in. */
export const INDEX = /^(?:0|[1-9]\d{0,9})$/

/** In an object with more keys the room for those between them is in proportion. */
export const SMALL = 32
/** The highest array index there is. */
const FAR = 0xffff_fffe

/**
 * An engine that meets an array index makes room for all indices below it, up to a thousand: twelve
 * kilobytes for a dict of one key. One that has seen a far one keeps a table in its place.
 */
export function expectGaps(object: Record<string, unknown>): void {
  object[FAR] = null
  delete object[FAR]
}

/** As `Object.fromEntries`. */
export function objectOf<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  if (entries.length === 0 || entries.length > SMALL) return Object.fromEntries(entries)
  if (!entries.some(([key]) => key.length > 2 && INDEX.test(key)))
    return Object.fromEntries(entries)
  const object: Record<string, T> = {}
  expectGaps(object)
  for (const [key, value] of entries) {
    Object.defineProperty(object, key, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    })
  }
  return object
}
