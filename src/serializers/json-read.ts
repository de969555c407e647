/**
 * JSON as Python's `json.loads` reads it.
 *
 * Unlike `JSON.parse` it takes NaN, Infinity and -Infinity, keeps integers of any size, tells 1 from
 * 1.0 (noted beside the container, see lib/hints.ts) and keeps the order of keys that look like
 * indices. Like it, it refuses control characters in text, a BOM and anything after the value.
 */
import { noteFloat, noteKeyOrder } from '../lib/hints.js'
import { expectGaps } from '../lib/index-keys.js'
import { setOwn } from '../lib/own.js'
import { MAX_DEPTH, MAX_DIGITS } from './json-scan.js'

const NUMBER = /(-?(?:0|[1-9]\d*))(\.\d+)?([eE][-+]?\d+)?/y
const HEX = /^[0-9a-fA-F]{4}$/
const INDEX_LIKE = /^(?:0|[1-9]\d*)$/

const QUOTE = 0x22
const BACKSLASH = 0x5c
const FIRST_PRINTABLE = 0x20

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
    const value = this.#value()
    if (this.#next() !== undefined) throw this.#error('Extra data')
    return value
  }

  #value(): unknown {
    switch (this.#next()) {
      case '"':
        return this.#string()
      case '{':
        return this.#object()
      case '[':
        return this.#array()
      default:
        return this.#wordOrNumber()
    }
  }

  #array(): unknown[] {
    const array: unknown[] = []
    this.#enter()
    if (!this.#skip(']')) {
      do {
        const item = this.#value()
        if (this.#noteworthy(item)) noteFloat(array, array.length, item)
        array.push(item)
      } while (this.#skip(','))
      this.#expect(']')
    }
    this.#depth--
    return array
  }

  #object(): object {
    const object: Record<string, unknown> = {}
    const order: string[] = []
    let isOrdered = false
    this.#enter()
    if (!this.#skip('}')) {
      do {
        if (this.#next() !== '"') throw this.#error('Expecting property name')
        const key = this.#string()
        this.#expect(':')
        const value = this.#value()
        if (INDEX_LIKE.test(key)) {
          isOrdered = true
          expectGaps(object, key, order.length)
        }
        this.#set(object, key, value)
        order.push(key)
      } while (this.#skip(','))
      this.#expect('}')
    }
    if (isOrdered && order.length > 1) noteKeyOrder(object, [...new Set(order)])
    this.#depth--
    return object
  }

  #set(object: Record<string, unknown>, key: string, value: unknown): void {
    if (this.#noteworthy(value)) noteFloat(object, key, value)
    if (key in Object.prototype) setOwn(object, key, value)
    else object[key] = value
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
    NUMBER.lastIndex = this.#at
    const [whole, int, fraction, exponent] = NUMBER.exec(this.#text) ?? []
    if (whole === undefined || int === undefined) throw this.#error('Expecting value')
    this.#at = NUMBER.lastIndex
    this.#isFloat = fraction !== undefined || exponent !== undefined
    if (this.#isFloat) return Number(whole)
    if (int.length - (int.startsWith('-') ? 1 : 0) > MAX_DIGITS)
      throw this.#error('Too many digits')
    const value = Number(int)
    if (!Number.isSafeInteger(value)) return BigInt(int)
    return value === 0 ? 0 : value // -0 is the integer 0
  }

  #string(): string {
    let text = ''
    for (;;) {
      const start = this.#at + 1
      const end = endOfPlain(this.#text, start)
      text += this.#text.slice(start, end)
      this.#at = end + 1
      const stop = this.#text[end]
      if (stop === '"') return text
      if (stop !== '\\') throw this.#error('Invalid character or unterminated string')
      text += this.#escape()
    }
  }

  /** The character of an escape, whose last character becomes the current one. */
  #escape(): string {
    const letter = this.#text[this.#at]
    if (letter === 'u') {
      const digits = this.#text.slice(this.#at + 1, this.#at + 5)
      if (!HEX.test(digits)) throw this.#error(String.raw`Invalid \uXXXX escape`)
      this.#at += 4
      return String.fromCharCode(Number.parseInt(digits, 16))
    }
    const character = letter === undefined ? undefined : ESCAPES[letter]
    if (character === undefined) throw this.#error(String.raw`Invalid \escape`)
    return character
  }

  /** The next character that is no white space, which becomes the current one. */
  #next(): string | undefined {
    for (;;) {
      const character = this.#text[this.#at]
      if (character !== ' ' && character !== '\n' && character !== '\t' && character !== '\r') {
        return character
      }
      this.#at++
    }
  }

  #enter(): void {
    if (++this.#depth > MAX_DEPTH) throw this.#error('Too deeply nested')
    this.#at++
  }

  #skip(character: string): boolean {
    if (this.#next() !== character) return false
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

/** Where the characters end that stand for themselves in a text: at a quote, an escape, a control character. */
function endOfPlain(text: string, start: number): number {
  let at = start
  for (; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === QUOTE || unit === BACKSLASH || unit < FIRST_PRINTABLE) break
  }
  return at
}
