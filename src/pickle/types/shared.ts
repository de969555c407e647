/** What the codecs of Python's own classes have in common. */

import { OptionError, PickleError } from '../../errors.js'
import { PyFloat } from '../../lib/py-float.js'
import { latin1ToText } from '../../lib/text.js'
import type { PickleCodec } from '../registry.js'
import { PyObject } from '../values/objects.js'
import { PyGlobal, exactNames } from '../values/references.js'
import { Py2Str, PyStr } from '../values/texts.js'

export { INSPECT, inspectAs, textOfPart, type Inspect, type InspectOptions } from '../printing.js'

type Constructor<T> = abstract new (...args: never) => T

/** How objects of one class are read and written. */
export interface ClassForm<T extends object> {
  readonly module: string
  readonly name: string
  /** What the class is in JavaScript. */
  readonly type: Constructor<T>
  /**
   * Placeholder to value; `undefined` where the object was not made as Python's picklers have it, and
   * so stays a placeholder.
   */
  read(object: PyObject): T | undefined
  /** See `PickleCodec`. */
  cost?(object: PyObject): number
  /** Puts what came into the object later into the value; left out where nothing can. */
  fill?(value: T, object: PyObject): void
  /** Value to placeholder, as CPython 3 writes it; `cls` is the class by name. */
  write(value: T, protocol: number, cls: PyGlobal): PyObject
}

/** The `cost` of a value that keeps its first few arguments as they are; a str of Python 2 is made text. */
export const costOfKept = ({ args }: PyObject): number =>
  args.slice(0, 3).reduce<number>((cost, arg) => cost + costOfText(arg), 0)

const costOfText = (value: unknown): number => {
  if (value instanceof Uint8Array) return value.length
  return value instanceof Py2Str ? value.bytes.length : 1
}

/** The classes of values that were read with `exact`, which tells equal names of classes apart. */
const exactClasses = new WeakMap<object, PyGlobal>()

/** The codec of a class. What the wrapper's constructor refuses becomes a PickleError. */
export function classCodec<T extends object>(form: ClassForm<T>): PickleCodec<T> {
  const { module, name, type, fill, cost } = form
  const make = (object: PyObject): T => made(form, object)
  const codec: PickleCodec<T> = {
    module,
    name,
    ...(cost === undefined ? {} : { cost }),
    decode: make,
    test: (value) => value instanceof type,
    encode: (value, protocol) =>
      form.write(value, protocol, exactClasses.get(value) ?? new PyGlobal(module, name)),
  }
  if (fill === undefined) return codec
  const decode = (object: PyObject): T => {
    const value = make(object)
    if (value instanceof type) fill(value, object)
    return value
  }
  return { ...codec, decode, create: make, fill }
}

function made<T extends object>(form: ClassForm<T>, object: PyObject): T {
  try {
    const value = form.read(object)
    // A placeholder stands for a value of any type: nothing but `loads` calls this.
    if (value === undefined) return object as unknown as T
    if (isExact(object)) exactClasses.set(value, object.cls as PyGlobal)
    return value
  } catch (error) {
    if (!(error instanceof OptionError)) throw error
    throw new PickleError('BAD_NUMBER', `${form.module}.${form.name}: ${error.message}`)
  }
}

/** Whether the object was read with `exact`, and the strings that name its class are its own. */
export const isExact = ({ cls }: PyObject): boolean =>
  cls instanceof PyGlobal && exactNames.has(cls)

/**
 * Refuses arguments that the Python class would refuse. With an object of a class among the `doubtful`
 * ones, such as an int by another name, it might not: then the object stays a placeholder.
 */
export function badArguments(
  object: PyObject,
  doubtful: readonly unknown[] = object.args,
): undefined {
  const { global } = object
  if (doubtful.some((arg) => arg !== null && !isData(arg))) return undefined
  throw new PickleError('TYPE', `${global?.module}.${global?.name} has arguments it cannot take`)
}

/** Whether the object was made by a function of `copyreg`, to which its class is an argument. */
const isRebuilt = ({ cls }: PyObject): boolean =>
  cls instanceof PyGlobal && cls.module === 'copyreg'

/** Whether the object was made by calling its class, and nothing but items and pairs came after. */
export const isCall = (object: PyObject): boolean =>
  object.kind === 'reduce' &&
  !isRebuilt(object) &&
  object.builds.length === 0 &&
  object.setters.length === 0

/** Whether the object was made by calling its class, and nothing came after. */
export const isPlainCall = (object: PyObject): boolean =>
  isCall(object) && object.items.length === 0 && object.pairs.length === 0

/** The placeholder of an object that calling `cls` makes. */
export const call = (cls: unknown, ...args: unknown[]): PyObject =>
  new PyObject('reduce', cls, args)

// ---- the text objects that values were read from

const sources = new WeakMap<object, unknown>()

/** Stands for a form that only Python 2 writes: its items as an argument. */
export const ITEMS_AS_ARGUMENT = Symbol('items as an argument')

/**
 * Keeps what a value was read from, to be written back in its place: CPython tells equal strings
 * apart by identity, and Python 2 wrote byte strings where Python 3 writes text.
 */
export function keepSource<T extends object>(value: T, source: unknown): T {
  sources.set(value, source)
  return value
}

/** What a value was read from; forms of Python 2 only for the protocols that Python 2 reads. */
export function sourceOf<S>(value: object, protocol: number): S | undefined {
  const source = sources.get(value)
  return protocol > 2 && isPython2(source) ? undefined : (source as S | undefined)
}

const isPython2 = (source: unknown): boolean =>
  source === ITEMS_AS_ARGUMENT ||
  source instanceof Py2Str ||
  (source instanceof Map && [...source.keys()].some((key) => key instanceof Py2Str))

/** The text of a str, of whatever kind; of bytes too, which is how one of Python 2 may have been read. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (value instanceof PyStr || value instanceof Py2Str) return value.text
  return value instanceof Uint8Array ? latin1ToText(value) : undefined
}

/** Whether a str is an object, and so the same only as itself. */
export const isTextObject = (value: unknown): boolean =>
  value instanceof PyStr || value instanceof Py2Str

const DATA = [Array, Map, Set, Uint8Array, PyStr, Py2Str, PyFloat]

/** Whether a value is plain data of Python, and so neither a class nor an object of one. */
export const isData = (value: unknown): boolean =>
  typeof value !== 'object' || DATA.some((type) => value instanceof type)

/** A str that Python makes on the spot, and so shares with no equal one. */
export const freshText = (text: string): PyStr => new PyStr(text)

// ---- numbers and checks

/** Whether a value is an int, a bool or a float of Python. */
export const isNumber = (value: unknown): boolean =>
  typeof value === 'number' ||
  typeof value === 'bigint' ||
  typeof value === 'boolean' ||
  value instanceof PyFloat

/** Numbers and booleans, which are ints in Python, as numbers; `undefined` where one is neither. */
export const fieldsOf = (values: readonly unknown[]): number[] | undefined =>
  values.every((value) => typeof value === 'number' || typeof value === 'boolean')
    ? values.map(Number)
    : undefined

/** An int as it comes out of a pickle. */
export type Int = number | bigint

/** Whether a value can be given for an int. */
export const isWhole = (value: unknown): value is Int =>
  typeof value === 'bigint' || Number.isSafeInteger(value)

/** Whether a value from a pickle was an int: -0 can only have been a float. */
export const isInt = (value: unknown): value is Int => isWhole(value) && !Object.is(value, -0)

/** An int as a number where a number holds it exactly. */
export function toInt(value: bigint): Int {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

/** Throws OptionError unless `value` is a whole number from `low` to `high`. */
export function checkInt(option: string, value: unknown, low: number, high: number): void {
  if (!Number.isInteger(value) || (value as number) < low || (value as number) > high) {
    throw new OptionError(option, `must be a whole number from ${low} to ${high}`)
  }
}

/** Throws OptionError unless all values are ints; each stands under its name. */
export function checkInts(values: Readonly<Record<string, unknown>>): void {
  for (const [option, value] of Object.entries(values)) {
    if (!isWhole(value)) throw new OptionError(option, 'must be a safe integer or a bigint')
  }
}

/** The milliseconds of a Date. */
export function checkedTime(date: Date): number {
  const time = date.getTime()
  if (Number.isNaN(time)) throw new OptionError('date', 'must be a valid Date')
  return time
}

/**
 * An object of a class, made past the checks of its constructor. Its fields are to be set one by one, then it is to be
 * frozen: `Object.assign` takes four times as long, and of an object that was spread seventy times.
 */
export const blank = <T extends object>(type: Constructor<T>): { -readonly [K in keyof T]: T[K] } =>
  Object.create(type.prototype as object) as T
