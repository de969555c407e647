/**
 * Reads a gob, as one call of Go's Encoder writes it:
 *
 *     gob     = message…             definitions, each a message, and then the value
 *     message = size bytes
 *     value   = id %x00 value-of-type
 *     slice   = count value-of-type…
 *     map     = count ( value-of-type value-of-type )…
 *     any     = %x00                 nil
 *             / name-size name { definition next-message } id message-of ( %x00 value-of-type )
 *     string  = size bytes           time.Time and []uint8 too
 *
 * A definition within a value ends the message that the value is in: the value goes on in the next one.
 *
 * Source: the documentation of encoding/gob, and its `decoder.go`.
 */
import { isAscii, latin1ToText, utf8ToText } from '../../lib/text.js'
import { noteKeyOrder } from '../../lib/hints.js'
import { INDEX, expectGaps } from '../../lib/index-keys.js'
import { setOwn } from '../../lib/own.js'
import { SESSION_LIMITS } from '../../lib/session-limits.js'
import { FEW_KEYS, haveCollisions } from '../../pickle/collisions.js'
import { isTooMuch } from '../modern-tags.js'
import { GobReader, badGob } from './bytes.js'
import { Definitions } from './definitions.js'
import { keyIn, twinAt } from './keys.js'
import { readTime } from './time.js'
import { TYPES, canBeKey, fits, typeNamed } from './types.js'
import type { GoType } from './types.js'
import { GoComplex, GoMap, GoSlice, GoString, isFloat } from './values.js'
import { noted, wrapped } from './wrapped.js'

/** A map, and its type. */
export interface GobMap {
  readonly type: string
  readonly data: Map<unknown, unknown>
}

/**
 * The map that a gob holds.
 *
 * @throws {DeserializeError} `BAD_PAYLOAD` for anything else, for what is no plain data, and for what is over a limit of
 * sessions
 */
export function readGob(bytes: Uint8Array): GobMap {
  if (bytes.length > SESSION_LIMITS.input) badGob('is too long for a session')
  return new Decoder(bytes).map()
}

/** The entries of a map, as they were read. */
type Entries = (readonly [unknown, unknown])[]

class Decoder {
  readonly #bytes: GobReader
  readonly #definitions = new Definitions()
  #keys: number = SESSION_LIMITS.keys
  #nodes: number = SESSION_LIMITS.nodes
  #depth = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = new GobReader(bytes)
  }

  map(): GobMap {
    this.#bytes.enter()
    const name = this.#definitions.nameOf(this.#typeId())
    if (name === undefined) badGob('holds something else than a session')
    const type = typeNamed(name)!
    this.#single()
    const data = new Map<unknown, unknown>()
    this.#fill(data, type)
    this.#bytes.leave()
    if (!this.#bytes.isAtEnd) badGob('has bytes behind the session')
    return { type: name, data }
  }

  /** Reads definitions up to the id of the type that the value has. */
  #typeId(): number {
    for (;;) {
      const id = this.#bytes.id()
      if (id >= 0) return id
      this.#definitions.read(-id, this.#bytes)
      this.#bytes.leave()
      this.#bytes.enter()
    }
  }

  #single(): void {
    if (this.#bytes.byte() !== 0) badGob('holds a struct')
  }

  /** @param isKey whether it is the key of a map, and not a value */
  #value(type: GoType, isKey: boolean): unknown {
    if (--this.#nodes < 0) badGob('has too many values for a session')
    if (type.kind === 'interface') return this.#any(isKey)
    return this.#typed(type)
  }

  #typed(type: GoType): unknown {
    switch (type.kind) {
      case 'bool':
        return this.#bool()
      case 'int':
      case 'uint':
        return this.#integer(type)
      case 'float':
        return this.#float(type)
      case 'complex':
        return this.#complex(type)
      case 'string':
        return this.#string()
      default:
        return this.#larger(type)
    }
  }

  #larger(type: GoType): unknown {
    switch (type.kind) {
      case 'bytes':
        return this.#sized().slice()
      case 'time':
        return readTime(this.#sized()) ?? badGob('has a time that no Date can hold')
      case 'slice':
        return this.#slice(type)
      default:
        return this.#map(type)
    }
  }

  /** What an interface holds. */
  #any(isKey: boolean): unknown {
    const name = this.#name()
    if (name === '') return null
    const type = this.#typeOf(name)
    if (isKey && !canBeKey(type)) badGob('has a key that Go cannot have')
    if (!this.#definitions.isOf(this.#typeId(), type))
      badGob('has a value of another type than it says')
    this.#bytes.enter()
    this.#single()
    const value = this.#typed(type)
    this.#bytes.leave()
    return wrapped(type, value, isKey)
  }

  #name(): string {
    return latin1ToText(this.#sized())
  }

  #typeOf(name: string): GoType {
    const type = typeNamed(name)
    if (type === undefined || type.kind === 'interface') {
      badGob('has a value of a type that is no plain data')
    }
    return type
  }

  #sized(): Uint8Array {
    return this.#bytes.take(this.#bytes.count())
  }

  #bool(): boolean {
    const byte = this.#bytes.byte()
    if (byte > 1) badGob('has a bool that is neither')
    return byte === 1
  }

  #integer(type: GoType): number | bigint {
    const value = type.kind === 'int' ? this.#bytes.int() : this.#bytes.uint()
    if (!fits(type, value)) badGob('has a number that its type cannot hold')
    return value
  }

  #float({ kind, name, bits }: GoType): number {
    const value = this.#bytes.float()
    if (!isFloat({ kind, name, bits }, value)) badGob('has a number that its type cannot hold')
    return value
  }

  #complex(type: GoType): GoComplex {
    const part = { ...type, bits: type.bits / 2 }
    return new GoComplex(this.#float(part), this.#float(part), type.name)
  }

  #string(): string | GoString {
    const bytes = this.#sized()
    if (isAscii(bytes, 0, bytes.length)) return latin1ToText(bytes)
    const text = utf8ToText(bytes, 0, bytes.length)
    return typeof text === 'string' && text.isWellFormed() ? text : new GoString(bytes.slice())
  }

  #slice(type: GoType): unknown[] {
    const elem = type.elem!
    const count = this.#bytes.elements(1)
    const slice: unknown[] = type.name === TYPES.list.name ? [] : GoSlice.ofType(type.name)
    this.#enter(0)
    for (let at = 0; at < count; at++) {
      const item = this.#value(elem, false)
      slice.push(noted(slice, at, item))
    }
    this.#depth--
    return slice
  }

  #map(type: GoType): unknown {
    if (type.name !== TYPES.object.name) {
      const map = type.name === TYPES.map.name ? new Map<unknown, unknown>() : new GoMap(type.name)
      return this.#fill(map, type)
    }
    const entries = this.#entries(type)
    if (entries.every(([key]) => typeof key === 'string'))
      return this.#object(entries as [string, unknown][])
    return this.#set(new GoMap(type.name), entries)
  }

  #object(entries: readonly (readonly [string, unknown])[]): object {
    const object: Record<string, unknown> = {}
    for (const [at, [key, value]] of entries.entries()) {
      if (Object.hasOwn(object, key)) badGob('has a key twice')
      if (INDEX.test(key)) expectGaps(object, key, at)
      setOwn(object, key, noted(object, key, value))
    }
    noteKeyOrder(
      object,
      entries.map(([key]) => key),
    )
    return object
  }

  #fill(map: Map<unknown, unknown>, type: GoType): Map<unknown, unknown> {
    return this.#set(map, this.#entries(type))
  }

  #set(map: Map<unknown, unknown>, entries: Entries): Map<unknown, unknown> {
    for (const [read, value] of entries) {
      const key = keyIn(map, read)
      if (map.has(key)) badGob('has a key twice')
      map.set(key, noted(map, key, value))
    }
    return map
  }

  #entries(type: GoType): Entries {
    const count = this.#bytes.elements(2)
    const entries: Entries = []
    this.#enter(count)
    for (let at = 0; at < count; at++) {
      entries.push([this.#value(type.key!, true), this.#value(type.elem!, false)])
    }
    this.#depth--
    const keys = entries.map(([key]) => key)
    if (count > FEW_KEYS && haveCollisions(keys)) badGob('has number keys that are slow to find')
    if (twinAt(type.key!, keys) >= 0) badGob('has a key twice')
    return entries
  }

  #enter(keys: number): void {
    this.#keys -= keys
    this.#depth++
    if (isTooMuch(keys, this.#keys, this.#depth))
      badGob('has too many keys or levels for a session')
  }
}
