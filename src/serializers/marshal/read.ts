import { noteFloat } from '../../lib/hints.js'
import { SESSION_LIMITS } from '../../lib/session-limits.js'
import { isAscii, latin1ToText } from '../../lib/text.js'
import { Cursor, refusal } from './cursor.js'
import * as G from './grammar.js'
import { RubyKeys } from './keys.js'
import { hashOf, stringOf, textOf } from './read-parts.js'
import type { Entry } from './read-parts.js'
import { readTime, readTimeWithZone } from './read-time.js'
import type { Pair } from './read-time.js'
import { RackSessionId, RubySymbol, noteIndifferent } from './types.js'

/**
 * The value of a dump: null, booleans, numbers, bigints beyond the safe integers, text, Uint8Arrays, Dates, arrays,
 * plain objects (Maps where a key is no text), and the classes beside this file. Nothing that it names is looked up.
 *
 * @throws {DeserializeError} `BAD_PAYLOAD` for anything else that Ruby can dump, for what it cannot, for circles, and
 * for more than the limits of a session: see docs/limits.md
 */
export function readMarshal(bytes: Uint8Array): unknown {
  return new Reader(bytes).document()
}

/** Stands for what is still being read. */
const OPEN = Symbol('open')
/** Digits of the shortest text of a double, a point, a sign, and "e-324". */
const FLOAT_TEXT = /^-?\d{1,20}(?:\.\d{1,20})?(?:e-?\d{1,3})?$/
const FLOAT_WORDS = new Map([
  ['inf', Infinity],
  ['-inf', -Infinity],
  ['nan', Number.NaN],
])

/** The Array in a time with zone. */
const TIME_PARTS = 3

class Reader {
  readonly #in: Cursor
  readonly #objects: unknown[] = []
  readonly #known = new RubyKeys()
  readonly #symbols: string[] = []
  /** Whether the number read last was a Float. */
  #isFloat = false
  #keys: number = SESSION_LIMITS.keys
  #left: number = SESSION_LIMITS.rubyValues
  #depth = 0

  constructor(bytes: Uint8Array) {
    this.#in = new Cursor(bytes)
  }

  document(): unknown {
    if (!G.VERSION.every((byte) => this.#in.byte() === byte)) throw refusal('are of no version 4.8')
    const value = this.#value()
    if (this.#in.left > 0) throw refusal('go on behind their end')
    return value
  }

  #value(): unknown {
    this.#isFloat = false
    const type = this.#in.byte()
    switch (type) {
      case G.NIL:
        return null
      case G.TRUE:
        return true
      case G.FALSE:
        return false
      case G.SMALL:
        return this.#in.long()
      case G.BIG:
        return this.#keep(this.#big())
      case G.FLOAT:
        return this.#keep(this.#float())
      case G.STRING:
        return this.#keep(new Uint8Array(this.#in.bytes()))
      case G.SYMBOL:
      case G.SYMBOL_LINK:
        return RubySymbol.for(this.#symbol(type))
      case G.LINK:
        return this.#link()
      default:
        return this.#nested(type)
    }
  }

  #nested(type: number): unknown {
    if (++this.#depth > G.MAX_DEPTH) throw refusal('are nested too deeply')
    const value = this.#container(type)
    this.#depth--
    this.#isFloat = false
    return value
  }

  #container(type: number): unknown {
    switch (type) {
      case G.ARRAY:
        return this.#array()
      case G.HASH:
        return this.#hash()
      case G.WITH_PAIRS:
        return this.#withPairs(this.#in.byte())
      case G.SUBCLASS:
        return this.#subclass()
      case G.MARSHALED:
        return this.#marshaled()
      case G.OBJECT:
        return this.#object()
      default:
        throw refusal('hold what is no plain data')
    }
  }

  // ---- objects that stand in several places

  #keep<T>(value: T): T {
    this.#objects.push(value)
    return value
  }

  /** A place for what is known only when it was read. */
  #place(): (value: unknown) => void {
    const index = this.#objects.push(OPEN) - 1
    return (value) => (this.#objects[index] = value)
  }

  #link(): unknown {
    const index = this.#in.long()
    if (!(index >= 0 && index < this.#objects.length))
      throw refusal('name an object before it is there')
    const value = this.#objects[index]
    if (value === OPEN) throw refusal('hold an object that holds itself')
    this.#isFloat = typeof value === 'number' && Number.isInteger(value)
    return value
  }

  // ---- values that hold no others

  #big(): number | bigint {
    const sign = this.#in.byte()
    if (sign !== G.PLUS && sign !== G.MINUS) throw refusal('have a number without a sign')
    const size = 2 * this.#in.size()
    if (size > G.MAX_INT_BYTES) throw refusal('have a number that is too large')
    const hex = Buffer.from(this.#in.take(size).toReversed()).toString('hex')
    const value = BigInt(`0x0${hex}`) * (sign === G.MINUS ? -1n : 1n)
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : value
  }

  #float(): number {
    const text = latin1ToText(this.#in.bytes())
    const value = FLOAT_WORDS.get(text) ?? (FLOAT_TEXT.test(text) ? Number(text) : undefined)
    if (value === undefined) throw refusal('have a number that is none')
    this.#isFloat = Number.isInteger(value)
    return value
  }

  /** A symbol's name. */
  #symbol(type = this.#in.byte()): string {
    if (type === G.SYMBOL_LINK) return this.#symbolLink()
    const isNamed = type === G.WITH_PAIRS
    if (isNamed && this.#in.byte() !== G.SYMBOL) throw refusal('have no symbol where one must be')
    if (!isNamed && type !== G.SYMBOL) throw refusal('have no symbol where one must be')
    return this.#newSymbol(isNamed)
  }

  #symbolLink(): string {
    const name = this.#symbols[this.#in.long()]
    if (name === undefined) throw refusal('name a symbol before it is there')
    return name
  }

  /** @param isText whether it is of UTF-8, as it says behind its bytes; others are of ASCII */
  #newSymbol(isText: boolean): string {
    const bytes = this.#in.bytes()
    if (!isText && !isAscii(bytes, 0, bytes.length))
      throw refusal('have a symbol of no known encoding')
    const name = textOf(bytes)
    if (name === undefined) throw refusal('have a symbol that is no text')
    this.#symbols.push(name)
    if (isText && this.#encoding(this.#pairs()) !== 'UTF-8') {
      throw refusal('have a symbol of no known encoding')
    }
    return name
  }

  // ---- what has pairs behind it

  #pairs(): Pair[] {
    const size = this.#in.size()
    const pairs: Pair[] = []
    while (pairs.length < size) pairs.push([this.#symbol(), this.#value()])
    return pairs
  }

  #withPairs(type: number): unknown {
    if (type === G.SYMBOL) return RubySymbol.for(this.#newSymbol(true))
    if (type === G.DUMPED) return this.#dumped()
    if (type !== G.STRING) throw refusal('hold what is no plain data')
    const bytes = this.#in.bytes()
    const put = this.#place()
    const value = stringOf(bytes, this.#encoding(this.#pairs()))
    put(value)
    return value
  }

  #encoding(pairs: readonly Pair[]): string {
    const [[name, value] = [], ...others] = pairs
    if (others.length > 0 || name === undefined) throw refusal('have a String with what is no text')
    if (name === 'E' && typeof value === 'boolean') return value ? 'UTF-8' : 'US-ASCII'
    if (name !== 'encoding' || !(value instanceof Uint8Array)) {
      throw refusal('have a String with what is no text')
    }
    return latin1ToText(value)
  }

  #dumped(): unknown {
    if (this.#symbol() !== G.TIME) throw refusal('hold an object of a class')
    const bytes = this.#in.bytes()
    return this.#keep(readTime(bytes, this.#pairs()))
  }

  #marshaled(): unknown {
    if (this.#symbol() !== G.TIME_WITH_ZONE) throw refusal('hold an object of a class')
    const put = this.#place()
    const value = readTimeWithZone(this.#value())
    // One value to who writes it.
    this.#left += TIME_PARTS
    put(value)
    return value
  }

  #object(): unknown {
    if (this.#symbol() !== G.SESSION_ID) throw refusal('hold an object of a class')
    const put = this.#place()
    const [[name, id] = [], ...others] = this.#pairs()
    if (others.length > 0 || name !== G.PUBLIC_ID || typeof id !== 'string') {
      throw refusal('hold an id of a session that is none')
    }
    const value = new RackSessionId(id)
    put(value)
    return value
  }

  #subclass(): unknown {
    const isOne = this.#symbol() === G.INDIFFERENT && this.#in.byte() === G.HASH
    if (!isOne) throw refusal('hold an object of a class')
    const hash = this.#hash()
    noteIndifferent(hash)
    return hash
  }

  // ---- containers

  #count(values: number): void {
    this.#left -= values
    if (this.#left < 0) throw refusal(`hold more than ${SESSION_LIMITS.rubyValues} values`)
  }

  #array(): unknown[] {
    const size = this.#in.size()
    this.#count(size)
    const put = this.#place()
    const array: unknown[] = []
    while (array.length < size) {
      const item = this.#value()
      if (this.#isFloat) noteFloat(array, array.length, item as number)
      array.push(item)
    }
    put(array)
    return array
  }

  #hash(): object {
    const size = this.#in.size()
    this.#count(2 * size)
    this.#keys -= size
    if (size > SESSION_LIMITS.keysPerDict || this.#keys < 0) throw refusal('have too many keys')
    const put = this.#place()
    const entries: Entry[] = []
    while (entries.length < size) {
      const key = this.#value()
      const isFloatKey = this.#isFloat
      const value = this.#value()
      entries.push({ key, isFloatKey, value, isFloat: this.#isFloat })
    }
    const hash = hashOf(entries, this.#known)
    put(hash)
    return hash
  }
}
