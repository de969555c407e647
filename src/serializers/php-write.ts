/** Writes plain data as PHP's `serialize` does: the grammar is in php-read.ts. */
import { CartoucheError } from '../errors.js'
import type { ErrorCode } from '../errors.js'
import { withinStack } from '../lib/call-stack.js'
import { notesOf, orderedKeys } from '../lib/hints.js'
import type { Notes } from '../lib/hints.js'
import { COPY_ADVICE, DETACHED_ADVICE, kindOf, pathText } from '../lib/key-path.js'
import {
  entriesOf,
  isBytes,
  isDate,
  isDetached,
  isHollow,
  isMap,
  isPlainObject,
  isRevokedProxy,
} from '../lib/kinds.js'
import { PyFloat } from '../lib/py-float.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'
import { digitsOf } from './json-leaf.js'
import { MAX_DIGITS } from './json-scan.js'
import { phpFloat } from './php-float.js'
import { isIntKey, isPhpInt, MAX_DEPTH } from './php-limits.js'

/** How plain data are written for PHP. */
export interface PhpWriteOptions {
  /**
   * Whether bytes can be written: PHP has them as text, and what is UTF-8 of them is read as text. Default `true`.
   */
  readonly bytes?: boolean
}

/**
 * What PHP's `serialize` makes of null, booleans, numbers, bigints of 64 bits, text, bytes, arrays, plain objects and
 * Maps whose keys are text or whole numbers. Text is UTF-8. Integral numbers are ints up to the safe integers, but for
 * those that were read as floats; keys that look like ints are ints, as in PHP.
 *
 * @throws {CartoucheError} `BAD_VALUE` for anything else, for circles, for more than 500 levels, and for more than 1,000
 * keys of an object or Map, or 4,000 of all together; `LIMIT` for more than 65,536 bytes
 */
export function writePhp(value: unknown, options: PhpWriteOptions = {}): Buffer {
  const writer = new PhpWriter(options)
  withinStack(() => writer.item(value, undefined, undefined))
  return writer.finish()
}

type Entries = readonly (readonly [key: unknown, value: unknown])[]

class PhpWriter {
  readonly #takesBytes: boolean
  /** A byte a character. */
  #text = ''
  #keys: number = SESSION_LIMITS.keys
  #depth = 0
  /** What is being written, from the outermost in, and the slot of each in the one before. */
  readonly #parents: object[] = []
  readonly #slots: unknown[] = []

  constructor({ bytes = true }: PhpWriteOptions) {
    this.#takesBytes = bytes
  }

  finish(): Buffer {
    return Buffer.from(this.#text, 'latin1')
  }

  /** @param floats what is noted of the container around the item, in which it has this `slot` */
  item(item: unknown, slot: unknown, floats: Notes['floats']): void {
    if (item === null) this.#put('N;')
    else if (typeof item === 'string') this.#string(item, slot)
    else if (typeof item === 'boolean') this.#put(item ? 'b:1;' : 'b:0;')
    else if (typeof item === 'number') this.#number(item, slot, floats)
    else if (typeof item === 'bigint') this.#int(item, slot)
    else if (isRevokedProxy(item)) this.#refuse(item, slot)
    else if (item instanceof PyFloat) this.#put(`d:${phpFloat(item.value)};`)
    else if (this.#takesBytes && isBytes(item) && !isDetached(item)) this.#bytes(item)
    else if (typeof item === 'object') this.#object(item, slot)
    else this.#refuse(item, slot)
  }

  #number(value: number, slot: unknown, floats: Notes['floats']): void {
    const isInt = Number.isSafeInteger(value) && !Object.is(value, -0)
    const wasFloat = floats !== undefined && Object.is(floats.get(slot), value)
    this.#put(isInt && !wasFloat ? `i:${value};` : `d:${phpFloat(value)};`)
  }

  #int(value: bigint, slot: unknown): void {
    if (isPhpInt(value)) this.#put(`i:${value};`)
    else this.#fail('BAD_VALUE', 'PHP has no int of more than 64 bits; store it as text', slot)
  }

  #string(text: string, slot: unknown): void {
    if (!text.isWellFormed()) {
      this.#fail('BAD_VALUE', 'PHP cannot hold half a surrogate pair', slot)
    }
    this.#checkRoom(text.length)
    this.#bytes(Buffer.from(text))
  }

  #bytes(bytes: Uint8Array): void {
    this.#checkRoom(bytes.length)
    const { buffer, byteOffset, length } = bytes
    this.#put(`s:${length}:"${Buffer.from(buffer, byteOffset, length).toString('latin1')}";`)
  }

  #object(value: object, slot: unknown): void {
    this.#slots[this.#depth] = slot
    this.#parents[this.#depth++] = value
    if (this.#depth > MAX_DEPTH) this.#tooMuch()
    const { floats } = notesOf(value) ?? {}
    if (Array.isArray(value)) this.#list(value, floats)
    else if (isPlainObject(value)) this.#array(propertiesOf(value), floats)
    else if (isMap(value)) this.#array([...entriesOf(value)], floats)
    else {
      this.#depth--
      this.#refuse(value, slot)
    }
    this.#depth--
  }

  #list(list: readonly unknown[], floats: Notes['floats']): void {
    this.#checkRoom(list.length)
    this.#put(`a:${list.length}:{`)
    for (let at = 0; at < list.length; at++) {
      this.#put(`i:${at};`)
      this.item(list[at], at, floats)
    }
    this.#put('}')
  }

  #array(entries: Entries, floats: Notes['floats']): void {
    this.#keys -= entries.length
    if (entries.length > SESSION_LIMITS.keysPerDict || this.#keys < 0) this.#tooMuch()
    const names = new Set<string>()
    this.#put(`a:${entries.length}:{`)
    for (const [key, item] of entries) {
      const name = this.#key(key)
      if (names.has(name)) this.#fail('BAD_VALUE', 'PHP has one key for this and another', key)
      names.add(name)
      this.item(item, key, floats)
    }
    this.#put('}')
  }

  /** Writes a key, and gives its text. */
  #key(key: unknown): string {
    const isKey = typeof key === 'string' || typeof key === 'bigint' || Number.isSafeInteger(key)
    if (!isKey) this.#fail('BAD_VALUE', `PHP cannot have ${kindOf(key)} as a key; use text`, key)
    const name = typeof key === 'bigint' ? digitsOf(key) : String(key)
    if (name === undefined) {
      return this.#fail('BAD_VALUE', `A key may have ${MAX_DIGITS} digits; use text`, key)
    }
    if (isIntKey(name)) this.#put(`i:${name};`)
    else this.#string(name, key)
    return name
  }

  #put(text: string): void {
    this.#checkRoom(text.length)
    this.#text += text
  }

  #checkRoom(size: number): void {
    if (this.#text.length + size <= SESSION_LIMITS.output) return
    this.#refuseCircle()
    this.#fail('LIMIT', `The data take more than ${SESSION_LIMITS.output} bytes`)
  }

  #tooMuch(): never {
    this.#refuseCircle()
    this.#fail('BAD_VALUE', 'Too many keys or levels for a session; keep it elsewhere')
  }

  /** A circle is met as what is too long or too deep, and looked for only then. */
  #refuseCircle(): void {
    const parents = this.#parents.slice(0, this.#depth)
    const again = parents.findIndex((parent, at) => parents.indexOf(parent) < at)
    if (again < 0) return
    this.#depth = again + 1
    this.#fail('BAD_VALUE', 'A session cannot hold what holds itself; store an id in its place')
  }

  #refuse(value: unknown, slot: unknown): never {
    this.#fail(
      'BAD_VALUE',
      `PHP's plain data cannot hold ${kindOf(value)}; ${adviceFor(value)}`,
      slot,
    )
  }

  /** @param slots leads from the container that is being written to what is wrong */
  #fail(code: ErrorCode, problem: string, ...slots: unknown[]): never {
    const keys = [...this.#slots.slice(1, this.#depth), ...slots]
    throw new CartoucheError(code, problem, { path: pathText(undefined, keys) })
  }
}

const propertiesOf = (object: Record<string, unknown>): Entries =>
  orderedKeys(object).map((key) => [key, object[key]])

/** What to do with a value that a session of PHP cannot hold. */
function adviceFor(value: unknown): string {
  if (value === undefined) return 'store null, or leave it out'
  if (isHollow(value)) return COPY_ADVICE
  if (isDate(value)) return 'store seconds or ISO text'
  if (isBytes(value)) return isDetached(value) ? DETACHED_ADVICE : 'store base64 text'
  return 'store plain data: text, numbers, arrays and plain objects'
}
