/**
 * JSON as Python's `json.dumps` writes it: `", "` and `": "`, everything beyond ASCII as `\uXXXX`,
 * floats by `repr`, NaN and Infinity unquoted, integers of any size in full.
 */
import { CartoucheError } from '../errors.js'
import { floatRepr } from '../lib/float-repr.js'
import { isNotedFloat, orderedKeys } from '../lib/hints.js'
import { PyFloat } from '../lib/py-float.js'
import { PyStr } from '../pickle/index.js'

const MAX_DEPTH = 500
const BEYOND_ASCII = /[\u0080-\uffff]/g

/**
 * The JSON text of null, booleans, numbers, bigints, text, arrays (tuples among them), plain objects
 * and Maps whose keys are text, numbers, booleans or null.
 *
 * @throws {CartoucheError} `BAD_VALUE` for anything else, for cycles and for more than 500 levels
 */
export function writeJson(value: unknown): string {
  return write(value, false, [])
}

/** @param open the containers around the value */
function write(value: unknown, isFloat: boolean, open: object[]): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'number') return isFloat ? jsonFloat(value) : jsonNumber(value)
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (value instanceof PyFloat) return jsonFloat(value.value)
  if (value instanceof PyStr) return quote(value.text)
  if (Array.isArray(value)) return inside(value, open, () => writeArray(value, open))
  if (value instanceof Map) return inside(value, open, () => writePairs(value, [...value], open))
  if (isPlainObject(value)) {
    const pairs = orderedKeys(value).map((key): [unknown, unknown] => [key, value[key]])
    return inside(value, open, () => writePairs(value, pairs, open))
  }
  throw unwritable(value)
}

function inside(container: object, open: object[], body: () => string): string {
  if (open.includes(container)) throw new CartoucheError('BAD_VALUE', 'JSON cannot hold a cycle')
  if (open.length >= MAX_DEPTH) throw new CartoucheError('BAD_VALUE', 'Too deeply nested for JSON')
  open.push(container)
  const text = body()
  open.pop()
  return text
}

function writeArray(array: unknown[], open: object[]): string {
  const items = Array.from(array, (item, index) => write(item, isFloatAt(array, index, item), open))
  return `[${items.join(', ')}]`
}

function writePairs(dict: object, pairs: [unknown, unknown][], open: object[]): string {
  const items = pairs.map(
    ([key, item]) => `${quote(keyText(key))}: ${write(item, isFloatAt(dict, key, item), open)}`,
  )
  return `{${items.join(', ')}}`
}

const isFloatAt = (container: object, slot: unknown, value: unknown): boolean =>
  typeof value === 'number' && isNotedFloat(container, slot, value)

function keyText(key: unknown): string {
  if (typeof key === 'string') return key
  if (typeof key === 'number') return jsonNumber(key)
  if (key instanceof PyFloat) return jsonFloat(key.value)
  if (key === null || typeof key === 'boolean' || typeof key === 'bigint') return String(key)
  throw unwritable(key)
}

/** A number without a note: an integer where it is a safe one. */
function jsonNumber(value: number): string {
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : jsonFloat(value)
}

function jsonFloat(value: number): string {
  if (Number.isFinite(value)) return floatRepr(value)
  return String(value) // NaN, Infinity, -Infinity: as Python spells them in JSON
}

function quote(text: string): string {
  return JSON.stringify(text).replace(
    BEYOND_ASCII,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function unwritable(value: unknown): CartoucheError {
  const type = typeof value === 'object' ? (value?.constructor?.name ?? 'object') : typeof value
  return new CartoucheError('BAD_VALUE', `JSON cannot hold a value of type ${type}`)
}
