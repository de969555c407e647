/** How serializers are called: this library's and those of applications. */
import { CartoucheError } from '../errors.js'
import { copyFloatNotes, noteFloat, noteKeyOrder } from '../lib/hints.js'
import { atOnce, isUnawaited } from '../lib/hook.js'
import { isTriple, keyText, kindOf, pathText, TRIPLE } from '../lib/key-path.js'
import { isBytes } from '../lib/kinds.js'
import { PyFloat } from '../lib/py-float.js'
import { PyTuple } from '../pickle/values.js'
import { digitsOf } from './json-leaf.js'
import { MAX_DIGITS } from './json-scan.js'
import type { Serializer } from './shared.js'
import type { SessionTriple } from './triple.js'

/**
 * On serializers of this library: whether `dumps` is their own, and so writes a session's triple with all
 * that plain values do not tell. Where a subclass has another `dumps`, it is an application's.
 */
export const TAKES_TRIPLES: unique symbol = Symbol('takes triples')

/** Python's `dict(value)` of what only the serializer knows; `undefined` for all else. */
export type DictOf = (
  value: unknown,
  toDict: (value: unknown) => Map<unknown, unknown> | undefined,
) => Map<unknown, unknown> | undefined

/** What serializers make of a value that Python has a dict for. By a map, as bundlers keep classes with symbols. */
const dictOfs = new WeakMap<Serializer, DictOf>()

/** Says what a serializer, which reads Python's classes, makes of one that is a dict. */
export function setDictOf(serializer: Serializer, dictOf: DictOf | undefined): void {
  if (dictOf !== undefined) dictOfs.set(serializer, dictOf)
}

/** What was said of a serializer. */
export const dictOfWith = (serializer: Serializer): DictOf | undefined => dictOfs.get(serializer)

/**
 * The bytes of `value`.
 *
 * @throws {CartoucheError} `BAD_VALUE` when the serializer gives anything else; and whatever it throws
 */
export function dumpWith(serializer: Serializer, value: unknown): Uint8Array {
  const bytes: unknown = serializer.dumps(valueFor(serializer, value))
  if (isBytes(bytes)) return bytes
  isUnawaited(bytes)
  throw new CartoucheError(
    'BAD_VALUE',
    `The serializer's dumps must give a Uint8Array, such as a Buffer; it gave ${kindOf(bytes)}`,
  )
}

/** The value of `bytes`, which the serializer gets as a Buffer. */
export function loadWith(serializer: Serializer, bytes: Uint8Array): unknown {
  const { buffer, byteOffset, byteLength } = bytes
  const given = Buffer.isBuffer(bytes) ? bytes : Buffer.from(buffer, byteOffset, byteLength)
  return atOnce('serializer', 'loads', serializer.loads(given))
}

const valueFor = (serializer: Serializer, value: unknown): unknown =>
  value instanceof PyTuple && isTriple(value) && !takesTriples(serializer)
    ? plainValues(value)
    : value

const takesTriples = (serializer: Serializer): boolean =>
  (serializer as { [TAKES_TRIPLES]?: boolean })[TAKES_TRIPLES] === true

/** What an application's own functions get in place of a triple, as Pyramid's get it. */
export function plainValues(triple: SessionTriple): unknown[] {
  const plain = [plainTime(triple[0]), plainTime(triple[1]), plainData(triple[2] as Data)]
  // What a serializer of ours needs, if the application's hands the values on to one.
  Object.defineProperty(plain, TRIPLE, { value: true })
  for (const slot of [0, 1]) {
    if (triple[slot] instanceof PyFloat) noteFloat(plain, slot, plain[slot] as number)
  }
  return plain
}

/** The tuple that plain values stand for; any other value as it is. */
export function tupleFor(value: unknown): unknown {
  if (!isTriple(value) || value instanceof PyTuple) return value
  const tuple = PyTuple.from(value as unknown[])
  copyFloatNotes(value as unknown[], tuple)
  return tuple
}

type Data = Map<unknown, unknown>

const plainTime = (time: unknown): unknown => (time instanceof PyFloat ? time.value : time)

/** A plain object; where a key is no text, a Map, which at least `JSON.stringify` takes for one. */
function plainData(data: Data): object {
  const keys = [...data.keys()]
  const isPlain = keys.every((key) => typeof key === 'string')
  const plain = isPlain ? Object.fromEntries(data as Map<string, unknown>) : mapForJson(data)
  copyFloatNotes(data, plain)
  if (isPlain) noteKeyOrder(plain, keys)
  return plain
}

/** A Map, as the application's may be frozen. */
function mapForJson(data: Data): object {
  const toJSON = (): object => Object.fromEntries(checkedTexts(data))
  return Object.defineProperty(new Map(data), 'toJSON', { value: toJSON })
}

/**
 * What JSON has a place for.
 *
 * @throws {CartoucheError} where one of two keys would be lost, or one has far too many digits
 */
function checkedTexts(data: Data): readonly [string, unknown][] {
  const keys = new Map<string, unknown>()
  return Array.from(data)
    .filter(([key, value]) => typeof key !== 'symbol' && value !== undefined)
    .map(([key, value]) => {
      const text = typeof key === 'bigint' ? digitsIn(key) : String(key)
      if (keys.has(text)) throw twinKeys([key, keys.get(text)])
      keys.set(text, key)
      return [text, value]
    })
}

function digitsIn(key: bigint): string {
  const digits = digitsOf(key)
  if (digits !== undefined) return digits
  const problem = `A key may have ${MAX_DIGITS} digits; use text`
  throw new CartoucheError('BAD_VALUE', problem, { path: pathText(undefined, [key]) })
}

/** One of them is no text, and so can be named. */
function twinKeys(keys: readonly unknown[]): CartoucheError {
  const name = keyText(keys.find((key) => typeof key !== 'string'))
  return new CartoucheError(
    'BAD_VALUE',
    `${name}: another key of the session has the same text; keep one of them`,
  )
}
