/** What `update()` takes. */

const isPair = (pair: unknown): boolean => Array.isArray(pair) && pair.length === 2

/**
 * The keys and values of an object, a Map or pairs.
 *
 * @throws {TypeError} for what holds no pairs
 */
export function pairsOf(values: unknown): readonly (readonly [unknown, unknown])[] {
  const isObject = typeof values === 'object' && values !== null
  const pairs = !isObject
    ? []
    : Symbol.iterator in values
      ? [...(values as Iterable<unknown>)]
      : Object.entries(values)
  if (isObject && pairs.every(isPair)) return pairs as [unknown, unknown][]
  throw new TypeError('update() takes an object, a Map or pairs of key and value')
}
