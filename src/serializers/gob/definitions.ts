/**
 * How a gob defines the types of its values:
 *
 *     definition = id wire           id is less than none
 *     wire   = kind common rest %x00
 *     kind   = %x02 / %x04 / %x05    slice, map, and what writes itself: time.Time
 *     common = %x01 ( %x01 name %x01 id / %x02 id ) %x00
 *     rest   = %x01 id %x00          of a slice: its elements
 *            / %x01 id %x01 id %x00  of a map: its keys and elements
 *            / %x00
 *
 * Arrays, structs and what else writes itself are refused.
 */
import { badGob } from './bytes.js'
import type { GobBytes, GobReader } from './bytes.js'
import type { GoType } from './types.js'
import { wireIdOf } from './types.js'

const SLICE = 2
const MAP = 4
const OPAQUE = 5
/** Ids of other types that each of them holds. */
const IDS: Readonly<Record<number, number>> = { [SLICE]: 1, [MAP]: 2, [OPAQUE]: 0 }

/** Ids from here on are those of definitions. */
const FIRST_ID = 64
/** Definitions of one gob: no session has values of more types. */
const MOST = 64

type Definition =
  | { readonly kind: 'slice'; readonly elem: number }
  | { readonly kind: 'map'; readonly key: number; readonly elem: number }
  | { readonly kind: 'time' }

/** The definitions that were read. */
export class Definitions {
  readonly #byId = new Map<number, Definition>()

  /** @param id of the type, above none */
  read(id: number, bytes: GobReader): void {
    if (id < FIRST_ID || this.#byId.has(id) || this.#byId.size === MOST) {
      badGob('defines a type that it should not')
    }
    const kind = bytes.byte()
    if (kind !== SLICE && kind !== MAP && kind !== OPAQUE) {
      badGob(
        'holds a struct, an array or a type that is not known here: nothing but plain data is read',
      )
    }
    readCommon(id, bytes)
    this.#byId.set(id, readRest(kind, bytes))
    expect(0, bytes)
  }

  /** Whether the type was defined so, or is one that need not be. */
  isOf(id: number, type: GoType): boolean {
    const wireId = wireIdOf(type)
    if (wireId !== undefined) return id === wireId
    const definition = this.#byId.get(id)
    if (definition?.kind !== type.kind) return false
    if (definition.kind === 'time') return true
    const hasKey = definition.kind === 'slice' || this.isOf(definition.key, type.key!)
    return hasKey && this.isOf(definition.elem, type.elem!)
  }

  /** The name of the type; `undefined` where it is none of plain data. */
  nameOf(id: number): string | undefined {
    const definition = this.#byId.get(id)
    if (definition?.kind !== 'map') return undefined
    const [key, elem] = [NAMES[definition.key], NAMES[definition.elem]]
    return key && elem && `map[${key}]${elem}`
  }
}

/** What maps hold that are a session by themselves. */
const NAMES: Readonly<Record<number, string>> = { 6: 'string', 8: 'interface {}' }

function expect(byte: number, bytes: GobReader): void {
  if (bytes.byte() !== byte) badGob('has a definition of another form')
}

/** The name that it has tells nothing: Go leaves it out where it meets the type in a map first. */
function readCommon(id: number, bytes: GobReader): void {
  expect(1, bytes)
  const delta = bytes.byte()
  if (delta === 1) {
    bytes.take(bytes.count())
    expect(1, bytes)
  } else if (delta !== 2) badGob('has a definition of another form')
  if (bytes.id() !== id) badGob('defines a type by another id')
  expect(0, bytes)
}

function readRest(kind: number, bytes: GobReader): Definition {
  const ids = Array.from({ length: IDS[kind]! }, () => readId(bytes))
  expect(0, bytes)
  const [first = 0, second = 0] = ids
  if (kind === OPAQUE) return { kind: 'time' }
  return kind === MAP ? { kind: 'map', key: first, elem: second } : { kind: 'slice', elem: first }
}

function readId(bytes: GobReader): number {
  expect(1, bytes)
  return bytes.id()
}

const TIME = 'Time'

/** The definitions that were written. */
export class Defined {
  readonly #ids = new Map<string, number>()
  readonly #sent = new Set<string>()
  /** The name that Go has for `time.Time`, where it has met it. */
  #timeName = TIME

  idOf(type: GoType): number {
    return wireIdOf(type) ?? this.#ids.get(type.name) ?? this.#newId(type)
  }

  /** Go gives an id to what is in a type before the type has its own. */
  #newId(type: GoType): number {
    for (const part of [type.key, type.elem]) {
      if (part === undefined) continue
      if (type.kind === 'map' && part.kind === 'time' && !this.#ids.has(part.name)) {
        this.#timeName = ''
      }
      this.idOf(part)
    }
    const id = FIRST_ID + 1 + this.#ids.size
    this.#ids.set(type.name, id)
    return id
  }

  /**
   * Writes what the type needs that was not defined before: each definition is the end of a message.
   *
   * @param bytes the message that is being written
   * @param around what messages are in
   */
  define(type: GoType, bytes: GobBytes, around: GobBytes): void {
    if (wireIdOf(type) !== undefined || this.#sent.has(type.name)) return
    this.#sent.add(type.name)
    bytes.int(-this.idOf(type))
    this.#wire(type, bytes)
    bytes.flushTo(around)
    for (const part of [type.key, type.elem]) {
      if (part !== undefined) this.define(part, bytes, around)
    }
  }

  #wire(type: GoType, bytes: GobBytes): void {
    bytes.uint(type.kind === 'slice' ? SLICE : type.kind === 'map' ? MAP : OPAQUE)
    bytes.uint(1)
    const name = type.kind === 'time' ? this.#timeName : ''
    if (name !== '') {
      bytes.uint(1)
      bytes.name(name)
    }
    bytes.uint(name === '' ? 2 : 1)
    bytes.int(this.idOf(type))
    bytes.uint(0)
    for (const part of [type.key, type.elem]) {
      if (part === undefined) continue
      bytes.uint(1)
      bytes.int(this.idOf(part))
    }
    bytes.uint(0)
    bytes.uint(0)
  }
}
