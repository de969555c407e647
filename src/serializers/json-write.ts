/**
 * JSON as Python's `json.dumps` writes it: `", "` and `": "`, everything beyond ASCII as `\uXXXX`,
 * floats by `repr`, NaN and Infinity unquoted, integers of any size in full.
 */
import { CartoucheError } from '../errors.js'
import { floatRepr } from '../lib/float-repr.js'
import { notesOf, orderedKeys } from '../lib/hints.js'
import type { Notes } from '../lib/hints.js'
import { PyFloat } from '../lib/py-float.js'
import { PyStr } from '../pickle/values.js'

const MAX_DEPTH = 500

const QUOTE = 0x22
const BACKSLASH = 0x5c
const SHORT_ESCAPES: ReadonlyMap<number, string> = new Map([
  [QUOTE, String.raw`\"`],
  [BACKSLASH, '\\\\'],
  [0x08, String.raw`\b`],
  [0x09, String.raw`\t`],
  [0x0a, String.raw`\n`],
  [0x0c, String.raw`\f`],
  [0x0d, String.raw`\r`],
])

/**
 * The JSON text of null, booleans, numbers, bigints, text, arrays (tuples among them), plain objects
 * and Maps whose keys are text, numbers, booleans or null.
 *
 * @throws {CartoucheError} `BAD_VALUE` for anything else, for cycles and for more than 500 levels
 */
export function writeJson(value: unknown): string {
  return typeof value === 'number' ? jsonNumber(value) : write(value, 0)
}

/** @param depth how many containers are around the value, which is no number */
function write(value: unknown, depth: number): string {
  if (typeof value === 'string') return quote(value)
  if (value === null) return 'null'
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (typeof value !== 'object') throw unwritable(value)
  if (depth >= MAX_DEPTH) {
    throw new CartoucheError(
      'BAD_VALUE',
      `JSON cannot hold a cycle or more than ${MAX_DEPTH} levels`,
    )
  }
  if (Array.isArray(value)) return writeArray(value, depth + 1)
  if (value instanceof Map) return writeMap(value, depth + 1)
  if (isPlainObject(value)) return writeObject(value, depth + 1)
  if (value instanceof PyFloat) return jsonFloat(value.value)
  if (value instanceof PyStr) return quote(value.text)
  throw unwritable(value)
}

function writeArray(array: readonly unknown[], depth: number): string {
  const floats = notesOf(array)?.floats
  let text = '['
  for (let index = 0; index < array.length; index++) {
    if (index > 0) text += ', '
    text += writeItem(array[index], index, floats, depth)
  }
  return `${text}]`
}

function writeObject(object: Record<string, unknown>, depth: number): string {
  const floats = notesOf(object)?.floats
  let text = '{'
  for (const key of orderedKeys(object)) {
    if (text.length > 1) text += ', '
    text += `${quote(key)}: ${writeItem(object[key], key, floats, depth)}`
  }
  return `${text}}`
}

function writeMap(map: ReadonlyMap<unknown, unknown>, depth: number): string {
  const floats = notesOf(map)?.floats
  let text = '{'
  for (const [key, item] of map) {
    if (text.length > 1) text += ', '
    text += `${quote(keyText(key))}: ${writeItem(item, key, floats, depth)}`
  }
  return `${text}}`
}

/** @param floats what is noted of the container around the item */
function writeItem(item: unknown, slot: unknown, floats: Notes['floats'], depth: number): string {
  if (typeof item !== 'number') return write(item, depth)
  const isFloat = floats !== undefined && Object.is(floats.get(slot), item)
  return isFloat ? jsonFloat(item) : jsonNumber(item)
}

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

/** A text in quotes, with everything escaped but printable ASCII. */
function quote(text: string): string {
  let quoted = '"'
  let written = 0
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit >= 0x20 && unit <= 0x7e && unit !== QUOTE && unit !== BACKSLASH) continue
    quoted += text.slice(written, at) + escape(unit)
    written = at + 1
  }
  return `${quoted}${written === 0 ? text : text.slice(written)}"`
}

function escape(unit: number): string {
  return SHORT_ESCAPES.get(unit) ?? `\\u${unit.toString(16).padStart(4, '0')}`
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
