/**
 * JSON as Python's `json.dumps` writes it: `", "` and `": "` unless the style is another, everything beyond
 * ASCII as `\uXXXX`, floats by `repr`, NaN and Infinity unquoted, integers of any size in full.
 */
import { CartoucheError } from '../errors.js'
import { withinStack } from '../lib/call-stack.js'
import { notesOf, orderedKeys } from '../lib/hints.js'
import type { Notes } from '../lib/hints.js'
import { isTriple, kindOf, pathText } from '../lib/key-path.js'
import { entriesOf, isMap, isPlainObject, isRevokedProxy } from '../lib/kinds.js'
import { PyFloat } from '../lib/py-float.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'
import { Py2Str, PyStr } from '../pickle/values.js'
import { adviceFor, digitsOf, escape, jsonFloat, jsonNumber } from './json-leaf.js'
import { MAX_DEPTH, MAX_DIGITS } from './json-scan.js'
import { PYTHON_STYLE, byCodePoints } from './json-style.js'
import type { JsonStyle, Tagged } from './json-style.js'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const SPACE = 0x20
const LAST_PRINTABLE = 0x7e

/** Characters that the longest escape takes. */
const LONGEST_ESCAPE = 6

/** Bytes of a text that is no session: values that are shared can unfold to more than there is. */
const MAX_OUTPUT = 1 << 20

/**
 * The JSON text, in ASCII, of null, booleans, numbers, bigints, text, arrays (tuples among them), plain
 * objects and Maps whose keys are text, numbers, booleans or null.
 *
 * @returns bytes that are valid until the next text is written: to be copied or used at once
 * @throws {CartoucheError} `BAD_VALUE` for anything else, for cycles, for more than 500 levels and for
 * integers of more than 4,300 digits; `LIMIT` for a text longer than 64 KiB of a session, else 1 MiB
 */
export function writeJson(value: unknown, style: JsonStyle = PYTHON_STYLE): Uint8Array {
  const writer = new JsonWriter(value, style)
  withinStack(() => writer.item(value, undefined, undefined))
  return writer.finish()
}

const FIRST_SIZE = 4096
/** A buffer up to this size is kept for the next text: making one takes longer than filling it. */
const SPARE_SIZE = 65_536
let spare: Uint8Array | undefined

/** The step to what stands behind a tag, which is no step of the application's. */
const TAG = Symbol('tag')

/** Objects that are written as a number or text. */
type Leaf = PyFloat | PyStr | Py2Str

/** Writes bytes and not a string, whose pieces would have to be put together in the end. */
class JsonWriter {
  #bytes = spare ?? new Uint8Array(FIRST_SIZE)
  #pos = 0
  #depth = 0
  /** The slots of the containers that are being written, from the root's on. */
  readonly #path: unknown[] = []
  readonly #root: unknown
  readonly #limit: number
  readonly #style: JsonStyle

  constructor(root: unknown, style: JsonStyle) {
    spare = undefined // a getter in the value may write another text
    this.#root = root
    this.#style = style
    this.#limit = style.limit ?? (isTriple(root) ? SESSION_LIMITS.output : MAX_OUTPUT)
  }

  finish(): Uint8Array {
    if (this.#pos > this.#limit) this.#tooLong()
    if (this.#bytes.length <= SPARE_SIZE) spare = this.#bytes
    return this.#bytes.subarray(0, this.#pos)
  }

  /** @param floats what is noted of the container around the item, in which it has this `slot` */
  item(item: unknown, slot: unknown, floats: Notes['floats']): void {
    if (typeof item === 'string') this.#quoted(item)
    else if (typeof item === 'number') {
      const isFloat = floats !== undefined && Object.is(floats.get(slot), item)
      this.#ascii(isFloat ? jsonFloat(item) : jsonNumber(item))
    } else if (typeof item === 'boolean' || item === null) this.#ascii(String(item))
    else if (typeof item === 'bigint') this.#ascii(this.#integer(item, slot))
    else if (typeof item === 'object') this.#object(item, slot)
    else this.#refuse(item, slot)
  }

  #object(value: object, slot: unknown): void {
    if (this.#isLeaf(value, slot)) return this.#leaf(value)
    this.#path[this.#depth] = slot
    if (++this.#depth > MAX_DEPTH) {
      this.#fail(`JSON cannot hold a cycle or more than ${MAX_DEPTH} levels; take it apart`)
    }
    const tagged = this.#style.tagOf?.(value)
    if (tagged !== undefined) this.#tagged(tagged)
    else if (Array.isArray(value)) this.#array(value)
    else if (isPlainObject(value)) this.#plainObject(value)
    else if (isMap(value)) this.#map(value)
    else {
      this.#depth--
      this.#refuse(value, slot)
    }
    this.#depth--
  }

  /** The first look at an object, which throws where it is a Proxy that was revoked. */
  #isLeaf(value: object, slot: unknown): value is Leaf {
    try {
      return value instanceof PyFloat || value instanceof PyStr || value instanceof Py2Str
    } catch {
      return this.#refuse(value, slot)
    }
  }

  #leaf(value: Leaf): void {
    if (value instanceof PyFloat) this.#ascii(jsonFloat(value.value))
    else this.#quoted(String(value))
  }

  #tagged([tag, payload]: Tagged): void {
    this.#ascii('{')
    this.#quoted(tag)
    this.#ascii(this.#style.colon)
    this.item(payload, TAG, undefined)
    this.#ascii('}')
  }

  #array(array: readonly unknown[]): void {
    const floats = notesOf(array)?.floats
    this.#ascii('[')
    for (let index = 0; index < array.length; index++) {
      if (index > 0) this.#ascii(this.#style.comma)
      this.item(array[index], index, floats)
    }
    this.#ascii(']')
  }

  #plainObject(object: Record<string, unknown>): void {
    const floats = notesOf(object)?.floats
    let isFirst = true
    this.#ascii('{')
    const keys = orderedKeys(object)
    for (const key of this.#style.sortKeys ? keys.toSorted(byCodePoints) : keys) {
      if (!isFirst) this.#ascii(this.#style.comma)
      isFirst = false
      this.#quoted(key)
      this.#ascii(this.#style.colon)
      this.item(object[key], key, floats)
    }
    this.#ascii('}')
  }

  #map(map: ReadonlyMap<unknown, unknown>): void {
    const { floats, floatKeys } = notesOf(map) ?? {}
    let isFirst = true
    let texts: Set<string> | undefined
    this.#ascii('{')
    for (const [key, item] of this.#entries(map)) {
      if (!isFirst) this.#ascii(this.#style.comma)
      isFirst = false
      const float = floatKeys?.get(key)
      const text = float === undefined ? this.#keyText(key) : jsonFloat(float)
      if (typeof key !== 'string') {
        texts ??= new Set()
        if (Map.prototype.has.call(map, text) || texts.has(text)) this.#refuseTwin(key)
        texts.add(text)
      }
      this.#quoted(text)
      this.#ascii(this.#style.colon)
      this.item(item, key, floats)
    }
    this.#ascii('}')
  }

  #entries(map: ReadonlyMap<unknown, unknown>): Iterable<[unknown, unknown]> {
    const { sortKeys, textKeysOnly } = this.#style
    if (!sortKeys && !textKeysOnly) return entriesOf(map)
    const entries = [...entriesOf(map)]
    const other = entries.find(([key]) => typeof key !== 'string')
    if (textKeysOnly && other !== undefined) this.#refuseKey(other[0])
    return sortKeys ? entries.toSorted(byKey) : entries
  }

  /** A text in quotes, with everything escaped but printable ASCII. */
  #quoted(text: string): void {
    const bytes = this.#room(text.length * LONGEST_ESCAPE + 2)
    let at = this.#pos
    bytes[at++] = QUOTE
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index)
      const isPlain =
        unit >= SPACE && unit <= LAST_PRINTABLE && unit !== QUOTE && unit !== BACKSLASH
      if (isPlain) bytes[at++] = unit
      else at = writeAscii(escape(unit), bytes, at)
    }
    bytes[at++] = QUOTE
    this.#pos = at
  }

  #ascii(text: string): void {
    this.#pos = writeAscii(text, this.#room(text.length), this.#pos)
  }

  /** The bytes, with room for `size` more. */
  #room(size: number): Uint8Array {
    const end = this.#pos + size
    if (end > this.#bytes.length) this.#grow(end)
    return this.#bytes
  }

  /** Here and not at every piece it is seen that the text gets too long. */
  #grow(end: number): void {
    // A character was given room for the longest escape.
    if (this.#pos + (end - this.#pos) / LONGEST_ESCAPE > this.#limit + 1) this.#tooLong()
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, end))
    grown.set(this.#bytes.subarray(0, this.#pos))
    this.#bytes = grown
  }

  #integer(value: bigint, slot: unknown): string {
    const problem = `Python reads no integer of more than ${MAX_DIGITS} digits; store it as text`
    return digitsOf(value) ?? this.#fail(problem, slot)
  }

  #keyText(key: unknown): string {
    if (typeof key === 'string') return key
    if (typeof key === 'number') return jsonNumber(key)
    if (isRevokedProxy(key)) this.#refuseKey(key)
    if (key instanceof PyFloat) return jsonFloat(key.value)
    if (key === null || typeof key === 'boolean') return String(key)
    if (typeof key === 'bigint') return this.#integer(key, key)
    if (key instanceof PyStr || key instanceof Py2Str) return String(key)
    return this.#refuseKey(key)
  }

  #refuseKey(key: unknown): never {
    this.#fail(`JSON cannot hold ${kindOf(key)} as a key; use text`)
  }

  #refuseTwin(key: unknown): never {
    this.#fail('JSON cannot hold this key beside another of the same text; keep one of them', key)
  }

  #refuse(value: unknown, slot: unknown): never {
    this.#fail(
      `JSON cannot hold ${kindOf(value)}; ${adviceFor(value, this.#style.otherwise)}`,
      slot,
    )
  }

  /** @param slots leads from the container that is being written to what is wrong */
  #fail(problem: string, ...slots: unknown[]): never {
    const steps = [...this.#path.slice(0, this.#depth), ...slots].slice(1)
    const keys = steps.filter((step) => step !== TAG)
    throw new CartoucheError('BAD_VALUE', problem, { path: pathText(this.#root, keys) })
  }

  #tooLong(): never {
    throw new CartoucheError('LIMIT', `The JSON text has more than ${this.#limit} bytes`)
  }
}

const byKey = ([one]: [unknown, unknown], [other]: [unknown, unknown]): number =>
  byCodePoints(String(one), String(other))

function writeAscii(text: string, bytes: Uint8Array, start: number): number {
  for (let index = 0; index < text.length; index++) bytes[start + index] = text.charCodeAt(index)
  return start + text.length
}
