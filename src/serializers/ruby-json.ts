/** JSON as Ruby's `json` writes and reads it, and Rails upon it. */
import { CartoucheError } from '../errors.js'
import { floatRepr } from '../lib/float-repr.js'
import { notesOf, orderedKeys } from '../lib/hints.js'
import type { Notes } from '../lib/hints.js'
import { COPY_ADVICE, kindOf, pathText } from '../lib/key-path.js'
import { entriesOf, isDate, isHollow, isMap, isPlainObject, isRevokedProxy } from '../lib/kinds.js'
import { PyFloat } from '../lib/py-float.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'
import { digitsOf } from './json-leaf.js'
import { readJson } from './json-read.js'
import { MAX_DIGITS, isPlainJson } from './json-scan.js'
import { RubySymbol } from './marshal/types.js'
import { MAX_DEPTH, checkSize } from './ruby-json-size.js'

const TOO_MANY = `A session holds at most ${SESSION_LIMITS.rubyValues} values; keep it elsewhere`
const TOO_DEEP = `Ruby reads at most ${MAX_DEPTH} levels of JSON; take it apart`

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The value of a JSON text in UTF-8: plain objects, arrays, text, numbers, bigints beyond the safe integers, booleans,
 * null. 1 and 1.0 are kept apart.
 *
 * @throws {SyntaxError} for what Ruby does not read, such as NaN, and for its comments
 * @throws {DeserializeError} `BAD_PAYLOAD` for more levels or values than may be: see docs/limits.md
 */
export function readRubyJson(bytes: Uint8Array): unknown {
  checkSize(bytes)
  const text = utf8.decode(bytes)
  const value = parsed(text)
  return isPlainJson(bytes) ? value : readJson(text)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Without a cause: the engine's error quotes the text.
    throw new SyntaxError('The text is no JSON; the words of the error would quote it')
  }
}

/** What of text `JSON.stringify` leaves as it is, and Rails does not: HTML's characters, and JavaScript's line ends. */
const ESCAPED = /[<>&\u2028\u2029]/g

const escaped = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/**
 * The JSON text of null, booleans, numbers, bigints, text, arrays, plain objects and Maps whose keys are text. A symbol
 * of Ruby's becomes text, as in Ruby.
 *
 * @param isEscaped whether `<>&` and U+2028 and U+2029 are escaped, as Rails does
 * @throws {CartoucheError} `BAD_VALUE` for anything else, for NaN and infinities, for circles, for more than 100 levels
 * or 4,096 values; `LIMIT` for more than 65,536 characters
 */
export function writeRubyJson(value: unknown, isEscaped: boolean): string {
  const text = new Writer().text(value)
  return isEscaped ? text.replace(ESCAPED, escaped) : text
}

class Writer {
  #room: number = SESSION_LIMITS.output
  #left: number = SESSION_LIMITS.rubyValues
  #depth = 0
  /** The slots of the containers that are being written, from the root's on. */
  readonly #path: unknown[] = []

  text(value: unknown): string {
    return this.#value(value, undefined, undefined)
  }

  #value(value: unknown, slot: unknown, floats: Notes['floats']): string {
    if (typeof value === 'string') return this.#quoted(value, slot)
    if (typeof value === 'number')
      return this.#number(value, slot, Object.is(floats?.get(slot), value))
    if (typeof value === 'boolean' || value === null) return this.#take(String(value))
    if (typeof value === 'bigint') return this.#integer(value, slot)
    if (isRevokedProxy(value)) this.#refuse(value, slot)
    if (value instanceof PyFloat) return this.#number(value.value, slot, true)
    if (value instanceof RubySymbol) return this.#quoted(value.name, slot)
    return typeof value === 'object' ? this.#container(value, slot) : this.#refuse(value, slot)
  }

  #container(value: object, slot: unknown): string {
    this.#path[this.#depth] = slot
    if (++this.#depth > MAX_DEPTH) this.#fail(TOO_DEEP)
    const text = this.#contents(value)
    this.#depth--
    return text ?? this.#refuse(value, slot)
  }

  #contents(value: object): string | undefined {
    const floats = notesOf(value)?.floats
    if (Array.isArray(value)) return this.#array(value, floats)
    const entries = isMap(value)
      ? [...entriesOf(value)]
      : isPlainObject(value)
        ? orderedKeys(value).map((key): [string, unknown] => [key, value[key]])
        : undefined
    return entries === undefined ? undefined : this.#object(entries, floats)
  }

  #count(values: number): void {
    this.#left -= values
    if (this.#left < 0) this.#fail(TOO_MANY)
  }

  #array(items: readonly unknown[], floats: Notes['floats']): string {
    this.#count(items.length)
    let text = ''
    for (let at = 0; at < items.length; at++)
      text += (at === 0 ? '' : ',') + this.#value(items[at], at, floats)
    return this.#take(`[${text}]`, items.length + 1)
  }

  #object(entries: readonly (readonly [unknown, unknown])[], floats: Notes['floats']): string {
    this.#count(2 * entries.length)
    const texts = entries.map(([key]) => this.#key(key))
    if (new Set(texts).size < texts.length) this.#fail('JSON cannot hold two keys of one text')
    const items = entries.map(
      ([key, value], at) => `${this.#quoted(texts[at]!, key)}:${this.#value(value, key, floats)}`,
    )
    return this.#take(`{${items.join(',')}}`, 2 * items.length + 1)
  }

  #key(key: unknown): string {
    if (typeof key === 'string') return key
    if (!isRevokedProxy(key) && key instanceof RubySymbol) return key.name
    return this.#fail(`JSON cannot hold ${kindOf(key)} as a key; use text`)
  }

  #quoted(text: string, slot: unknown): string {
    if (text.length > this.#room) this.#tooLong()
    if (!text.isWellFormed()) this.#fail('Ruby has no text with half a surrogate pair', slot)
    return this.#take(JSON.stringify(text))
  }

  #number(value: number, slot: unknown, isFloat: boolean): string {
    if (!Number.isFinite(value)) this.#fail(`JSON cannot hold ${value}; store null or text`, slot)
    const isInteger = Number.isSafeInteger(value) && !Object.is(value, -0) && !isFloat
    return this.#take(isInteger ? String(value) : rubyFloat(value))
  }

  #integer(value: bigint, slot: unknown): string {
    const text = digitsOf(value)
    if (text !== undefined) return this.#take(text)
    return this.#fail(`An Integer may have ${MAX_DIGITS} digits; store it as text`, slot)
  }

  /** @param size characters that count, where others have been counted */
  #take(text: string, size = text.length): string {
    this.#room -= size
    return this.#room >= 0 ? text : this.#tooLong()
  }

  #tooLong(): never {
    const most = SESSION_LIMITS.output
    throw new CartoucheError('LIMIT', `The JSON text has more than ${most} characters`)
  }

  #refuse(value: unknown, slot: unknown): never {
    this.#fail(`JSON cannot hold ${kindOf(value)}; ${adviceFor(value)}`, slot)
  }

  /** @param slots leads from the container that is being written to what is wrong */
  #fail(problem: string, ...slots: unknown[]): never {
    const keys = [...this.#path.slice(1, this.#depth), ...slots]
    const path = pathText(undefined, this.#depth === 0 ? [] : keys)
    throw new CartoucheError('BAD_VALUE', problem, { path })
  }
}

/** As `Float#to_s`: Python's, with an exponent from 1e15 on, and a fraction before each. */
function rubyFloat(value: number): string {
  const isLate = Math.abs(value) >= 1e15 && Math.abs(value) < 1e16
  const text = isLate ? value.toExponential() : floatRepr(value)
  return text.replace(/^(-?\d)e/, '$1.0e')
}

/** What to do with a value that JSON cannot hold. */
function adviceFor(value: unknown): string {
  if (value === undefined) return 'store null, or leave it out'
  if (typeof value !== 'object' || value === null) return 'store what describes it'
  if (isHollow(value)) return COPY_ADVICE
  if (isDate(value)) return 'store seconds or ISO text'
  return 'store plain data: text, numbers, arrays and plain objects'
}
