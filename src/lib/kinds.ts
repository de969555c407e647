/**
 * What kind of value something is, whatever realm it is from: Jest, `vm` and frames have globals of their
 * own, whose objects are no `instanceof` ours. What a value says of itself (`Symbol.toStringTag`,
 * `constructor`) is not asked: only the inner slots that the engine alone can make.
 */

/** Whether `value` is an object that can be of another realm: all of this one are `instanceof Object`. */
const isStranger = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !(value instanceof Object)

/** Whether a method that works on objects of one kind only works on `value`. */
function takes(method: (...args: never[]) => unknown, value: unknown): boolean {
  try {
    Reflect.apply(method, value, [])
    return true
  } catch {
    return false
  }
}

type Told = Record<'isMap' | 'isSet' | 'isDate', (value: unknown) => boolean>

/**
 * By the runtime's own word, where it has one: a method that refuses an object makes an error, which takes 300 times as
 * long, and parsers make objects without prototype as many as a body says. Not imported: browsers have no such module.
 */
const told = /* @__PURE__ */ toldKinds()

function toldKinds(): Told {
  const ownWay: Told = {
    isMap: (value) => takes(Map.prototype.has, value),
    isSet: (value) => takes(Set.prototype.has, value),
    isDate: (value) => takes(Date.prototype.getTime, value),
  }
  try {
    const { types } = globalThis.process.getBuiltinModule('node:util')
    const isWhole = Object.keys(ownWay).every(
      (name) => typeof Reflect.get(types, name) === 'function',
    )
    return isWhole ? types : ownWay
  } catch {
    // There is no Node, or what stands in for it has less.
    return ownWay
  }
}

/** Whether `value` is a Map, of any realm. */
export const isMap = (value: unknown): value is Map<unknown, unknown> =>
  (value instanceof Map || isStranger(value)) && told.isMap(value)

/** Whether `value` is a Set, of any realm. */
export const isSet = (value: unknown): value is Set<unknown> =>
  (value instanceof Set || isStranger(value)) && told.isSet(value)

/** Whether `value` is a Date, of any realm. */
export const isDate = (value: unknown): value is Date =>
  (value instanceof Date || isStranger(value)) && told.isDate(value)

const TYPED_ARRAY = Object.getPrototypeOf(Uint8Array.prototype) as object
/** Gives the name of a typed array's kind, which no subclass can change; `undefined` for what is none. */
const arrayName = Object.getOwnPropertyDescriptor(TYPED_ARRAY, Symbol.toStringTag)!.get!

/** Whether `value` is a Uint8Array, of any realm; a Buffer is one. */
export const isBytes = (value: unknown): value is Uint8Array =>
  (value instanceof Uint8Array || isStranger(value)) && arrayName.call(value) === 'Uint8Array'

const { at: byteAt } = Uint8Array.prototype

/** Whether the bytes of an array have been handed over to somewhere else: it then seems empty. */
export function isDetached(bytes: Uint8Array): boolean {
  if (bytes.length > 0) return false
  try {
    // Of all methods that refuse such an array this one makes nothing.
    byteAt.call(bytes, 0)
    return false
  } catch {
    return true
  }
}

/** Whether `value` is an array; `undefined` for a Proxy that was revoked, at which every look throws. */
export function isArrayIfAny(value: unknown): boolean | undefined {
  try {
    return Array.isArray(value)
  } catch {
    return undefined
  }
}

/** Whether `value` is a Proxy that was revoked. By what is answered: minifiers leave out a call that nobody asks. */
export const isRevokedProxy = (value: unknown): boolean => isArrayIfAny(value) === undefined

/**
 * Whether `value` inherits from Map, Set, Date or Uint8Array and is none, as a Proxy of one: all of their methods
 * throw. So do those of a Proxy that was revoked.
 */
export const isHollow = (value: unknown): boolean =>
  isRevokedProxy(value) ||
  (value instanceof Map && !isMap(value)) ||
  (value instanceof Set && !isSet(value)) ||
  (value instanceof Date && !isDate(value)) ||
  (value instanceof Uint8Array && !isBytes(value))

/** Whether `value` is an object literal or its like, from this realm or another, or without prototype. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Object.prototype || prototype === null) return true
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, 'valueOf')
}

// ---- what a Map or Set holds, whatever iterator a subclass has

const mapSize = Object.getOwnPropertyDescriptor(Map.prototype, 'size')!.get!

/** How many entries a Map has. */
export const sizeOfMap = (map: ReadonlyMap<unknown, unknown>): number => mapSize.call(map) as number

const setSize = Object.getOwnPropertyDescriptor(Set.prototype, 'size')!.get!

/** How many members a Set has. */
export const sizeOfSet = (set: ReadonlySet<unknown>): number => setSize.call(set) as number

/** The entries of a Map. */
export const entriesOf = <K, V>(map: ReadonlyMap<K, V>): IterableIterator<[K, V]> =>
  Map.prototype.entries.call(map) as IterableIterator<[K, V]>

/** The members of a Set. */
export const membersOf = <T>(set: ReadonlySet<T>): IterableIterator<T> =>
  Set.prototype.values.call(set) as IterableIterator<T>

/** The keys of a Map, or the members of a Set. */
export const keysOf = (
  container: ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>,
): IterableIterator<unknown> =>
  isMap(container)
    ? Map.prototype.keys.call(container)
    : membersOf(container as ReadonlySet<unknown>)
