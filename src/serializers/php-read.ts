/**
 * Reads what PHP's `serialize` writes of plain data:
 *
 *     value = "N;" / "b:" ("0" / "1") ";" / "i:" int ";" / "d:" float ";" / text ";" / array
 *     text  = "s:" size ":" <"> bytes <">, of as many bytes
 *     array = "a:" size ":{" *(key value) "}", of as many pairs
 *     key   = "i:" int ";" / text ";"
 *     int   = "0" / ["-"] digit-1-to-9 *digit, of 64 bits
 *     float = ["-"] digits ["." digits] [("E" / "e") ["+" / "-"] digits] / ["-"] "INF" / "NAN"
 *
 * Objects (`O:`, `C:`, `E:`) and references (`R:`, `r:`) are refused: nothing is made of a name, and nothing is called.
 */
import { isUtf8 } from 'node:buffer'
import { DeserializeError } from '../errors.js'
import { noteFloat, noteKeyOrder } from '../lib/hints.js'
import { expectGaps, INDEX } from '../lib/index-keys.js'
import { setOwn } from '../lib/own.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'
import { isPhpInt, MAX_DEPTH } from './php-limits.js'

const SIZE = /(0|[1-9]\d{0,8}):/y
const INTEGER = /(0|-?[1-9]\d{0,18});/y
const FLOAT = /(-?(?:\d{1,400}(?:\.\d{1,400})?(?:[eE][-+]?\d{1,4})?|INF)|NAN);/y
const WORDS: ReadonlyMap<string, number> = new Map([
  ['INF', Infinity],
  ['-INF', -Infinity],
  ['NAN', Number.NaN],
])
/** Types that are not plain data, for the words of an error. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['O', 'an object'],
  ['C', 'an object'],
  ['E', 'an enum'],
  ['R', 'a reference'],
  ['r', 'a reference'],
])
// eslint-disable-next-line no-control-regex
const ASCII = /^[\u0000-\u007f]*$/

/**
 * The value that PHP serialized: null, booleans, numbers, bigints beyond the safe integers, text, bytes where it is not
 * UTF-8, arrays (those with the keys 0, 1, 2 … in order, and empty ones) and plain objects.
 *
 * @throws {DeserializeError} `BAD_PAYLOAD` for what is none, holds more than plain data, or too much of it
 */
export function readPhp(bytes: Uint8Array): unknown {
  return new PhpReader(bytes).document()
}

class PhpReader {
  /** A byte a character. */
  readonly #text: string
  #at = 0
  #depth = 0
  #keys: number = SESSION_LIMITS.keys
  /** Whether the value read last was a float. */
  #isFloat = false

  constructor(bytes: Uint8Array) {
    if (bytes.length > SESSION_LIMITS.input) throw badData('has too many bytes')
    this.#text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  }

  document(): unknown {
    const value = this.#value()
    if (this.#at < this.#text.length) throw this.#error('has something after its end')
    return value
  }

  #value(): unknown {
    this.#isFloat = false
    const type = this.#text[this.#at]
    if (type === 'N') return this.#null()
    this.#expect(`${type ?? 'i'}:`)
    if (type === 's') return this.#string()
    if (type === 'i') return this.#int()
    if (type === 'a') return this.#array()
    if (type === 'b') return this.#boolean()
    if (type === 'd') return this.#float()
    throw this.#error(`has ${REFUSED.get(type ?? '') ?? 'what PHP does not write'}`)
  }

  #null(): null {
    this.#expect('N;')
    return null
  }

  #boolean(): boolean {
    const isTrue = this.#text[this.#at] === '1'
    this.#expect(isTrue ? '1;' : '0;')
    return isTrue
  }

  #int(): number | bigint {
    const digits = this.#match(INTEGER)
    const value = Number(digits)
    if (Number.isSafeInteger(value)) return value
    if (isPhpInt(BigInt(digits))) return BigInt(digits)
    throw this.#error('has an int of more than 64 bits')
  }

  #float(): number {
    const word = this.#match(FLOAT)
    this.#isFloat = true
    return WORDS.get(word) ?? Number(word)
  }

  #string(): string | Uint8Array {
    const size = Number(this.#match(SIZE))
    this.#expect('"')
    const latin1 = this.#text.slice(this.#at, this.#at + size)
    // Where there are fewer bytes, the quote is missing.
    this.#at += size
    this.#expect('";')
    return textOf(latin1)
  }

  #array(): unknown {
    const size = Number(this.#match(SIZE))
    this.#expect('{')
    if (++this.#depth > MAX_DEPTH) throw this.#tooMuch()
    const [keys, values, floats] = this.#pairs(size)
    this.#depth--
    this.#expect('}')
    const isList = keys.every((key, at) => key === at)
    return isList ? listOf(values, floats) : this.#objectOf(keys, values, floats)
  }

  #pairs(size: number): Pairs {
    const keys: (string | number | bigint)[] = []
    const values: unknown[] = []
    const floats: number[] = []
    let isList = true
    for (let at = 0; at < size; at++) {
      const key = this.#key()
      if (isList && key !== at) {
        isList = false
        this.#keys -= at
      }
      if (!isList) this.#take(at)
      keys.push(key)
      values.push(this.#value())
      if (this.#isFloat && Number.isInteger(values[at])) floats.push(at)
    }
    return [keys, values, floats]
  }

  #key(): string | number | bigint {
    const type = this.#text[this.#at]
    if (type === 'i') {
      this.#expect('i:')
      return this.#int()
    }
    this.#expect('s:')
    const key = this.#string()
    if (typeof key === 'string') return key
    throw this.#error('has a key that is not UTF-8')
  }

  #objectOf(...[keys, values, floats]: Pairs): object {
    const object: Record<string, unknown> = {}
    const names = keys.map(String)
    for (const [at, name] of names.entries()) {
      if (INDEX.test(name)) expectGaps(object, name, at)
      if (Object.hasOwn(object, name)) throw this.#error('has a key twice')
      setOwn(object, name, values[at])
    }
    for (const at of floats) noteFloat(object, names[at], values[at] as number)
    noteKeyOrder(object, names)
    return object
  }

  /** A key of an array that is no list, behind so many others. */
  #take(others: number): void {
    this.#keys--
    if (others >= SESSION_LIMITS.keysPerDict || this.#keys < 0) throw this.#tooMuch()
  }

  #tooMuch(): DeserializeError {
    return this.#error('has too many keys or levels')
  }

  /** What an expression finds in its first group, at this place. */
  #match(expression: RegExp): string {
    expression.lastIndex = this.#at
    const [, found] = expression.exec(this.#text) ?? []
    if (found === undefined) throw this.#error('has a number that is none')
    this.#at = expression.lastIndex
    return found
  }

  #expect(characters: string): void {
    if (!this.#text.startsWith(characters, this.#at)) throw this.#error('is not what PHP writes')
    this.#at += characters.length
  }

  #error(problem: string): DeserializeError {
    return badData(`${problem} (at byte ${this.#at})`)
  }
}

/** Keys, the values under them, and which of these are floats that look like ints. */
type Pairs = readonly [
  keys: readonly (string | number | bigint)[],
  values: readonly unknown[],
  floats: readonly number[],
]

const badData = (problem: string): DeserializeError =>
  new DeserializeError('BAD_PAYLOAD', `The data of PHP ${problem}`)

function textOf(latin1: string): string | Uint8Array {
  if (ASCII.test(latin1)) return latin1
  const bytes = Buffer.from(latin1, 'latin1')
  return isUtf8(bytes) ? bytes.toString() : Uint8Array.from(bytes)
}

function listOf(values: readonly unknown[], floats: readonly number[]): readonly unknown[] {
  for (const at of floats) noteFloat(values, at, values[at] as number)
  return values
}
