import { CartoucheError } from '../errors.js'
import type { ErrorCode } from '../errors.js'
import { withinStack } from '../lib/call-stack.js'
import { copyOf } from '../lib/index-keys.js'
import { COPY_ADVICE, DETACHED_ADVICE, kindOf, pathText } from '../lib/key-path.js'
import {
  entriesOf,
  isBytes,
  isDate,
  isHollow,
  isMap,
  isPlainObject,
  isRevokedProxy,
  isSet,
  membersOf,
  sizeOfMap,
  sizeOfSet,
} from '../lib/kinds.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'
import { FEW_KEYS, haveCollisions } from '../pickle/collisions.js'
import { isPlainData, isPlainValue } from './modern-plain.js'
import { MARK, isTooMuch, leafTag } from './modern-tags.js'

/** Steps to what has no place of its own. */
const KEY = Symbol('key')
const MEMBER = Symbol('member')

/** `{"~v":1}` */
const SHORTEST_TAG = 8

type Entries = readonly (readonly [unknown, unknown])[]

/**
 * The text of a session's data: see the grammar in modern-tags.ts. What stands in several places is written
 * in each of them. Properties whose keys are symbols, and those of arrays, are left out, as in JSON.
 *
 * @throws {CartoucheError} `BAD_VALUE` for what a session cannot hold, for circles, for more than 500 levels or than the call stack has left,
 * and for more than 1,000 keys of an object or Map, or members of a Set, or 4,000 of all together; `LIMIT`
 * for a text of more than 65,536 characters
 */
export function encodeData(data: ReadonlyMap<unknown, unknown>): string {
  return textOf(data, true)
}

/**
 * The same without tags, for who knows none: what JSON would change is refused, such as a Date, NaN and a Map. Only -0
 * becomes 0.
 *
 * @throws {CartoucheError} as {@link encodeData}
 */
export function encodePlain(data: ReadonlyMap<unknown, unknown>): string {
  return textOf(data, false)
}

const textOf = (data: ReadonlyMap<unknown, unknown>, hasTags: boolean): string =>
  withinStack(() => plainText(data) ?? checkLength(new Writer(hasTags), data))

/**
 * The text of one value, in the same grammar, for who keeps it apart from its key.
 *
 * @param key of the session, which errors name; where it is text, it counts for the length
 * @throws {CartoucheError} as {@link encodeData}
 */
export const encodeValue = (value: unknown, key: unknown): string =>
  withinStack(() => textOfValue(value, key))

function textOfValue(value: unknown, key: unknown): string {
  const room = SESSION_LIMITS.output - (typeof key === 'string' ? JSON.stringify(key).length : 0)
  const text = isPlainValue(value) ? JSON.stringify(value) : undefined
  if (text !== undefined && text.length <= room) return text
  const writer = new Writer(true)
  const written = JSON.stringify(writer.valueOf(value, key))
  return written.length > room ? writer.tooLong() : written
}

/** To find data plain takes less time than to copy them. */
function plainText(data: ReadonlyMap<unknown, unknown>): string | undefined {
  if (sizeOfMap(data) > SESSION_LIMITS.keysPerDict) return undefined
  const object: Record<string, unknown> = {}
  for (const [key, value] of entriesOf(data)) {
    if (typeof key !== 'string' || key in Object.prototype) return undefined
    object[key] = value
  }
  const text = isPlainData(object) ? JSON.stringify(object) : undefined
  return text !== undefined && text.length <= SESSION_LIMITS.output ? text : undefined
}

function checkLength(writer: Writer, data: ReadonlyMap<unknown, unknown>): string {
  const text = JSON.stringify(writer.session(data))
  if (text.length > SESSION_LIMITS.output) writer.tooLong()
  return text
}

/**
 * Makes a copy of the data that `JSON.stringify` writes as it should. Every value is read once.
 */
class Writer {
  /** Characters that may still be written. Never more is taken of it than will be. */
  #room: number = SESSION_LIMITS.output
  #keys: number = SESSION_LIMITS.keys
  #depth = 0
  /** What is being written, from the outermost in, and the slot of each in the one before. */
  readonly #parents: object[] = []
  readonly #slots: unknown[] = []
  /** Whether somebody has put on a prototype what `JSON.stringify` would call. */
  readonly #isPolluted = 'toJSON' in Array.prototype
  readonly #hasTags: boolean

  constructor(hasTags: boolean) {
    this.#hasTags = hasTags
  }

  session(data: ReadonlyMap<unknown, unknown>): object {
    this.#parents[this.#depth++] = data
    this.#refuseMany(sizeOfMap(data))
    let entries: Entries = [...entriesOf(data)]
    if (!haveTextKeys(entries)) entries = entries.filter(([, value]) => value !== undefined)
    if (haveTextKeys(entries)) return this.#properties(Object.fromEntries(entries))
    return this.#hasTags ? this.#entries(entries) : this.#refuseKey(entries)
  }

  /** One value of it. The writer stands for the session that it is in. */
  valueOf(value: unknown, key: unknown): unknown {
    this.#parents[this.#depth++] = this
    return this.#value(value, key)
  }

  #refuseKey(entries: Entries): never {
    const key = entries.map(([key]) => key).find((key) => typeof key !== 'string')
    return this.#fail('BAD_VALUE', `JSON cannot hold ${kindOf(key)} as a key; use text`, 0)
  }

  #value(value: unknown, slot: unknown): unknown {
    // One character at least, and a comma or a bracket.
    this.#take(typeof value === 'string' ? value.length + 2 : 2)
    if (typeof value === 'string') return value
    if (typeof value === 'object' && value !== null) return this.#object(value, slot)
    const isPlain = value === null || typeof value === 'boolean' || this.#isPlainNumber(value)
    return isPlain ? value : this.#leaf(value, slot)
  }

  #isPlainNumber(value: unknown): boolean {
    return Number.isFinite(value) && !(this.#hasTags && Object.is(value, -0))
  }

  #object(value: object, slot: unknown): object {
    if (isRevokedProxy(value)) this.#refuseKind(value, slot)
    this.#slots[this.#depth] = slot
    this.#parents[this.#depth++] = value
    const written = this.#container(value)
    this.#depth--
    return written ?? this.#leaf(value, slot)
  }

  #container(value: object): object | undefined {
    if (Array.isArray(value)) return this.#items(value, 0)
    if (isPlainObject(value)) {
      this.#refuseMany(Object.keys(value).length)
      return this.#properties(copyOf(value))
    }
    if (!this.#hasTags) return undefined
    if (isMap(value)) {
      this.#refuseMany(sizeOfMap(value))
      return this.#entries([...entriesOf(value)])
    }
    if (!isSet(value)) return undefined
    this.#refuseMany(sizeOfSet(value))
    return this.#members([...membersOf(value)])
  }

  /** Before they are copied. */
  #refuseMany(keys: number): void {
    if (keys > SESSION_LIMITS.keysPerDict) this.#refuseKeys()
  }

  /** @param copy becomes what is written */
  #properties(copy: Record<string, unknown>): object {
    const keys = Object.keys(copy)
    let only: string | undefined
    let size = 0
    this.#enter(keys.length)
    for (const key of keys) {
      const item = copy[key]
      if (item === undefined) continue
      this.#take(key.length + 3)
      const written = this.#value(item, key)
      if (written !== item) copy[key] = written
      only = ++size === 1 ? key : undefined
    }
    const looksTagged = this.#hasTags && only?.startsWith(MARK) === true
    return looksTagged ? this.#tag(only!, copy[only!]) : this.#made(copy)
  }

  #members(members: readonly unknown[]): object {
    const written = this.#items(members, members.length, () => MEMBER)
    this.#refuseCollisions(members)
    return this.#tag('s', written)
  }

  #entries(entries: Entries): object {
    const flat = entries.flat()
    const slotOf = (at: number): unknown => (at % 2 === 0 ? KEY : flat[at - 1])
    const written = this.#items(flat, entries.length, slotOf)
    this.#refuseCollisions(entries.map(([key]) => key))
    return this.#tag('m', written)
  }

  #items(items: readonly unknown[], keys: number, slotOf?: (at: number) => unknown): object {
    const { length } = items
    const copy: unknown[] = []
    this.#enter(keys)
    for (let at = 0; at < length; at++) copy.push(this.#value(items[at], slotOf ? slotOf(at) : at))
    return this.#made(copy)
  }

  #leaf(value: unknown, slot: unknown): object {
    if (!this.#hasTags) this.#refusePlain(value, slot)
    // Before they are made into text, of which there are eight characters at least.
    this.#take(SHORTEST_TAG - 2)
    if (isBytes(value)) this.#take(value.length)
    if (typeof value === 'bigint') this.#take(value.toString(16).length)
    const tag = leafTag(value)
    if (tag !== undefined) return this.#tag(...tag)
    return this.#refuseKind(value, slot)
  }

  #refusePlain(value: unknown, slot: unknown): never {
    // JSON has numbers, and none for this one.
    const what = typeof value === 'number' ? value : kindOf(value)
    return this.#refuse(`JSON cannot hold ${what}; ${plainAdvice(value)}`, slot)
  }

  #refuseKind(value: unknown, slot: unknown): never {
    return this.#refuse(`A session cannot hold ${kindOf(value)}; ${adviceFor(value)}`, slot)
  }

  #refuse(problem: string, slot: unknown): never {
    return this.#fail('BAD_VALUE', problem, this.#depth, slot)
  }

  #tag(name: string, payload: unknown): object {
    return this.#made({ [MARK + name]: payload })
  }

  /** An object for `JSON.stringify`. */
  #made(object: object): object {
    return this.#isPolluted ? (Object.setPrototypeOf(object, null) as object) : object
  }

  #take(characters: number): void {
    this.#room -= characters
    if (this.#room < 0) this.tooLong()
  }

  tooLong(): never {
    this.#refuseCircle()
    this.#fail('LIMIT', `The data take more than ${SESSION_LIMITS.output} characters`, 0)
  }

  #enter(keys: number): void {
    this.#keys -= keys
    if (isTooMuch(keys, this.#keys, this.#depth)) this.#refuseKeys()
  }

  #refuseKeys(): never {
    this.#refuseCircle()
    this.#fail('BAD_VALUE', 'Too many keys or levels for a session; keep it elsewhere', this.#depth)
  }

  #refuseCollisions(keys: readonly unknown[]): void {
    if (keys.length > FEW_KEYS && haveCollisions(keys)) {
      this.#fail('BAD_VALUE', 'Number keys are chosen so that they are slow to find', this.#depth)
    }
  }

  /** A circle is met as what is too long or too deep, and looked for only then. */
  #refuseCircle(): void {
    const parents = this.#parents.slice(0, this.#depth)
    const again = parents.findIndex((parent, at) => parents.indexOf(parent) < at)
    const problem = 'A session cannot hold what holds itself; store an id in its place'
    if (again > 0) this.#fail('BAD_VALUE', problem, again + 1)
  }

  /** @param depth of the container that the error is about, or whose `slots` it is about */
  #fail(code: ErrorCode, problem: string, depth: number, ...slots: unknown[]): never {
    const keys = [...this.#slots.slice(1, depth), ...slots]
    throw new CartoucheError(code, problem, { path: pathText(undefined, keys) })
  }
}

const haveTextKeys = (entries: Entries): boolean =>
  entries.every(([key]) => typeof key === 'string')

/** What to do with a value that a session cannot hold. */
function adviceFor(value: unknown): string {
  if (typeof value === 'bigint') return 'store one of at most 4,096 bytes'
  if (isHollow(value)) return COPY_ADVICE
  if (value instanceof Promise) return 'await it first'
  if (isBytes(value)) return DETACHED_ADVICE
  if (ArrayBuffer.isView(value)) return 'store a Uint8Array'
  return 'store text or plain data that describes it'
}

/** What to do with a value that has no place in JSON. */
function plainAdvice(value: unknown): string {
  if (value === undefined) return 'store null, or leave it out'
  if (typeof value === 'bigint') return 'store its digits as text'
  if (typeof value === 'number') return 'store null, or text'
  if (isHollow(value)) return COPY_ADVICE
  if (value instanceof Promise) return 'await it first'
  if (isDate(value)) return 'store its toISOString() or its getTime()'
  if (isMap(value)) return 'store a plain object, or an array of pairs'
  if (isSet(value)) return 'store an array'
  return isBytes(value) ? 'store base64 text' : 'store text or plain data that describes it'
}
