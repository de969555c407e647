/**
 * JSON as Python's `json.loads` reads it.
 *
 * Unlike `JSON.parse` it takes NaN, Infinity and -Infinity, keeps integers of any size, tells 1 from
 * 1.0 (noted beside the container, see lib/hints.ts) and keeps the order of keys that look like
 * indices. Like it, it refuses control characters in text, a BOM and anything after the value.
 */
import { noteFloat, noteKeyOrder } from '../lib/hints.js'

/** Python counts its own calls and gives up at about 1,000; deeper is no session. */
const MAX_DEPTH = 500
/** As CPython from 3.11: reading more takes quadratic time. */
const MAX_DIGITS = 4300

const SPACE = /[ \t\n\r]*/y
const NUMBER = /(-?(?:0|[1-9]\d*))(\.\d+)?([eE][-+]?\d+)?/y
// eslint-disable-next-line no-control-regex
const PLAIN_TEXT = /[^"\\\u0000-\u001f]*/y
const HEX = /[0-9a-fA-F]{4}/y
const INDEX_LIKE = /^(?:0|[1-9]\d*)$/

const WORDS: readonly [word: string, value: unknown][] = [
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', Number.NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

/**
 * The value that a JSON text describes: plain objects, arrays, text, numbers, bigints beyond the safe
 * integers, booleans, null.
 *
 * @throws {SyntaxError} when the text is not what Python reads
 */
export function readJson(text: string): unknown {
  return new JsonReader(text).document()
}

class JsonReader {
  readonly #text: string
  #at = 0
  #depth = 0
  /** Whether the number read last was a float. */
  #isFloat = false

  constructor(text: string) {
    this.#text = text
  }

  document(): unknown {
    this.#take(SPACE)
    const value = this.#value()
    this.#take(SPACE)
    if (this.#at < this.#text.length) throw this.#error('Extra data')
    return value
  }

  #value(): unknown {
    switch (this.#text[this.#at]) {
      case '"':
        return this.#string()
      case '{':
        return this.#nested(() => this.#object())
      case '[':
        return this.#nested(() => this.#array())
      default:
        return this.#wordOrNumber()
    }
  }

  #nested(read: () => unknown): unknown {
    if (++this.#depth > MAX_DEPTH) throw this.#error('Too deeply nested')
    const value = read()
    this.#depth--
    return value
  }

  #array(): unknown[] {
    const array: unknown[] = []
    this.#at++
    this.#take(SPACE)
    if (this.#skip(']')) return array
    do {
      this.#take(SPACE)
      const item = this.#value()
      if (this.#noteworthy(item)) noteFloat(array, array.length, item)
      array.push(item)
      this.#take(SPACE)
    } while (this.#skip(','))
    this.#expect(']')
    return array
  }

  #object(): object {
    const object: Record<string, unknown> = {}
    const keys = new Set<string>()
    this.#at++
    this.#take(SPACE)
    if (this.#skip('}')) return object
    do {
      this.#take(SPACE)
      if (this.#text[this.#at] !== '"') throw this.#error('Expecting property name')
      const key = this.#string()
      this.#take(SPACE)
      this.#expect(':')
      this.#take(SPACE)
      this.#set(object, key, this.#value())
      keys.add(key)
      this.#take(SPACE)
    } while (this.#skip(','))
    this.#expect('}')
    const order = [...keys]
    if (order.some((key) => INDEX_LIKE.test(key))) noteKeyOrder(object, order)
    return object
  }

  #set(object: Record<string, unknown>, key: string, value: unknown): void {
    if (this.#noteworthy(value)) noteFloat(object, key, value)
    if (key !== '__proto__') {
      object[key] = value
      return
    }
    // Assigned, it would replace the prototype.
    Object.defineProperty(object, key, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    })
  }

  /** Whether a value is a float that would be written back as an integer. */
  #noteworthy(value: unknown): value is number {
    return typeof value === 'number' && this.#isFloat && Number.isInteger(value)
  }

  #wordOrNumber(): unknown {
    const found = WORDS.find(([word]) => this.#text.startsWith(word, this.#at))
    if (found === undefined) return this.#number()
    this.#at += found[0].length
    return found[1]
  }

  #number(): number | bigint {
    const [whole, int, fraction, exponent] = this.#match(NUMBER) ?? []
    if (whole === undefined || int === undefined) throw this.#error('Expecting value')
    this.#isFloat = fraction !== undefined || exponent !== undefined
    if (this.#isFloat) return Number(whole)
    if (int.length > MAX_DIGITS) throw this.#error('Too many digits')
    const value = Number(int)
    if (!Number.isSafeInteger(value)) return BigInt(int)
    return value === 0 ? 0 : value // -0 is the integer 0
  }

  #string(): string {
    let text = ''
    this.#at++
    for (;;) {
      text += this.#take(PLAIN_TEXT)
      const next = this.#text[this.#at++]
      if (next === '"') return text
      if (next !== '\\') throw this.#error('Invalid character or unterminated string')
      text += this.#escape()
    }
  }

  #escape(): string {
    const letter = this.#text[this.#at++]
    if (letter === 'u') {
      const digits = this.#match(HEX)?.[0]
      if (digits === undefined) throw this.#error(String.raw`Invalid \uXXXX escape`)
      return String.fromCharCode(Number.parseInt(digits, 16))
    }
    const character = letter === undefined ? undefined : ESCAPES[letter]
    if (character === undefined) throw this.#error(String.raw`Invalid \escape`)
    return character
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    if (match !== null) this.#at = pattern.lastIndex
    return match
  }

  #take(pattern: RegExp): string {
    return this.#match(pattern)![0]
  }

  #skip(character: string): boolean {
    if (this.#text[this.#at] !== character) return false
    this.#at++
    return true
  }

  #expect(character: string): void {
    if (!this.#skip(character)) throw this.#error(`Expecting '${character}'`)
  }

  #error(problem: string): SyntaxError {
    return new SyntaxError(`${problem} at character ${this.#at}`)
  }
}
