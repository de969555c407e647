/** How serializers are called: this library's and those of applications. */
import { CartoucheError } from '../errors.js'
import { copyFloatNotes, noteFloat, noteKeyOrder } from '../lib/hints.js'
import { kindOf } from '../lib/key-path.js'
import { isBytes } from '../lib/kinds.js'
import { PyFloat } from '../lib/py-float.js'
import type { Serializer } from './shared.js'
import { SessionTriple } from './triple.js'

/**
 * On serializers of this library: whether `dumps` is their own, and so writes a session's triple with all
 * that plain values do not tell. Where a subclass has another `dumps`, it is an application's.
 */
export const TAKES_TRIPLES: unique symbol = Symbol('takes triples')

/**
 * The bytes of `value`.
 *
 * @throws {CartoucheError} `BAD_VALUE` when the serializer gives anything else; and whatever it throws
 */
export function dumpWith(serializer: Serializer, value: unknown): Uint8Array {
  const bytes: unknown = serializer.dumps(valueFor(serializer, value))
  if (isBytes(bytes)) return bytes
  throw new CartoucheError(
    'BAD_VALUE',
    `The serializer's dumps must give a Uint8Array, such as a Buffer; it gave ${kindOf(bytes)}`,
  )
}

/** The value of `bytes`, which the serializer gets as a Buffer. */
export function loadWith(serializer: Serializer, bytes: Uint8Array): unknown {
  const { buffer, byteOffset, byteLength } = bytes
  return serializer.loads(
    Buffer.isBuffer(bytes) ? bytes : Buffer.from(buffer, byteOffset, byteLength),
  )
}

/**
 * What `serializer` is to write for `value`. An application's own gets plain values in place of a triple,
 * as Pyramid's gets them.
 */
function valueFor(serializer: Serializer, value: unknown): unknown {
  if (!(value instanceof SessionTriple) || takesTriples(serializer)) return value
  const plain = [plainTime(value[0]), plainTime(value[1]), plainData(value[2] as Data)]
  // The notes reach a serializer of ours that the application's hands the values on to.
  for (const slot of [0, 1]) {
    if (value[slot] instanceof PyFloat) noteFloat(plain, slot, plain[slot] as number)
  }
  return plain
}

type Data = Map<unknown, unknown>

const takesTriples = (serializer: Serializer): boolean =>
  (serializer as { [TAKES_TRIPLES]?: boolean })[TAKES_TRIPLES] === true

const plainTime = (time: unknown): unknown => (time instanceof PyFloat ? time.value : time)

/** A plain object where every key is a text or a number, as property names can tell them; else the Map. */
function plainData(data: Data): object {
  const names = new Set([...data.keys()].map((key) => (isName(key) ? String(key) : key)))
  if (names.size !== data.size || ![...names].every((name) => typeof name === 'string')) return data
  const object = Object.fromEntries(data as Map<string, unknown>)
  copyFloatNotes(data, object)
  noteKeyOrder(object, [...names] as string[])
  return object
}

const isName = (key: unknown): boolean => typeof key === 'string' || typeof key === 'number'
