import { CartoucheError } from '../../errors.js'
import type { ErrorCode } from '../../errors.js'
import { withinStack } from '../../lib/call-stack.js'
import { notesOf, orderedKeys } from '../../lib/hints.js'
import type { Notes } from '../../lib/hints.js'
import { COPY_ADVICE, DETACHED_ADVICE, kindOf, pathText } from '../../lib/key-path.js'
import {
  entriesOf,
  isBytes,
  isDate,
  isDetached,
  isHollow,
  isMap,
  isPlainObject,
  isRevokedProxy,
} from '../../lib/kinds.js'
import { PyFloat } from '../../lib/py-float.js'
import { SESSION_LIMITS } from '../../lib/session-limits.js'
import { FEW_KEYS, haveCollisions } from '../../pickle/collisions.js'
import * as G from './grammar.js'
import { RubyKeys } from './keys.js'
import { Output } from './output.js'
import { RackSessionId, RubyString, RubySymbol, isIndifferent } from './types.js'
import { writeTime } from './write-time.js'

/**
 * The dump of a value, as Ruby makes it: of null, booleans, numbers, bigints, text, Uint8Arrays, Dates, arrays, plain
 * objects, Maps, and the classes beside this file. An object that stands in several places is written once, and text
 * each time.
 *
 * @throws {CartoucheError} `BAD_VALUE` for anything else, for circles, for more than 500 levels, 4,096 values, and for
 * more keys than a session may have; `LIMIT` for more than 65,536 bytes
 */
export function writeMarshal(value: unknown): Uint8Array {
  return withinStack(() => new Writer().dump(value))
}

/** Steps to the keys of a Map. */
const KEY = Symbol('key')

const TOO_MANY = `A session holds at most ${SESSION_LIMITS.rubyValues} values; keep it elsewhere`

class Writer {
  readonly #out = new Output()
  readonly #known = new RubyKeys()
  #keys: number = SESSION_LIMITS.keys
  #left: number = SESSION_LIMITS.rubyValues
  #depth = 0
  /** What is being written, and from the outermost in the slot of each in the one before. */
  readonly #parents = new Set<object>()
  readonly #slots: unknown[] = []

  dump(value: unknown): Uint8Array {
    this.#value(value, undefined, false)
    this.#checkSize()
    return this.#out.finish()
  }

  /** @param isFloat whether the container around the value has a note that it is a Float */
  #value(value: unknown, slot: unknown, isFloat: boolean): void {
    if (typeof value === 'string') this.#text(value, slot)
    else if (typeof value === 'number') this.#number(value, isFloat)
    else if (typeof value === 'boolean') this.#out.byte(value ? G.TRUE : G.FALSE)
    else if (value === null) this.#out.byte(G.NIL)
    else if (typeof value === 'bigint') this.#big(value, slot)
    else if (typeof value === 'object') this.#object(value, slot)
    else this.#refuse(value, slot)
  }

  #text(text: string, slot: unknown): void {
    this.#checkSize(text.length)
    if (!text.isWellFormed())
      this.#fail('BAD_VALUE', 'Ruby has no text with half a surrogate pair', slot)
    this.#out.string(Buffer.from(text), 'UTF-8')
    this.#checkSize()
  }

  #number(value: number, isFloat: boolean): void {
    const isInteger = Number.isSafeInteger(value) && !Object.is(value, -0) && !isFloat
    if (isInteger) this.#out.integer(value)
    else this.#out.float(value)
  }

  #big(value: bigint, slot: unknown): void {
    if (BigInt.asIntN(8 * G.MAX_INT_BYTES, value) !== value) {
      this.#fail(
        'BAD_VALUE',
        `An Integer may have ${G.MAX_INT_BYTES} bytes; store it as text`,
        slot,
      )
    }
    this.#out.integer(value)
  }

  #object(value: object, slot: unknown): void {
    if (isRevokedProxy(value)) this.#refuse(value, slot)
    else if (value instanceof RubySymbol) this.#symbol(value)
    else if (value instanceof PyFloat) this.#out.float(value.value)
    else if (this.#parents.has(value)) this.#refuseCircle(slot)
    else if (!this.#out.link(value) && !this.#leaf(value, slot)) this.#nested(value, slot)
    this.#checkSize()
  }

  #leaf(value: object, slot: unknown): boolean {
    if (isDate(value)) this.#date(value, slot)
    else if (isBytes(value) && !isDetached(value)) this.#raw(value)
    else if (value instanceof RubyString) this.#string(value)
    else if (value instanceof RackSessionId) this.#sessionId(value)
    else return false
    return true
  }

  #symbol({ name }: RubySymbol): void {
    this.#checkSize(name.length)
    this.#out.symbol(name)
  }

  #raw(bytes: Uint8Array): void {
    this.#checkSize(bytes.length)
    this.#out.raw(bytes, bytes)
  }

  #string(string: RubyString): void {
    const { bytes, encoding } = string
    this.#checkSize(bytes.length)
    this.#out.string(bytes, encoding, string)
  }

  #date(value: Date, slot: unknown): void {
    if (Number.isNaN(Date.prototype.getTime.call(value))) {
      this.#fail('BAD_VALUE', 'Ruby has no invalid Time; store null', slot)
    }
    writeTime(value, this.#out)
  }

  #sessionId(value: RackSessionId): void {
    this.#out.keep(value)
    this.#out.byte(G.OBJECT)
    this.#out.symbol(G.SESSION_ID)
    this.#out.long(1)
    this.#out.symbol(G.PUBLIC_ID)
    this.#out.string(Buffer.from(value.publicId), 'UTF-8')
  }

  // ---- containers

  #nested(value: object, slot: unknown): void {
    this.#slots[this.#depth++] = slot
    this.#parents.add(value)
    if (this.#depth > G.MAX_DEPTH) {
      this.#fail('BAD_VALUE', `A session holds at most ${G.MAX_DEPTH} levels; take it apart`)
    }
    const isWritten = this.#container(value)
    this.#depth--
    this.#parents.delete(value)
    if (!isWritten) this.#refuse(value, slot)
  }

  #container(value: object): boolean {
    if (Array.isArray(value)) this.#array(value)
    else if (isPlainObject(value)) this.#plainObject(value)
    else if (isMap(value)) this.#map(value)
    else return false
    return true
  }

  #count(values: number): void {
    this.#left -= values
    if (this.#left < 0) this.#fail('BAD_VALUE', TOO_MANY)
  }

  #array(array: readonly unknown[]): void {
    this.#count(array.length)
    const floats = notesOf(array)?.floats
    this.#out.keep(array)
    this.#out.head(G.ARRAY, array.length)
    for (let at = 0; at < array.length; at++)
      this.#value(array[at], at, isNoted(floats, at, array[at]))
  }

  #plainObject(object: Record<string, unknown>): void {
    const floats = notesOf(object)?.floats
    const keys = orderedKeys(object)
    this.#hash(object, keys.length)
    for (const key of keys) {
      const value = object[key]
      this.#text(key, KEY)
      this.#value(value, key, isNoted(floats, key, value))
    }
  }

  #map(map: ReadonlyMap<unknown, unknown>): void {
    const { floats, floatKeys } = notesOf(map) ?? {}
    const entries = [...entriesOf(map)]
    const keys = entries.map(([key]) => key)
    this.#hash(map, entries.length)
    if (keys.length > FEW_KEYS && haveCollisions(keys)) {
      this.#fail('BAD_VALUE', 'Number keys are chosen so that they are slow to find')
    }
    for (const [key, value] of entries) {
      const float = floatKeys?.get(key)
      if (float === undefined) this.#value(key, KEY, false)
      else this.#out.float(float)
      this.#value(value, key, isNoted(floats, key, value))
    }
    this.#refuseTwins(keys)
  }

  /** When all keys are written, and so are within the limits. */
  #refuseTwins(keys: readonly unknown[]): void {
    if (keys.every((key) => typeof key === 'string') || !this.#known.haveTwins(keys)) return
    this.#fail('BAD_VALUE', 'Two keys are one in Ruby, or one number; keep one of them')
  }

  #hash(hash: object, size: number): void {
    this.#count(2 * size)
    this.#keys -= size
    if (size > SESSION_LIMITS.keysPerDict || this.#keys < 0) {
      this.#fail('BAD_VALUE', 'Too many keys for a session; keep it elsewhere')
    }
    this.#out.keep(hash)
    if (isIndifferent(hash)) {
      this.#out.byte(G.SUBCLASS)
      this.#out.symbol(G.INDIFFERENT)
    }
    this.#out.head(G.HASH, size)
  }

  // ---- errors

  /** @param more bytes, at least, that what comes next has: it is not made where there is no room for it */
  #checkSize(more = 0): void {
    if (this.#out.size + more <= SESSION_LIMITS.output) return
    throw new CartoucheError(
      'LIMIT',
      `The Marshal data have more than ${SESSION_LIMITS.output} bytes`,
    )
  }

  #refuseCircle(slot: unknown): never {
    this.#fail(
      'BAD_VALUE',
      'A session cannot hold what holds itself; store an id in its place',
      slot,
    )
  }

  #refuse(value: unknown, slot: unknown): never {
    this.#fail('BAD_VALUE', `Marshal cannot hold ${kindOf(value)}; ${adviceFor(value)}`, slot)
  }

  /** @param slots leads from the container that is being written to what is wrong */
  #fail(code: ErrorCode, problem: string, ...slots: unknown[]): never {
    const keys = [...this.#slots.slice(1, this.#depth), ...slots]
    const path = pathText(undefined, this.#depth === 0 ? [] : keys)
    throw new CartoucheError(code, problem, { path })
  }
}

const isNoted = (floats: Notes['floats'], slot: unknown, value: unknown): boolean =>
  floats !== undefined && Object.is(floats.get(slot), value)

/** What to do with a value that Marshal cannot hold. */
function adviceFor(value: unknown): string {
  if (value === undefined) return 'store null, or leave it out'
  if (typeof value !== 'object' || value === null) return 'store what describes it'
  if (isHollow(value)) return COPY_ADVICE
  if (isBytes(value)) return DETACHED_ADVICE
  return 'store plain data: text, numbers, Dates, arrays and plain objects'
}
