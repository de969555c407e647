import { OptionError } from '../errors.js'
import type { PyObject } from './values/objects.js'
import { globalKey } from './values/references.js'

/**
 * How one Python class becomes a JavaScript value and back.
 *
 * `decode` is given the inert placeholder of an object of that class once it is complete, with the
 * objects inside it already decoded, and returns the value to put in its place. It may throw
 * `PickleError`; anything else it throws is wrapped in one. It must not follow names found in the
 * placeholder: they come from the pickle.
 *
 * `test` tells which JavaScript values `encode` takes; `encode` returns the placeholder to write.
 *
 * @typeParam T - what the class is in JavaScript
 */
export interface PickleCodec<T = unknown> {
  /** The class's module, as Python 3 names it: `datetime`. */
  readonly module: string
  /** The class's qualified name: `timedelta`. */
  readonly name: string
  /**
   * Placeholder to value. Left out, and no `create` either: objects of this class stay placeholders.
   */
  decode?(object: PyObject): T
  /**
   * In place of `decode`, with `fill`: for a class whose objects can hold themselves. Makes an empty value
   * from what the object is made of (`args`), or returns the placeholder itself to leave it as it is.
   */
  create?(object: PyObject): T
  /** Fills what `create` made with what came into the object afterwards, all of it decoded. */
  fill?(value: T, object: PyObject): void
  /**
   * What making the value copies or converts, in bytes: a pickle may ask for the same again and again, and is
   * refused where all that is more than 16 for each byte of it. Left out: the size of all that the object
   * is made of, 16 for an item, 32 for an entry, 8 for a character.
   */
  cost?(object: PyObject): number
  /** Whether `encode` takes this value. */
  test?(value: unknown): boolean
  /**
   * Value to placeholder, for a pickle of this protocol. Must give an equal placeholder for an equal
   * value: it can be asked twice.
   */
  encode?(value: T, protocol: number): PyObject
}

type Method = 'cost' | 'decode' | 'create' | 'fill' | 'test' | 'encode'

/** A method of a codec. What someone has put on Object.prototype is none of it. */
export function methodOf<M extends Method>(codec: PickleCodec, name: M): PickleCodec[M] {
  const method = codec[name]
  const stray = (Object.prototype as Partial<PickleCodec>)[name]
  return method === stray ? undefined : method
}

/**
 * The classes that `loads` and `dumps` may turn into JavaScript values: an allow-list. A class that
 * is not in it stays an inert `PyObject`. Names are only compared; nothing is looked up or called but
 * the codecs added here.
 *
 * @example
 * import { PickleRegistry, PyGlobal, PyObject, PyTuple, dumps, loads } from 'cartouche/pickle'
 *
 * class Fraction {
 *   constructor(readonly above: number, readonly below: number) {}
 * }
 * const registry = new PickleRegistry().add<Fraction>({
 *   module: 'fractions',
 *   name: 'Fraction',
 *   decode: (object) => new Fraction(Number(object.args[0]), Number(object.args[1])),
 *   test: (value) => value instanceof Fraction,
 *   encode: ({ above, below }) =>
 *     new PyObject('reduce', new PyGlobal('fractions', 'Fraction'), PyTuple.of(above, below)),
 * })
 * loads(dumps(new Fraction(1, 3), { registry }), { registry }) // → new Fraction(1, 3)
 */
export class PickleRegistry {
  readonly #byName = new Map<string, PickleCodec>()
  readonly #encoders: PickleCodec[] = []
  /** Longer names are not looked up: a pickle can have a long one, and thousands of objects of it. */
  #longest = 0

  /**
   * Adds a class, or replaces the one of that name; returns the registry.
   *
   * @throws OptionError when there is an `encode` without `test` or a `create` without `fill`, or the
   *   other way round
   */
  add<T>(codec: PickleCodec<T>): this {
    const added = codec as PickleCodec
    const has = (method: Method): boolean => methodOf(added, method) !== undefined
    if (has('test') !== has('encode')) {
      throw new OptionError('codec', 'must have both test and encode, or neither')
    }
    if (has('create') !== has('fill')) {
      throw new OptionError('codec', 'must have both create and fill, or neither')
    }
    const key = globalKey(codec.module, codec.name)
    const replaced = this.#byName.get(key)
    if (replaced !== undefined && this.#encoders.includes(replaced)) {
      this.#encoders.splice(this.#encoders.indexOf(replaced), 1)
    }
    this.#byName.set(key, added)
    this.#longest = Math.max(this.#longest, codec.module.length + codec.name.length)
    if (has('encode')) this.#encoders.push(added)
    return this
  }

  /** The codec of a class by its Python 3 name, or `undefined`. */
  find(module: string, name: string): PickleCodec | undefined {
    if (module.length + name.length > this.#longest) return undefined
    return this.#byName.get(globalKey(module, name))
  }

  /** The first codec added whose `test` takes the value, or `undefined`. */
  findFor(value: unknown): PickleCodec | undefined {
    return this.#encoders.find((codec) => codec.test?.(value))
  }
}
