/**
 * Calls by which Python writes plain data where a protocol has no instruction for it: bytes up to
 * protocol 2, sets up to 3, bytearrays up to 4. Their values are made here. Nothing is called: a call
 * of another form stays a placeholder.
 */

import { COSTS } from '../costs.js'
import { floatNotes } from '../../lib/hints.js'
import { latin1ToText, textToLatin1 } from '../../lib/text.js'
import { PyByteArray, PyFrozenSet, type PyTuple } from '../values/containers.js'
import type { PyGlobal } from '../values/references.js'
import { Py2Str, PyStr } from '../values/texts.js'
import type { Reader } from './reader.js'

type Maker = (reader: Reader, args: PyTuple) => object | undefined

const BUILTINS: ReadonlyMap<string, Maker> = new Map<string, Maker>([
  ['bytes', (_reader, args) => (args.length === 0 ? new Uint8Array() : undefined)],
  ['bytearray', makeByteArray],
  ['set', (reader, args) => makeSet(reader, args, new Set())],
  ['frozenset', (reader, args) => makeSet(reader, args, new PyFrozenSet())],
])

/** The value of a call, or `undefined` where the call is none of these. */
export function builtinValue(reader: Reader, callee: PyGlobal, args: PyTuple): object | undefined {
  if (callee.is('_codecs', 'encode')) return encodedText(reader, args)
  return callee.module === 'builtins' ? BUILTINS.get(callee.name)?.(reader, args) : undefined
}

/** The bytes of `(text, 'latin1')`. */
function encodedText(reader: Reader, args: PyTuple): Uint8Array | undefined {
  const [text, encoding] = args
  if (args.length !== 2 || !isText(text) || !isLatin1(encoding)) return undefined
  reader.spend(String(text).length)
  return (
    textToLatin1(String(text)) ?? reader.fail('BAD_STRING', 'Bytes hold a character above U+00FF')
  )
}

/** Of `()`, of `(bytes,)`, or of `(text, 'latin-1')` as Python 2 writes it. */
function makeByteArray(reader: Reader, args: PyTuple): PyByteArray | undefined {
  if (args.length === 0) return new PyByteArray()
  const [first] = args
  const isBytes = first instanceof Uint8Array && !(first instanceof PyByteArray)
  const bytes = args.length === 1 && isBytes ? first : encodedText(reader, args)
  if (bytes === undefined) return undefined
  reader.spend(bytes.length)
  return new PyByteArray(bytes)
}

/** Of `()` or of `(list,)`. */
function makeSet(reader: Reader, args: PyTuple, set: Set<unknown>): Set<unknown> | undefined {
  if (args.length === 0) return set
  const [items] = args
  if (args.length !== 1 || !Array.isArray(items)) return undefined
  reader.spend(items.length * COSTS.perEntry)
  const floats = floatNotes(items)
  for (const [index, item] of items.entries()) {
    set.add(reader.dicts.key(set, item, floats?.has(index) === true))
  }
  return set
}

const LATIN1 = /^latin-?1$/
const LONGEST_NAME = 'latin-1'.length

/** Whether a value names Latin-1; the bytearrays of Python 2 name it by a byte string. */
function isLatin1(encoding: unknown): boolean {
  if (encoding instanceof Uint8Array) {
    return encoding.length <= LONGEST_NAME && LATIN1.test(latin1ToText(encoding))
  }
  return (isText(encoding) || encoding instanceof Py2Str) && LATIN1.test(String(encoding))
}

/** Whether a value is a Python str. */
export const isText = (value: unknown): value is string | PyStr =>
  typeof value === 'string' || value instanceof PyStr
