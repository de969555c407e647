/** Session data for `--json`: what JSON cannot hold stands there as text. */
import { inspect } from 'node:util'
import { entriesOf, isBytes, isDate, isMap, isPlainObject, isSet, membersOf } from '../lib/kinds.js'
import { orderedKeys } from '../lib/hints.js'

/** As deep as `JSON.stringify` goes without trouble. */
const MOST_DEPTH = 500

/**
 * A Map whose keys are text becomes an object, another one a list of pairs; bytes their base64; a bigint its digits;
 * objects of Python and of others what `console.log` prints of them.
 */
export function plainOf(value: unknown, depth = 0): unknown {
  if (depth > MOST_DEPTH) return '…'
  if (Array.isArray(value)) return value.map((item) => plainOf(item, depth + 1))
  if (isMap(value)) return plainMap([...entriesOf(value)] as [unknown, unknown][], depth)
  if (isSet(value)) return Array.from(membersOf(value), (item) => plainOf(item, depth + 1))
  if (isPlainObject(value)) {
    const object = value as Record<string, unknown>
    return plainMap(
      orderedKeys(object).map((key) => [key, object[key]]),
      depth,
    )
  }
  return plainLeaf(value)
}

function plainMap(entries: readonly (readonly [unknown, unknown])[], depth: number): unknown {
  const plain = entries.map(([key, item]) => [key, plainOf(item, depth + 1)] as const)
  return plain.every(([key]) => typeof key === 'string')
    ? Object.fromEntries(plain)
    : plain.map(([key, item]) => [plainOf(key, depth + 1), item])
}

function plainLeaf(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (isBytes(value)) return Buffer.from(value).toString('base64')
  if (isDate(value)) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
  if (value === undefined) return null
  if (typeof value !== 'object' || value === null)
    return typeof value === 'bigint' ? String(value) : value
  return inspect(value, { depth: 4, breakLength: Infinity })
}
