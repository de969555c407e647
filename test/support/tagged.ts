/**
 * The tagged values of the Pyramid vectors (see test/vectors/README.md there): JSON objects that name
 * a Python type in `t`. `fromTagged` builds the value, `sameAsTagged` compares one with what was read.
 */
import { floatKeyNotes, floatNotes, noteFloat, noteFloatKey } from '../../src/lib/hints.js'
import {
  Py2Str,
  PyByteArray,
  PyFloat,
  PyFrozenSet,
  PyGlobal,
  PyStr,
  PyTuple,
} from '../../src/pickle/index.js'
import { entriesOf, mismatch, objectDifference } from './tagged-objects.js'

/** A tagged value. Which fields there are depends on `t`. */
export interface Tagged {
  readonly t: string
  readonly v?: unknown
  readonly id?: number
  readonly hex?: string
  readonly cps?: readonly string[]
  readonly bits?: string
  readonly module?: string
  readonly name?: string | null
  readonly [field: string]: unknown
}

/** How closely `sameAsTagged` looks. */
export interface Closeness {
  /** Whether 1 and 1.0 differ, by the notes of their containers. Default false. */
  readonly numberKinds?: boolean
  /** Whether what is one object in Python has to be one object here. Default false. */
  readonly identity?: boolean
}

const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'))
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** The double of eight bytes in hexadecimal. */
function doubleOf(bits: string): number {
  return Buffer.from(bits, 'hex').readDoubleBE()
}

function bitsOf(value: number): string {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return bytes.toString('hex')
}

const intOf = (text: string): number | bigint =>
  Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text)

const pointsOf = (cps: readonly string[]): number[] => cps.map((cp) => Number.parseInt(cp, 16))

// ---- building

/**
 * The value of a tagged one, as `loads` reads it with `dicts: 'auto'`. A byte string of Python 2
 * becomes text of Latin-1. Only plain data can be built.
 */
export function fromTagged(tagged: Tagged, made = new Map<number, unknown>()): unknown {
  if (tagged.t === 'ref') return made.get(tagged.id!)
  const builder = builders[tagged.t]
  if (builder === undefined) throw new Error(`a ${tagged.t} cannot be built`)
  return builder(tagged, made)
}

type Builder = (tagged: Tagged, made: Map<number, unknown>) => unknown

const builders: Record<string, Builder> = {
  none: () => null,
  bool: ({ v }) => v,
  int: ({ v }) => intOf(v as string),
  float: ({ bits }) => doubleOf(bits!),
  str: ({ v, cps }) => (cps === undefined ? v : String(PyStr.fromCodePoints(pointsOf(cps)))),
  str8: ({ hex }) => Buffer.from(hex!, 'hex').toString('latin1'),
  bytes: ({ hex }) => bytesOf(hex!),
  bytearray: ({ hex }) => new PyByteArray(bytesOf(hex!)),
  list: (tagged, made) => filledList([], tagged, made),
  tuple: (tagged, made) => filledList(new PyTuple(), tagged, made),
  set: (tagged, made) => filledSet(new Set(), tagged, made),
  frozenset: (tagged, made) => filledSet(new PyFrozenSet(), tagged, made),
  dict: filledDict,
  global: ({ module, name }) => new PyGlobal(module!, name!),
}

function remember(tagged: Tagged, value: unknown, made: Map<number, unknown>): void {
  if (tagged.id !== undefined) made.set(tagged.id, value)
}

function filledList(list: unknown[], tagged: Tagged, made: Map<number, unknown>): unknown[] {
  remember(tagged, list, made)
  for (const item of tagged.v as Tagged[]) {
    list.push(fromTagged(item, made))
    if (item.t === 'float') noteFloat(list, list.length - 1, list.at(-1) as number)
  }
  return list
}

function filledSet(set: Set<unknown>, tagged: Tagged, made: Map<number, unknown>): Set<unknown> {
  remember(tagged, set, made)
  for (const item of tagged.v as Tagged[]) {
    const value = fromTagged(item, made)
    set.add(value)
    if (item.t === 'float') noteFloatKey(set, value as number, value as number)
  }
  return set
}

function filledDict(tagged: Tagged, made: Map<number, unknown>): unknown {
  const pairs = tagged.v as [Tagged, Tagged][]
  const isText = pairs.every(([key]) => key.t === 'str' || key.t === 'str8')
  const dict: object = isText ? {} : new Map()
  remember(tagged, dict, made)
  for (const [taggedKey, taggedValue] of pairs) {
    const key = fromTagged(taggedKey, made)
    const value = fromTagged(taggedValue, made)
    if (dict instanceof Map) dict.set(key, value)
    else Object.defineProperty(dict, key as string, { value, ...ORDINARY })
    if (taggedValue.t === 'float') noteFloat(dict, key, value as number)
    if (taggedKey.t === 'float') noteFloatKey(dict, key as number, key as number)
  }
  return dict
}

const ORDINARY = { writable: true, enumerable: true, configurable: true }

// ---- comparing

/**
 * The first difference between a value and a tagged one, as text that begins with the path to it;
 * `undefined` when they are the same. A dict may be a Map or a plain object; a Python class is
 * compared as the placeholder that `loads` makes of it.
 */
export function sameAsTagged(
  value: unknown,
  tagged: Tagged,
  closeness: Closeness = {},
): string | undefined {
  return new Comparison(closeness).difference(value, tagged, 'value', undefined)
}

/** Goes through a value and a tagged one side by side. */
export class Comparison {
  readonly #closeness: Closeness
  /** What each id stands for, on both sides. */
  readonly #known = new Map<number, { value: unknown; tagged: Tagged }>()
  /** Pairs being compared further out, which would never end. */
  readonly #open: [unknown, Tagged][] = []

  constructor(closeness: Closeness) {
    this.#closeness = closeness
  }

  /** `isFloat` tells what the container's notes say of a number; `undefined` without container. */
  difference(
    value: unknown,
    tagged: Tagged,
    path: string,
    isFloat: boolean | undefined,
  ): string | undefined {
    if (tagged.t === 'ref') return this.#refDifference(value, tagged, path)
    if (tagged.id !== undefined) this.#known.set(tagged.id, { value, tagged })
    const compare = comparers[tagged.t]
    if (compare === undefined) return objectDifference(this, value, tagged, path)
    const kinds = this.#closeness.numberKinds === true
    return compare(this, value, tagged, path, kinds ? isFloat : undefined)
  }

  #refDifference(value: unknown, { id }: Tagged, path: string): string | undefined {
    // The vectors have references without a number, to the only container there is.
    const known = id === undefined ? undefined : this.#known.get(id)
    if (known === undefined || known.value === value) return undefined
    if (this.#closeness.identity === true) return `${path}: another object than before`
    if (this.#open.some(([a, b]) => a === value && b === known.tagged)) return undefined
    this.#open.push([value, known.tagged])
    const { id: _, ...definition } = known.tagged
    const found = this.difference(value, definition as Tagged, path, undefined)
    this.#open.pop()
    return found
  }

  /** The difference between lists of values; `notes` are those of the container they stand in. */
  listDifference(
    values: readonly unknown[],
    tagged: readonly Tagged[],
    path: string,
    notes?: ReadonlyMap<unknown, number>,
  ): string | undefined {
    if (values.length !== tagged.length) {
      return `${path}: ${values.length} items, expected ${tagged.length}`
    }
    for (const [index, expected] of tagged.entries()) {
      const isFloat = notes?.has(index) === true
      const found = this.difference(values[index], expected, `${path}[${index}]`, isFloat)
      if (found !== undefined) return found
    }
    return undefined
  }

  /** The difference between a dict, or pairs, and tagged pairs in order. */
  pairsDifference(dict: unknown, tagged: readonly [Tagged, Tagged][], path: string) {
    const entries = entriesOf(dict)
    if (entries === undefined) return mismatch(path, dict, 'a dict')
    if (entries.length !== tagged.length) {
      return `${path}: ${entries.length} keys, expected ${tagged.length}`
    }
    const values = floatNotes(dict as object)
    const keys = floatKeyNotes(dict as object)
    for (const [index, [taggedKey, taggedValue]] of tagged.entries()) {
      const [key, value] = entries[index]!
      const found =
        this.difference(key, taggedKey, `${path}.key(${index})`, keys?.has(key) === true) ??
        this.difference(value, taggedValue, `${path}.${String(key)}`, values?.has(key) === true)
      if (found !== undefined) return found
    }
    return undefined
  }
}

type Comparer = (
  comparison: Comparison,
  value: unknown,
  tagged: Tagged,
  path: string,
  isFloat: boolean | undefined,
) => string | undefined

const expectThat = (holds: boolean, path: string, value: unknown, expected: string) =>
  holds ? undefined : mismatch(path, value, expected)

const comparers: Record<string, Comparer> = {
  none: (_c, value, _t, path) => expectThat(value === null, path, value, 'None'),
  bool: (_c, value, { v }, path) => expectThat(value === v, path, value, String(v)),
  int: (_c, value, { v }, path, isFloat) => {
    const isNumber = typeof value === 'number' || typeof value === 'bigint'
    const isInt = isNumber && isFloat !== true && !Object.is(value, -0)
    return expectThat(isInt && value === intOf(v as string), path, value, `int ${v as string}`)
  },
  float: (_c, value, { bits, v }, path, isFloat) => {
    const number = value instanceof PyFloat ? value.value : value
    const mustBeNoted = isFloat !== undefined && Number.isSafeInteger(number)
    const isWrong = mustBeNoted && isFloat === false && !(value instanceof PyFloat)
    const expected = doubleOf(bits!)
    const isSame =
      typeof number === 'number' &&
      !isWrong &&
      (Number.isNaN(expected) ? Number.isNaN(number) : bitsOf(number) === bits)
    return expectThat(isSame, path, value, `float ${v as string}`)
  },
  str: (_c, value, { v, cps }, path) => {
    if (cps === undefined) return expectThat(value === v, path, value, JSON.stringify(v))
    const text = value instanceof PyStr ? value : new PyStr(value as string)
    const points = text.codePoints.map((point) => point.toString(16))
    return expectThat(points.join() === cps.join(), path, value, cps.join())
  },
  str8: (_c, value, { hex }, path) => {
    const bytes = value instanceof Py2Str ? value.bytes : Buffer.from(value as string, 'latin1')
    return expectThat(hexOf(bytes) === hex, path, value, `str8 ${hex}`)
  },
  bytes: (_c, value, { hex }, path) => {
    const isBytes = value instanceof Uint8Array && !(value instanceof PyByteArray)
    return expectThat(isBytes && hexOf(value) === hex, path, value, `bytes ${hex}`)
  },
  bytearray: (_c, value, { hex }, path) => {
    const isSame = value instanceof PyByteArray && hexOf(value) === hex
    return expectThat(isSame, path, value, `bytearray ${hex}`)
  },
  list: (comparison, value, { v }, path) =>
    Array.isArray(value) && !(value instanceof PyTuple)
      ? comparison.listDifference(value, v as Tagged[], path, floatNotes(value))
      : mismatch(path, value, 'a list'),
  tuple: (comparison, value, { v }, path) =>
    value instanceof PyTuple
      ? comparison.listDifference(value, v as Tagged[], path, floatNotes(value))
      : mismatch(path, value, 'a tuple'),
  set: (comparison, value, { v }, path) =>
    value instanceof Set && !(value instanceof PyFrozenSet)
      ? setDifference(comparison, value, v as Tagged[], path)
      : mismatch(path, value, 'a set'),
  frozenset: (comparison, value, { v }, path) =>
    value instanceof PyFrozenSet
      ? setDifference(comparison, value, v as Tagged[], path)
      : mismatch(path, value, 'a frozenset'),
  dict: (comparison, value, { v }, path) =>
    Array.isArray(value)
      ? mismatch(path, value, 'a dict')
      : comparison.pairsDifference(value, v as [Tagged, Tagged][], path),
}

/** A set has no order: each expected member must be found. */
function setDifference(
  comparison: Comparison,
  set: ReadonlySet<unknown>,
  tagged: readonly Tagged[],
  path: string,
): string | undefined {
  if (set.size !== tagged.length) return `${path}: ${set.size} members, expected ${tagged.length}`
  const floats = floatKeyNotes(set)
  const left = new Set(set)
  for (const expected of tagged) {
    const match = [...left].find(
      (member) => comparison.difference(member, expected, path, floats?.has(member)) === undefined,
    )
    if (match === undefined && !left.has(undefined)) {
      return `${path}: no member ${JSON.stringify(expected)}`
    }
    left.delete(match)
  }
  return undefined
}
