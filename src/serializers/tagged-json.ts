/**
 * Flask's tagged JSON: JSON without blanks, in which an object of one key can be a tag.
 *
 *     tag = {" t": [value, …]}         tuple
 *         | {" b": "base64"}           bytes
 *         | {" m": "text"}             Markup
 *         | {" u": "hex"}              UUID, of 32 digits
 *         | {" d": "date"}             datetime: Www, DD Mon YYYY HH:MM:SS GMT
 *         | {" di": {"<tag>__": value}}   a dict whose only key is one of these
 *
 * Tags that an application has registered besides are objects like any other.
 *
 * Source: `flask.json.tag.TaggedJSONSerializer`, Flask 0.10 to 3.1.
 */
import { DeserializeError } from '../errors.js'
import { decodeBase64Strictly, encodeBase64 } from '../lib/base64.js'
import { copyFloatNotes, isNotedFloat, noteFloat } from '../lib/hints.js'
import {
  entriesOf,
  isBytes,
  isDate,
  isDetached,
  isMap,
  isPlainObject,
  sizeOfMap,
} from '../lib/kinds.js'
import { setOwn } from '../lib/own.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'
import { PyUuid } from '../pickle/types/uuid.js'
import { PyByteArray, PyTuple } from '../pickle/values.js'
import { JSONSerializer } from './json.js'
import type { JsonStyle, Tagged } from './json-style.js'
import { writeJson } from './json-write.js'
import { Markup } from './markup.js'

export { PyTuple } from '../pickle/values.js'

const DICT = ' di'
/** Behind the key of a dict that only looks like a tag. */
const MARK = '__'

const STYLE: JsonStyle = {
  comma: ',',
  colon: ':',
  sortKeys: true,
  textKeysOnly: true,
  limit: SESSION_LIMITS.output,
  otherwise: '',
  tagOf,
}
const UNSORTED: JsonStyle = { ...STYLE, sortKeys: false }

/**
 * The text of a dict with text keys, in ASCII.
 *
 * @returns bytes that are valid until the next text is written
 * @throws {CartoucheError} `BAD_VALUE` for what it cannot hold, `LIMIT` for more than 65,536 bytes
 */
export const encodeTagged = (data: ReadonlyMap<unknown, unknown>, sortKeys: boolean): Uint8Array =>
  writeJson(data, sortKeys ? STYLE : UNSORTED)

const json = /* @__PURE__ */ new JSONSerializer()

/**
 * The value of a text.
 *
 * @throws {DeserializeError} for a tag that Flask has not written; and what {@link JSONSerializer} throws
 */
export const decodeTagged = (bytes: Uint8Array): unknown => untagged(json.loads(bytes))

// ---- writing

function tagOf(value: object): Tagged | undefined {
  if (value instanceof PyTuple) return [' t', itemsOf(value)]
  if (isBytes(value)) return isPlainBytes(value) ? [' b', base64Of(value)] : undefined
  if (value instanceof Markup) return [' m', value.text]
  if (value instanceof PyUuid) return [' u', String(value).replaceAll('-', '')]
  if (isDate(value)) return dateTag(value)
  return dictTag(value)
}

/** As far as there is room for it: more is refused by its length. */
const base64Of = (bytes: Uint8Array): string =>
  encodeBase64(bytes.subarray(0, SESSION_LIMITS.output + 1))

const isPlainBytes = (bytes: Uint8Array): boolean =>
  !(bytes instanceof PyByteArray) && !isDetached(bytes)

function itemsOf(tuple: PyTuple): unknown[] {
  const items = Array.from(tuple)
  copyFloatNotes(tuple, items)
  return items
}

/** Years that Python reads as they are written: those of two digits it takes for others. */
const [FIRST_YEAR, LAST_YEAR] = [100, 9999]

/** In whole seconds, as Flask writes it. */
function dateTag(date: Date): Tagged | undefined {
  const time = new Date(Date.prototype.getTime.call(date))
  const year = time.getUTCFullYear()
  return year >= FIRST_YEAR && year <= LAST_YEAR ? [' d', time.toUTCString()] : undefined
}

/** A dict that would be read as a tag. */
function dictTag(value: object): Tagged | undefined {
  const [key, item] = onlyEntry(value) ?? []
  if (typeof key !== 'string' || !Object.hasOwn(READERS, key)) return undefined
  const dict = { [key + MARK]: item }
  if (isNotedFloat(value, key, item as number)) noteFloat(dict, key + MARK, item as number)
  return [DICT, dict]
}

function onlyEntry(value: object): readonly unknown[] | undefined {
  if (isMap(value)) return sizeOfMap(value) === 1 ? [...entriesOf(value)][0] : undefined
  if (!isPlainObject(value)) return undefined
  const keys = Object.keys(value)
  return keys.length === 1 ? [keys[0], value[keys[0]!]] : undefined
}

// ---- reading

function untagged(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return untaggedItems(value)
  const object = value as Record<string, unknown>
  const keys = Object.keys(object)
  for (const key of keys) {
    const item = object[key]
    const read = untagged(item)
    if (read !== item) setOwn(object, key, read)
  }
  const [only = ''] = keys
  return keys.length === 1 && Object.hasOwn(READERS, only) ? READERS[only]!(object[only]) : object
}

function untaggedItems(items: unknown[]): unknown[] {
  for (let at = 0; at < items.length; at++) items[at] = untagged(items[at])
  return items
}

/** What each tag stands for, by what stands behind it. */
const READERS: Readonly<Record<string, (payload: unknown) => unknown>> = {
  ' t': tupleOf,
  ' b': bytesOf,
  ' m': (payload) => new Markup(textOf(payload)),
  ' u': uuidOf,
  ' d': dateOf,
  [DICT]: dictOf,
}

function tupleOf(payload: unknown): PyTuple {
  check(Array.isArray(payload))
  const tuple = PyTuple.from(payload) as PyTuple
  copyFloatNotes(payload, tuple)
  return tuple
}

function bytesOf(payload: unknown): Uint8Array {
  const bytes = decodeBase64Strictly(textOf(payload))
  check(bytes !== undefined)
  return new Uint8Array(bytes)
}

const UUID = /^[\da-f]{32}$/

function uuidOf(payload: unknown): PyUuid {
  check(UUID.test(textOf(payload)))
  return new PyUuid(BigInt(`0x${payload as string}`))
}

function dictOf(payload: unknown): object {
  check(isPlainObject(payload))
  const [key = '', ...others] = Object.keys(payload)
  const name = key.slice(0, -MARK.length)
  check(others.length === 0 && key.endsWith(MARK) && Object.hasOwn(READERS, name))
  const item = payload[key]
  const dict = { [name]: item }
  if (isNotedFloat(payload, key, item as number)) noteFloat(dict, name, item as number)
  return dict
}

const DATE = /^[A-Z][a-z]{2}, (\d\d [A-Z][a-z]{2} )(\d{4})( \d\d:\d\d:\d\d GMT)$/

/** A year of two digits is one of 1969 to 2068, as in Python's `email.utils`. */
function dateOf(payload: unknown): Date {
  const [, day = '', digits, time = ''] = DATE.exec(textOf(payload)) ?? []
  const year = Number(digits)
  const inFull = year < 69 ? year + 2000 : year < 100 ? year + 1900 : year
  const text = `${day}${String(inFull).padStart(4, '0')}${time}`
  const date = new Date(text)
  check(!Number.isNaN(date.getTime()) && date.toUTCString().endsWith(text))
  return date
}

function textOf(payload: unknown): string {
  check(typeof payload === 'string')
  return payload
}

function check(isRight: boolean): asserts isRight {
  if (isRight) return
  throw new DeserializeError('BAD_PAYLOAD', 'The data have a tag that Flask has not written')
}
