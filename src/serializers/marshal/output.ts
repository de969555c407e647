import * as G from './grammar.js'
import { Sink } from './sink.js'
import { bigWords, floatBytes, isImmediate, isSmall } from './numbers.js'

/** What a dump consists of, with the numbers that objects and symbols have in it. */
export class Output {
  readonly #out = new Sink()
  /** The numbers of objects, and of those that Ruby has once for all. */
  readonly #objects = new Map<unknown, number>()
  #count = 0
  readonly #symbols = new Map<string, number>()

  constructor() {
    for (const byte of G.VERSION) this.#out.byte(byte)
  }

  get size(): number {
    return this.#out.size
  }

  finish(): Uint8Array {
    return this.#out.finish()
  }

  byte(byte: number): void {
    this.#out.byte(byte)
  }

  /** A byte, and how many things follow. */
  head(type: number, size: number): void {
    this.#out.byte(type)
    this.#out.long(size)
  }

  bytes(bytes: Uint8Array): void {
    this.#out.bytes(bytes)
  }

  long(value: number): void {
    this.#out.long(value)
  }

  // ---- objects

  /** The next object has its number, by which it is known from now on. */
  keep(object?: unknown): void {
    if (object !== undefined) this.#objects.set(object, this.#count)
    this.#count++
  }

  /** A link to an object that is there; else nothing, and `false`. */
  link(object: unknown): boolean {
    const index = this.#objects.get(object)
    if (index !== undefined) this.head(G.LINK, index)
    return index !== undefined
  }

  // ---- what holds nothing else

  symbol(name: string): void {
    const index = this.#symbols.get(name)
    if (index !== undefined) return this.head(G.SYMBOL_LINK, index)
    this.#symbols.set(name, this.#symbols.size)
    const bytes = Buffer.from(name)
    const isAscii = bytes.length === name.length
    if (!isAscii) this.#out.byte(G.WITH_PAIRS)
    this.#out.byte(G.SYMBOL)
    this.#out.bytes(bytes)
    if (!isAscii) this.#utf8(true)
  }

  integer(value: number | bigint): void {
    const number = Number(value)
    if (isSmall(number)) return this.head(G.SMALL, number)
    this.keep()
    this.#out.byte(G.BIG)
    this.#out.byte(value < 0 ? G.MINUS : G.PLUS)
    const words = bigWords(value < 0 ? -BigInt(value) : BigInt(value))
    this.#out.long(words.length / 2)
    this.#out.raw(words)
  }

  /** Of Floats that Ruby keeps without an object of their own, equal ones are one. */
  float(value: number): void {
    const known = isImmediate(value) ? value : undefined
    if (known !== undefined && this.link(known)) return
    this.keep(known)
    this.#out.byte(G.FLOAT)
    this.#out.bytes(floatBytes(value))
  }

  /** A String of bytes alone. */
  raw(bytes: Uint8Array, object?: unknown): void {
    this.keep(object)
    this.#out.byte(G.STRING)
    this.#out.bytes(bytes)
  }

  /** A String of an encoding. */
  string(bytes: Uint8Array, encoding: string, object?: unknown): void {
    this.#out.byte(G.WITH_PAIRS)
    this.raw(bytes, object)
    if (encoding === 'UTF-8') return this.#utf8(true)
    if (encoding === 'US-ASCII') return this.#utf8(false)
    this.#out.long(1)
    this.symbol('encoding')
    const name = `encoding ${encoding}`
    if (!this.link(name)) this.raw(Buffer.from(encoding), name)
  }

  /** A zone's name, of which Ruby has one String. */
  zone(zone: string | null): void {
    if (zone === null) return this.#out.byte(G.NIL)
    const known = `zone ${zone}`
    if (!this.link(known)) this.string(Buffer.from(zone), 'US-ASCII', known)
  }

  /** The one pair behind text: whether it is UTF-8, or ASCII. */
  #utf8(isUtf8: boolean): void {
    this.#out.long(1)
    this.symbol('E')
    this.#out.byte(isUtf8 ? G.TRUE : G.FALSE)
  }
}
