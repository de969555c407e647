import { isPlainObject } from '../../lib/kinds.js'
import { COSTS, sizeOfInt } from '../costs.js'
import { KeyCheck, withKeyCheck } from '../keys.js'
import { methodOf, type PickleCodec } from '../registry.js'
import { PyObject } from '../values/objects.js'
import { Py2Str, PyStr } from '../values/texts.js'
import type { StackReader } from './stack-reader.js'

/**
 * Puts JavaScript values in the place of the objects of one pickle, where the registry has a codec.
 *
 * An object is complete when it goes from the stack into a container: what is added to it has been
 * added by then. So it is decoded there and then, with all that is in it already decoded. That does not
 * hold for what was fetched from the memo before it was complete, as it is in a circle: then nothing
 * more is decoded at once, and `isLate` asks for a last pass.
 */
export class ObjectDecoder {
  readonly #reader: StackReader
  #hasObjects = false
  readonly #keys = new KeyCheck()
  #isHeld = false
  /** The object that was made last, until an object is fetched. */
  #latest: PyObject | undefined
  /** The values of objects that may be fetched from the memo again; most pickles have none. */
  #values: Map<PyObject, unknown> | undefined
  /** The objects by their values; made when one is first asked for. */
  #sources: Map<unknown, PyObject> | undefined

  constructor(reader: StackReader) {
    this.#reader = reader
  }

  /** Whether objects are decoded as they go into a container. */
  get isAtOnce(): boolean {
    return this.#hasObjects && !this.#isHeld
  }

  /** Whether objects were left to a last pass. */
  get isLate(): boolean {
    return this.#hasObjects && this.#isHeld
  }

  /** To be told of every object that is made. */
  made(object: PyObject): void {
    this.#latest = object
    this.#hasObjects = this.#reader.settings.registry !== null
  }

  /** Whether nothing was made or fetched since the object was made. */
  isLatest(object: PyObject): boolean {
    return this.#latest === object
  }

  /** Leaves all further objects to a last pass: something incomplete may be inside them. */
  hold(): void {
    this.#isHeld = true
  }

  /** What to push for an object that comes from the memo. */
  fetched(object: PyObject): unknown {
    this.#latest = undefined
    if (this.#values?.has(object) === true) return this.#values.get(object)
    if (this.codecOf(object) !== undefined) this.hold()
    return object
  }

  /** The value of an object that is complete; an object without codec stays. */
  valueOf(object: PyObject): unknown {
    const codec = this.codecOf(object)
    if (codec === undefined) return object
    const value = this.make(object, codec)
    this.fill(object, value, codec)
    return value
  }

  /** The value of an object; it is still empty where its codec makes it in two steps. */
  make(object: PyObject, codec: PickleCodec): unknown {
    const make = methodOf(codec, 'create') ?? methodOf(codec, 'decode')
    if (make === undefined) return object
    // What is made once more, in a circle, was counted.
    if (this.#values?.has(object) !== true) this.#reader.spend(costOf(object, codec))
    const value = this.#run(codec, () => make.call(codec, object))
    if (value !== object) this.#reader.oldTexts?.decoded(object)
    this.#values ??= new Map()
    this.#values.set(object, value)
    this.#sources?.set(value, object)
    return value
  }

  /** The object that a value was made of; `undefined` where it was made of none, or is one itself. */
  sourceOf(value: object): PyObject | undefined {
    if (this.#values === undefined || value instanceof PyObject) return undefined
    this.#sources ??= new Map(Array.from(this.#values, ([object, made]) => [made, object]))
    return this.#sources.get(value)
  }

  /** The second step. */
  fill(object: PyObject, value: unknown, codec: PickleCodec): void {
    const fill = methodOf(codec, 'fill')
    if (fill === undefined || value === object) return
    this.#run(codec, () => fill.call(codec, value, object))
  }

  #run<T>(codec: PickleCodec, action: () => T): T {
    return withKeyCheck(this.#keys, () => this.#reader.guard(nameOf(codec), action))
  }

  codecOf(object: PyObject): PickleCodec | undefined {
    const { global } = object
    return global === undefined
      ? undefined
      : this.#reader.settings.registry?.find(global.module, global.name)
  }
}

const nameOf = ({ module, name }: PickleCodec): string => `Decoding ${module}.${name}`

/** What making a value of the object copies or converts, in bytes. */
const costOf = (object: PyObject, codec: PickleCodec): number =>
  methodOf(codec, 'cost')?.call(codec, object) ?? costOfParts(object)

function costOfParts({ args, kwargs, builds }: PyObject): number {
  let cost = sizeOf(kwargs)
  for (const arg of args) cost += sizeOf(arg)
  for (const state of builds) cost += sizeOf(state)
  return cost
}

/**
 * What a value may cost whoever makes another of it: fetched from the memo, it can come very often. Where it
 * is written out it takes bytes enough to be paid by `copiesPerByte`.
 */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length * COSTS.perCharacter
  if (typeof value === 'bigint') return sizeOfInt(value) * COSTS.perCharacter
  if (typeof value !== 'object' || value === null) return 1
  if (value instanceof PyStr || value instanceof Py2Str) return sizeOf(value.text)
  if (value instanceof Uint8Array) return value.length
  if (Array.isArray(value)) return value.length * COSTS.perItem
  if (value instanceof Map || value instanceof Set) return value.size * COSTS.perEntry
  return isPlainObject(value) ? Object.keys(value).length * COSTS.perEntry : 1
}
