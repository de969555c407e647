import { CartoucheError } from '../../errors.js'
import type { ErrorCode } from '../../errors.js'
import { withinStack } from '../../lib/call-stack.js'
import { notesOf, orderedKeys } from '../../lib/hints.js'
import type { Notes } from '../../lib/hints.js'
import { kindOf, pathText } from '../../lib/key-path.js'
import { entriesOf, isBytes, isDetached, isMap, isPlainObject } from '../../lib/kinds.js'
import { SESSION_LIMITS } from '../../lib/session-limits.js'
import { FEW_KEYS, haveCollisions } from '../../pickle/collisions.js'
import { isTooMuch } from '../modern-tags.js'
import { GobBytes } from './bytes.js'
import { Defined } from './definitions.js'
import { twinAt } from './keys.js'
import { writeTime } from './time.js'
import { adviceFor, typeOf } from './type-of.js'
import { TYPES, canBeKey, fits, typeNamed } from './types.js'
import type { GoType } from './types.js'
import { GoComplex, GoString, isFloat, numberIn } from './values.js'

/** Step to the key of a map. */
const KEY = Symbol('key')

/**
 * The gob of a map: see the grammar in read.ts. What stands in several places is written in each of them.
 *
 * @param name the type that the map has in Go
 * @returns bytes, as Go writes them where it meets the keys in that order, in a process that has written no gob before
 * @throws {CartoucheError} `BAD_VALUE` for what Go's plain data cannot hold, for circles, for more than 500 levels,
 * 10,000 values, 1,000 keys of a map or 4,000 of all together; `LIMIT` for more than 65,536 bytes
 */
export function writeGob(data: ReadonlyMap<unknown, unknown>, name: string): Uint8Array {
  return withinStack(() => new Encoder().map(data, typeNamed(name)!))
}

/** What a value is written into, and what that will be a message in. */
interface Places {
  readonly bytes: GobBytes
  readonly around: GobBytes
}

class Encoder {
  readonly #defined = new Defined()
  #keys: number = SESSION_LIMITS.keys
  #nodes: number = SESSION_LIMITS.nodes
  /** Bytes that may still be written. Never more is taken of it than will be. */
  #room: number = SESSION_LIMITS.output
  #depth = 0
  /** What messages were written into, and is empty again. */
  readonly #spare: GobBytes[] = []
  /** What is being written, from the outermost in, and the slot in each of what is in it. */
  readonly #parents: unknown[] = []
  readonly #slots: unknown[] = []

  map(data: ReadonlyMap<unknown, unknown>, type: GoType): Uint8Array {
    const gob = new GobBytes()
    const places = { bytes: new GobBytes(), around: gob }
    this.#define(type, places)
    this.#single(type, data, places)
    if (gob.size > SESSION_LIMITS.output) this.#tooLong()
    return gob.finish()
  }

  /** Writes the id of a type, and before it what it needs. */
  #define(type: GoType, { bytes, around }: Places): void {
    this.#defined.define(type, bytes, around)
    bytes.int(this.#defined.idOf(type))
  }

  /** Writes a value, and with it the message to its end. */
  #single(type: GoType, value: unknown, places: Places): void {
    places.bytes.uint(0)
    this.#typed(type, value, places)
    places.bytes.flushTo(places.around)
  }

  #slot(type: GoType, value: unknown, slot: unknown, places: Places, floats?: Floats): void {
    if (--this.#nodes < 0) this.#tooMuch()
    this.#take(1)
    this.#slots[this.#depth] = slot
    if (type.kind !== 'interface') this.#typed(type, value, places)
    else this.#any(value, floats !== undefined && Object.is(floats.get(slot), value), places)
  }

  #any(value: unknown, isFloat: boolean, { bytes, around }: Places): void {
    if (value === null) return bytes.uint(0)
    const type = isFloat ? TYPES.float64 : typeOf(value)
    if (type === undefined) this.#refuse(`A gob cannot hold ${kindOf(value)}; ${adviceFor(value)}`)
    const isKey = this.#slots[this.#depth] === KEY
    if (isKey && !canBeKey(type)) this.#refuse(`Go cannot have ${kindOf(value)} as a key; use text`)
    this.#take(type.name.length)
    bytes.name(type.name)
    this.#define(type, { bytes, around })
    const message = this.#spare.pop() ?? new GobBytes()
    this.#single(type, value, { bytes: message, around: bytes })
    this.#spare.push(message)
  }

  #typed(type: GoType, value: unknown, places: Places): void {
    const isWritten =
      type.kind === 'slice'
        ? this.#slice(type, value, places)
        : type.kind === 'map'
          ? this.#map(type, value, places)
          : this.#leaf(type, value, places.bytes)
    if (!isWritten) this.#refuse(`Go's ${type.name} cannot hold ${saidOf(value)}`)
  }

  #slice(type: GoType, value: unknown, places: Places): boolean {
    if (!Array.isArray(value)) return false
    const floats = notesOf(value)?.floats
    this.#enter(value, 0)
    places.bytes.uint(value.length)
    for (let at = 0; at < value.length; at++) {
      this.#slot(type.elem!, value[at], at, places, floats)
    }
    this.#depth--
    return true
  }

  #map(type: GoType, value: unknown, places: Places): boolean {
    const entries = entriesIn(value)
    if (entries === undefined) return false
    const { bytes } = places
    const floats = notesOf(value as object)?.floats
    const keys = entries.map(([key]) => key)
    this.#enter(value, entries.length)
    if (entries.length > FEW_KEYS && haveCollisions(keys)) {
      this.#refuse('Number keys are chosen so that they are slow to find')
    }
    bytes.uint(entries.length)
    for (const [key, item] of entries) {
      this.#slot(type.key!, key, KEY, places)
      this.#slot(type.elem!, item, key, places, floats)
    }
    this.#refuseTwin(type.key!, keys)
    this.#depth--
    return true
  }

  /** When all keys are written, and so are within the limits. */
  #refuseTwin(type: GoType, keys: readonly unknown[]): void {
    const at = twinAt(type, keys)
    if (at < 0) return
    this.#slots[this.#depth] = keys[at]
    this.#refuse('Go has one key for this and another before it; keep one of them')
  }

  /** @returns whether the value is one of the type */
  #leaf(type: GoType, value: unknown, bytes: GobBytes): boolean {
    switch (type.kind) {
      case 'bool':
        return typeof value === 'boolean' && (bytes.uint(Number(value)), true)
      case 'string':
        return this.#string(value, bytes)
      case 'bytes':
        return isBytes(value) && !isDetached(value) && this.#sized(value, bytes)
      case 'time':
        return this.#sized(writeTime(value as Date), bytes)
      default:
        return writeNumber(type, value, bytes)
    }
  }

  #string(value: unknown, bytes: GobBytes): boolean {
    if (value instanceof GoString) return this.#sized(value.bytes, bytes)
    if (typeof value !== 'string') return false
    if (!value.isWellFormed()) this.#refuse('The text holds half a surrogate pair')
    // Before it is made into bytes.
    this.#take(value.length)
    this.#room += value.length
    return this.#sized(Buffer.from(value), bytes)
  }

  #sized(content: Uint8Array | undefined, bytes: GobBytes): boolean {
    if (content === undefined) return false
    this.#take(content.length)
    bytes.sized(content)
    return true
  }

  #take(size: number): void {
    this.#room -= size
    if (this.#room < 0) this.#tooLong()
  }

  #enter(container: unknown, keys: number): void {
    this.#parents[this.#depth++] = container
    this.#keys -= keys
    if (isTooMuch(keys, this.#keys, this.#depth)) this.#tooMuch()
  }

  #tooMuch(): never {
    this.#refuseCircle()
    this.#fail(
      'BAD_VALUE',
      'Too many keys, values or levels for a session; keep it elsewhere',
      this.#depth,
    )
  }

  #tooLong(): never {
    this.#refuseCircle()
    this.#fail('LIMIT', `The gob takes more than ${SESSION_LIMITS.output} bytes`, 0)
  }

  /** A circle is met as what is too long or too deep, and looked for only then. */
  #refuseCircle(): void {
    const parents = this.#parents.slice(0, this.#depth)
    const again = parents.findIndex((parent, at) => parents.indexOf(parent) < at)
    const problem = 'A session cannot hold what holds itself; store an id in its place'
    if (again > 0) this.#fail('BAD_VALUE', problem, again + 1)
  }

  #refuse(problem: string): never {
    this.#fail('BAD_VALUE', problem, this.#depth + 1)
  }

  /** @param end how many of the slots lead to what is wrong */
  #fail(code: ErrorCode, problem: string, end: number): never {
    throw new CartoucheError(code, problem, {
      path: pathText(undefined, this.#slots.slice(1, end)),
    })
  }
}

type Floats = Notes['floats']

/** The entries of what is written as a map. */
function entriesIn(value: unknown): readonly (readonly [unknown, unknown])[] | undefined {
  if (isMap(value)) return [...entriesOf(value)]
  if (!isPlainObject(value)) return undefined
  return orderedKeys(value).map((key) => [key, value[key]])
}

/** @returns whether the value is a number of the type */
function writeNumber(type: GoType, value: unknown, bytes: GobBytes): boolean {
  if (type.kind === 'complex') return writeComplex(type, value, bytes)
  const number = numberIn(value)
  if (type.kind === 'float') {
    return isFloat(type, number) && (bytes.float(number), true)
  }
  if (typeof number !== 'number' && typeof number !== 'bigint') return false
  if (!fits(type, number)) return false
  if (type.kind === 'int') bytes.int(number)
  else bytes.uint(number)
  return true
}

function writeComplex({ name }: GoType, value: unknown, bytes: GobBytes): boolean {
  if (!(value instanceof GoComplex) || value.type !== name) return false
  bytes.float(value.real)
  bytes.float(value.imaginary)
  return true
}

const saidOf = (value: unknown): string =>
  typeof value === 'number' || typeof value === 'bigint' ? 'this number' : kindOf(value)
