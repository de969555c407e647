/**
 * JSON as an `Encoder` of Go's encoding/json writes it: in UTF-8, with an LF behind it; `<`, `>`, `&`, U+2028 and U+2029
 * as `\uXXXX`, and no short escapes but for quotes, backslashes and white space.
 *
 * Source: the documentation of encoding/json of Go 1.19.
 */
import { CartoucheError, DeserializeError } from '../errors.js'
import type { ErrorCode } from '../errors.js'
import { isStackOverflow, tooDeep, withinStack } from '../lib/call-stack.js'
import { orderedKeys } from '../lib/hints.js'
import { COPY_ADVICE, kindOf, pathText } from '../lib/key-path.js'
import { entriesOf, isHollow, isMap, isPlainObject, isRevokedProxy } from '../lib/kinds.js'
import { PyFloat } from '../lib/py-float.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'
import { readJson } from './json-read.js'
import { isPlainJson } from './json-scan.js'
import { isTooMuch } from './modern-tags.js'

/**
 * What a JSON text of Go has at its top: the members of an object, or none of a map that is `nil`.
 *
 * @throws {DeserializeError} `BAD_PAYLOAD` for any other text, and for what {@link writeGoJson} would not write
 */
export function readGoJson(bytes: Uint8Array): Map<string, unknown> {
  const value = parsed(bytes)
  if (value === null) return new Map()
  if (!isPlainObject(value)) throw refusal()
  return new Map(orderedKeys(value).map((key) => [key, value[key]]))
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function parsed(bytes: Uint8Array): unknown {
  try {
    const text = utf8.decode(bytes)
    const value: unknown = JSON.parse(text)
    new Limits().check(value)
    // It keeps large integers, and the order of keys that look like indices.
    return isPlainJson(bytes) ? value : readJson(text)
  } catch (error) {
    throw isStackOverflow(error) ? tooDeep('LIMIT', error) : refusal()
  }
}

// Without a cause: the engine's errors quote the text.
const refusal = (): DeserializeError =>
  new DeserializeError('BAD_PAYLOAD', 'The data are no JSON object that Go would write')

/** Finds what would not be written. */
class Limits {
  #nodes: number = SESSION_LIMITS.nodes
  #keys: number = SESSION_LIMITS.keys

  check(value: unknown, depth = 1): void {
    const isGood = typeof value === 'number' ? Number.isFinite(value) : isWellFormed(value)
    if (--this.#nodes < 0 || !isGood) throw new TypeError('Not as Go writes it')
    if (typeof value !== 'object' || value === null) return
    const keys = Array.isArray(value) ? [] : Object.keys(value)
    this.#keys -= keys.length
    if (isTooMuch(keys.length, this.#keys, depth) || !keys.every(isWellFormed)) {
      throw new TypeError('Too much for a session')
    }
    for (const item of Object.values(value)) this.check(item, depth + 1)
  }
}

const isWellFormed = (value: unknown): boolean => typeof value !== 'string' || value.isWellFormed()

/**
 * The JSON of a map whose keys are text, in their order.
 *
 * @throws {CartoucheError} `BAD_VALUE` for what JSON cannot hold, for circles, for integers of 1.8e308 and more, for
 * more than 500 levels, 10,000 values, 1,000 keys of an object or 4,000 of all together; `LIMIT` for more than 65,536
 * characters
 */
export function writeGoJson(data: ReadonlyMap<unknown, unknown>): string {
  return `${withinStack(() => new Writer().value(data, undefined))}\n`
}

const ESCAPED = /\\[bf]|\\\\|[<>&\u2028\u2029]/g
const SHORT: Readonly<Record<string, string>> = { '\\b': '0008', '\\f': '000c' }

/** A text in quotes. A backslash that stands for itself is not one that begins an escape. */
const quoted = (text: string): string =>
  JSON.stringify(text).replace(ESCAPED, (found) =>
    found === '\\\\'
      ? found
      : `\\u${SHORT[found] ?? found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

class Writer {
  #room: number = SESSION_LIMITS.output
  #keys: number = SESSION_LIMITS.keys
  #nodes: number = SESSION_LIMITS.nodes
  #depth = 0
  readonly #slots: unknown[] = []

  value(value: unknown, slot: unknown): string {
    this.#slots[this.#depth] = slot
    if (--this.#nodes < 0) this.#tooMuch()
    if (typeof value === 'string') return this.#text(value)
    if (typeof value === 'object' && value !== null) return this.#object(value)
    if (typeof value === 'bigint') return this.#integer(value)
    if (value === null || typeof value === 'boolean') return this.#taken(String(value))
    return typeof value === 'number' ? this.#number(value) : this.#refuse(value)
  }

  #object(value: object): string {
    if (isRevokedProxy(value)) this.#refuse(value)
    if (value instanceof PyFloat) return this.#number(value.value)
    if (Array.isArray(value)) return this.#array(value)
    if (isMap(value)) return this.#members([...entriesOf(value)])
    if (!isPlainObject(value)) return this.#refuse(value)
    return this.#members(orderedKeys(value).map((key) => [key, value[key]]))
  }

  #array(array: readonly unknown[]): string {
    this.#enter(0)
    const items: string[] = []
    for (let at = 0; at < array.length; at++) items.push(this.value(array[at], at))
    this.#depth--
    return `[${items.join(',')}]`
  }

  #members(entries: readonly (readonly [unknown, unknown])[]): string {
    this.#enter(entries.length)
    const members = entries.map(([key, item]) => {
      this.#slots[this.#depth] = key
      if (typeof key !== 'string') this.#fail(`JSON cannot hold ${kindOf(key)} as a key; use text`)
      return `${this.#text(key)}:${this.value(item, key)}`
    })
    this.#depth--
    return `{${members.join(',')}}`
  }

  #text(text: string): string {
    if (!text.isWellFormed()) this.#fail('The text holds half a surrogate pair')
    // Before it gets longer by escapes.
    if (text.length > this.#room) this.#tooLong()
    return this.#taken(quoted(text))
  }

  /** Digits as JavaScript's: Go follows the same rules. */
  #number(value: number): string {
    if (!Number.isFinite(value)) this.#fail(`JSON cannot hold ${value}; store text or null`)
    return this.#taken(Object.is(value, -0) ? '-0' : String(value))
  }

  #integer(value: bigint): string {
    // Seen before it has digits: those of a huge one take long.
    if (!Number.isFinite(Number(value))) this.#fail('Go reads no integer so long; store it as text')
    return this.#taken(String(value))
  }

  #taken(text: string): string {
    this.#room -= text.length + 1
    if (this.#room < 0) this.#tooLong()
    return text
  }

  #enter(keys: number): void {
    this.#keys -= keys
    this.#depth++
    this.#room -= 2
    if (isTooMuch(keys, this.#keys, this.#depth)) this.#tooMuch()
  }

  #tooMuch(): never {
    const problem = 'Too many keys, values or levels for a session, or it holds itself'
    this.#fail(problem, this.#depth)
  }

  #tooLong(): never {
    this.#fail(`The JSON text has more than ${SESSION_LIMITS.output} characters`, 0, 'LIMIT')
  }

  #refuse(value: unknown): never {
    this.#fail(`JSON cannot hold ${kindOf(value)}; ${adviceFor(value)}`)
  }

  #fail(problem: string, end = this.#depth + 1, code: ErrorCode = 'BAD_VALUE'): never {
    const path = pathText(undefined, this.#slots.slice(1, end))
    throw new CartoucheError(code, problem, { path })
  }
}

function adviceFor(value: unknown): string {
  if (value === undefined) return 'store null, or leave it out'
  if (isHollow(value)) return COPY_ADVICE
  return 'store plain data: text, numbers, arrays and plain objects'
}
