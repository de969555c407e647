import { copyFloatNotes, noteFloat, noteFloatKey, noteKeyOrder } from '../../lib/hints.js'
import { expectGaps, INDEX } from '../../lib/index-keys.js'
import { isPlainObject } from '../../lib/kinds.js'
import { setOwn } from '../../lib/own.js'
import { PyFloat } from '../../lib/py-float.js'
import { latin1ToText } from '../../lib/text.js'
import { sizeOfInt } from '../costs.js'
import { KeyCheck, equalKey } from '../keys.js'
import { PyObject } from '../values/objects.js'
import type { ObjectDecoder } from './decoder.js'
import type { StackReader } from './stack-reader.js'

type PlainObject = Record<string, unknown>

/**
 * Makes and fills the dicts of one pickle.
 *
 * A dict is made empty and filled later, perhaps in several goes, and may be referred to before it is
 * full. So with `dicts: 'auto'` each begins as a plain object; the first key that is no string turns
 * it into a Map. `current` then tells which Map stands for which object. Only an object that was
 * fetched from the memo before that can also stand elsewhere: then `stale` asks for a last pass that
 * puts the Map in its place everywhere.
 */
export class DictFiller {
  readonly #reader: StackReader
  readonly #objects: ObjectDecoder
  readonly #check = new KeyCheck()
  /** This and the next are made only when they are needed, as most pickles need none. */
  #replaced: Map<object, Map<unknown, unknown>> | undefined
  /** The keys of the objects that JavaScript would list in another order than Python. */
  #orders: Map<object, Set<string>> | undefined
  /** Whether an object that a Map replaced may still stand somewhere. */
  stale = false
  #fetchedAny = false
  /** Whether Object.prototype is other than it should be; asked once, by the first key of an object. */
  #isAltered: boolean | undefined
  /** The bytes among the keys of each Map and Set, by their text. */
  #byteKeys: Map<object, Map<string, Uint8Array>> | undefined
  #keys = 0
  /** As many keys in all break no limit: no dict can have too many before all together have as many. */
  readonly #fewestKeys: number
  /** How many keys each dict has, once there are more in all than one may have. */
  #keysOf: Map<unknown, number> | undefined

  constructor(reader: StackReader, objects: ObjectDecoder) {
    const { keys, keysPerDict } = reader.settings.limits
    this.#reader = reader
    this.#objects = objects
    this.#fewestKeys = Math.min(keys, keysPerDict)
  }

  create(): object {
    return this.#reader.settings.dicts === 'map' ? new Map() : {}
  }

  /** What to push for an object that comes from the memo. */
  fetched(value: object): object {
    if (this.#reader.settings.dicts === 'map' || !isPlainObject(value)) return value
    const current = this.current(value)
    if (current !== value) return current
    this.#fetchedAny = true
    // It may yet turn into a Map, and what is decoded can no longer be changed.
    this.#objects.hold()
    return value
  }

  /** The Map that replaced `value`, or `value` itself. */
  current<T>(value: T): T {
    if (this.#replaced === undefined) return value
    return (this.#replaced.get(value as object) as T | undefined) ?? value
  }

  /**
   * Puts the pairs from `from` to the top of the stack, which are complete, into `target` and takes them
   * off. Returns the dict, which may have become a Map.
   */
  fill(target: unknown, from: number): unknown {
    const dict = this.current(target)
    const added = (this.#reader.sp - from) / 2
    this.#keys += added
    if (this.#keys > this.#fewestKeys) this.#checkKeys(dict, added)
    const filled = this.#fillAny(dict, from)
    this.#reader.cut(from)
    return filled
  }

  #fillAny(target: unknown, from: number): unknown {
    if (target instanceof Map) return this.#fillMap(target, from)
    if (target instanceof PyObject) return this.#fillPairs(target, from)
    if (isPlainObject(target)) return this.#fillObject(target, from)
    return this.#reader.fail('TYPE', 'Items are set on a value that is not a dict')
  }

  #fillMap(map: Map<unknown, unknown>, from: number): Map<unknown, unknown> {
    const { stack, sp } = this.#reader
    for (let at = from; at < sp; at += 2) {
      const key = stack[at]
      // The slot stays on the stack in the key's place: a NaN would not find it again.
      if (typeof key !== 'string') stack[at] = this.key(map, key, this.#reader.isFloat(at))
      map.set(stack[at], stack[at + 1])
    }
    this.#reader.eachFloat(from, (place) => {
      if ((place - from) % 2 === 1) noteFloat(map, stack[place - 1], stack[place] as number)
    })
    return map
  }

  /**
   * The form in which `key` becomes a key of a Map or a member of a Set. Refuses what cannot be one in
   * Python, and notes a float.
   */
  key(container: Map<unknown, unknown> | Set<unknown>, key: unknown, isFloat: boolean): unknown {
    const problem = this.#check.problem(key)
    if (problem !== undefined) this.#reader.fail('TYPE', `A ${problem} cannot be a key`)
    const bare = key instanceof PyFloat ? key.value : key
    if (bare instanceof Uint8Array) return this.#equalBytes(container, bare)
    if (typeof bare === 'bigint') this.#reader.spend(sizeOfInt(bare))
    const equal = equalKey(container, bare)
    if (this.#check.collides(container, equal)) {
      this.#reader.fail('LIMIT', 'Number keys are chosen so that they are slow to find')
    }
    if ((isFloat || bare !== key) && !container.has(equal)) {
      noteFloatKey(container, equal as number, bare as number)
    }
    return equal
  }

  /** The key of `container` that has these bytes; `key` itself if it is the first. */
  #equalBytes(container: Map<unknown, unknown> | Set<unknown>, key: Uint8Array): unknown {
    if (container.has(key)) return key
    this.#reader.spend(key.length)
    this.#byteKeys ??= new Map()
    const known = this.#byteKeys.get(container) ?? new Map<string, Uint8Array>()
    this.#byteKeys.set(container, known)
    const text = latin1ToText(key)
    const equal = known.get(text) ?? key
    known.set(text, equal)
    return equal
  }

  #fillPairs(object: PyObject, from: number): PyObject {
    const { stack, sp } = this.#reader
    for (let at = from; at < sp; at += 2) object.pairs.push([stack[at], stack[at + 1]])
    const first = object.pairs.length - (sp - from) / 2
    this.#reader.eachFloat(from, (place) => {
      const index = place - from
      noteFloat(object.pairs[first + (index >> 1)]!, index & 1, stack[place] as number)
    })
    return object
  }

  #fillObject(object: PlainObject, from: number): unknown {
    const { stack, sp } = this.#reader
    for (let at = from; at < sp; at += 2) {
      const key = stack[at]
      if (typeof key !== 'string') return this.#fillMap(this.#toMap(object), from)
      this.#set(object, key, stack[at + 1])
    }
    this.#reader.eachFloat(from, (place) =>
      noteFloat(object, stack[place - 1], stack[place] as number),
    )
    return object
  }

  #set(object: PlainObject, key: string, value: unknown): void {
    if (this.#orders !== undefined || isDigit(key.charCodeAt(0))) this.#noteOrder(object, key)
    this.#isAltered ??= isPrototypeAltered()
    if (key === '__proto__' || this.#isAltered) setOwn(object, key, value)
    else object[key] = value
  }

  #noteOrder(object: PlainObject, key: string): void {
    const isIndex = INDEX.test(key)
    let order = this.#orders?.get(object)
    if (isIndex && order === undefined && !isEmpty(object)) {
      this.#orders ??= new Map()
      this.#orders.set(object, (order = new Set(Object.keys(object))))
    }
    if (isIndex) expectGaps(object, key, order?.size ?? 0)
    order?.add(key)
  }

  #toMap(object: PlainObject): Map<unknown, unknown> {
    if (this.#reader.settings.dicts === 'object') {
      this.#reader.fail('TYPE', 'A dict has a key that is not a str')
    }
    const keys = this.#orders?.get(object) ?? Object.keys(object)
    const map = new Map<unknown, unknown>()
    for (const key of keys) map.set(key, object[key])
    copyFloatNotes(object, map)
    this.#replaced ??= new Map()
    this.#replaced.set(object, map)
    this.#orders?.delete(object)
    this.stale ||= this.#fetchedAny
    return map
  }

  /** For keys that are going to be set. */
  #checkKeys(target: unknown, added: number): void {
    const { keys, keysPerDict } = this.#reader.settings.limits
    if (this.#keys > keys) this.#reader.over('keys')
    this.#keysOf ??= new Map()
    const size = (this.#keysOf.get(target) ?? sizeOf(target)) + added
    this.#keysOf.set(target, size)
    if (size > keysPerDict) this.#reader.over('keysPerDict')
  }

  /** Notes Python's order of keys for the objects that need it. Default: for all. */
  noteOrders(objects: Iterable<unknown> = this.#orders?.keys() ?? []): void {
    if (this.#orders === undefined) return
    for (const object of objects) {
      const order = this.#orders.get(object as object)
      if (order !== undefined) noteKeyOrder(object as object, [...order])
    }
  }
}

/** How many keys a dict has. */
function sizeOf(dict: unknown): number {
  if (dict instanceof Map) return dict.size
  return dict instanceof PyObject ? dict.pairs.length : Object.keys(dict as object).length
}

function isEmpty(object: PlainObject): boolean {
  for (const _ in object) return false
  return true
}

const isDigit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39

/** As many properties of its own Object.prototype has in ECMAScript. */
const PROPERTIES = 12

/** Whether assigning a key could reach a setter that someone added, or fail as the prototype is frozen. */
const isPrototypeAltered = (): boolean =>
  !Object.isExtensible(Object.prototype) ||
  Object.getOwnPropertyNames(Object.prototype).length !== PROPERTIES
