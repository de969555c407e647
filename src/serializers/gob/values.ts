/** Values that Go has and JavaScript has not: they are read as these, and written back as what they were. */
import { OptionError } from '../../errors.js'
import { isBytes } from '../../lib/kinds.js'
import { PyFloat } from '../../lib/py-float.js'
import { fits, typeMeant } from './types.js'
import type { GoKind, GoType } from './types.js'

/** The type of that name. @throws {OptionError} where it is none of those kinds */
function checkedType(name: unknown, kinds: readonly GoKind[], example: string): GoType {
  const type = typeof name === 'string' ? typeMeant(name) : undefined
  if (type !== undefined && kinds.includes(type.kind)) return type
  throw new OptionError('type', `must be the name of such a type of Go, as '${example}'`)
}

/**
 * A number of another type than Go's `int`, where a session says so: `int64`, `uint`, `float32`. Also a whole
 * `float64`, which JavaScript would write as an `int`.
 *
 * @example
 * import { GoNumber } from 'cartouche/gorilla'
 *
 * const id = new GoNumber('int64', 7)
 * Number(id) + 1 // → 8
 * id.type // → 'int64'
 */
export class GoNumber {
  readonly type: string
  readonly value: number | bigint

  /** @throws {OptionError} when the type is none of numbers, or cannot hold the value */
  constructor(type: string, value: number | bigint) {
    const known = checkedType(type, ['int', 'uint', 'float'], 'int64')
    const isOne =
      known.kind === 'float' ? isFloat(known, value) : isInteger(value) && fits(known, value)
    if (!isOne) throw new OptionError('value', `must be a number that Go's ${known.name} can hold`)
    this.type = known.name
    this.value = value
  }

  valueOf(): number | bigint {
    return this.value
  }
}

/** The number in what stands for one; anything else as it is. */
export const numberIn = (value: unknown): unknown =>
  value instanceof GoNumber || value instanceof PyFloat ? value.value : value

const isInteger = (value: unknown): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint'

/** Whether a float of the type is exactly that number. */
export const isFloat = ({ bits }: GoType, value: unknown): value is number =>
  typeof value === 'number' && (bits === 64 || Object.is(Math.fround(value), value))

/**
 * A complex number.
 *
 * @example
 * import { GoComplex } from 'cartouche/gorilla'
 *
 * const { real, imaginary, type } = new GoComplex(1, -2.5)
 * const parts = [real, imaginary, type] // complex128, unless the third argument says otherwise
 * parts // → [1, -2.5, 'complex128']
 */
export class GoComplex {
  readonly real: number
  readonly imaginary: number
  readonly type: string

  /** @throws {OptionError} when the type is none of complex numbers, or cannot hold the parts */
  constructor(real: number, imaginary: number, type = 'complex128') {
    const { name, bits, kind } = checkedType(type, ['complex'], 'complex64')
    const part: GoType = { kind, name, bits: bits / 2 }
    if (!isFloat(part, real) || !isFloat(part, imaginary)) {
      throw new OptionError('value', `must be two numbers that Go's ${name} can hold`)
    }
    this.real = real
    this.imaginary = imaginary
    this.type = name
  }
}

/**
 * A `string` of Go that is no Unicode: its bytes.
 *
 * @example
 * import { GoString } from 'cartouche/gorilla'
 *
 * new GoString(Uint8Array.of(0xff)).bytes // → Uint8Array.of(0xff)
 */
export class GoString {
  readonly bytes: Uint8Array

  /** @throws {OptionError} when they are no bytes */
  constructor(bytes: Uint8Array) {
    if (!isBytes(bytes)) throw new OptionError('bytes', 'must be a Uint8Array')
    this.bytes = bytes
  }
}

/** What a `time.Time` has besides whole milliseconds. */
export interface GoTimeDetails {
  /** Nanoseconds after the millisecond, 0 to 999,999. Default 0. */
  readonly nanoseconds?: number
  /** Seconds east of UTC; `null`: it is in UTC. Default `null`. */
  readonly offset?: number | null
}

const NANOSECONDS = 1_000_000 // of a millisecond
/** Minutes of an offset are an int16. */
const FARTHEST = 32_767 * 60

/**
 * A `time.Time` with nanoseconds, or in another zone than UTC: a Date that is written back as what it was.
 *
 * @example
 * import { GoTime } from 'cartouche/gorilla'
 *
 * const time = new GoTime(1_700_000_000_000, { nanoseconds: 5, offset: 3600 })
 * time.toISOString() // → '2023-11-14T22:13:20.000Z'
 */
export class GoTime extends Date {
  readonly nanoseconds: number
  readonly offset: number | null

  /** @throws {OptionError} when a part is out of range */
  constructor(milliseconds: number, { nanoseconds = 0, offset = null }: GoTimeDetails = {}) {
    super(milliseconds)
    if (!isWithin(nanoseconds, 0, NANOSECONDS - 1)) {
      throw new OptionError('nanoseconds', 'must be a whole number from 0 to 999,999')
    }
    // Minus one minute is what Go writes for UTC.
    if (
      offset !== null &&
      (!isWithin(offset, -FARTHEST, FARTHEST) || Math.trunc(offset / 60) === -1)
    ) {
      throw new OptionError('offset', 'must be seconds east of UTC that Go can write, or null')
    }
    this.nanoseconds = nanoseconds
    this.offset = offset
  }
}

const isWithin = (value: unknown, least: number, most: number): boolean =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most

/**
 * A slice of other values than any: an Array that is written back as the slice it was. What is in it is of that type:
 * numbers need no `GoNumber`.
 *
 * @example
 * import { GoSlice } from 'cartouche/gorilla'
 *
 * const roles = GoSlice.ofType('[]string', ['admin', 'editor'])
 * roles.includes('admin') // → true
 * roles.type // → '[]string'
 */
export class GoSlice<T = unknown> extends Array<T> {
  #type = ''

  /** What `map`, `slice` and their kin give is an Array. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array
  }

  /** @throws {OptionError} when the type is no slice; bytes are a Uint8Array */
  static ofType<T>(type: string, items: Iterable<T> = []): GoSlice<T> {
    const slice = new GoSlice<T>()
    slice.#type = checkedType(type, ['slice'], '[]string').name
    for (const item of items) slice.push(item)
    return slice
  }

  get type(): string {
    return this.#type
  }
}

/**
 * A map of Go that is neither `map[string]interface {}`, which is a plain object, nor `map[interface {}]interface {}`,
 * which is a Map: a Map that is written back as what it was.
 *
 * @example
 * import { GoMap } from 'cartouche/gorilla'
 *
 * const profile = new GoMap('map[string]string', [['name', 'Zoë']])
 * profile.get('name') // → 'Zoë'
 * profile.type // → 'map[string]string'
 */
export class GoMap<K = unknown, V = unknown> extends Map<K, V> {
  readonly type: string

  /** @throws {OptionError} when the type is no map */
  constructor(type: string, entries: Iterable<readonly [K, V]> = []) {
    super(entries)
    this.type = checkedType(type, ['map'], 'map[string]string').name
  }
}
