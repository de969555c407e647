/**
 * Bytes, bytearrays, and the calls by which Python writes plain data where a protocol has no instruction
 * for it.
 */

import { DETACHED_ADVICE } from '../../lib/key-path.js'
import { isDetached } from '../../lib/kinds.js'
import { latin1ToText } from '../../lib/text.js'
import { PyByteArray, PyTuple } from '../values/containers.js'
import { PyObject, exactCalls } from '../values/objects.js'
import { PyGlobal } from '../values/references.js'
import { freshText } from '../values/texts.js'
import { writeObject } from './objects.js'
import type { Pickler } from './pickler.js'

/** How many levels deeper a call writes what it is made of: its arguments, and the list of a set's members. */
const CALL_LEVELS = 2

export function writeBytes(pickler: Pickler, bytes: Uint8Array): void {
  // Before any copy is made.
  if (isDetached(bytes)) pickler.fail(`A Uint8Array has no bytes any more; ${DETACHED_ADVICE}`)
  pickler.out.checkOutput(bytes.length)
  if (bytes instanceof PyByteArray) return writeByteArray(pickler, bytes)
  // CPython has only one empty bytes, and one of each single byte.
  const isShared = bytes.length < 2 && bytes !== pickler.freshBytes
  const key = isShared ? (bytes[0] ?? -1) : bytes
  if (isShared && pickler.recall(key)) return
  if (pickler.settings.protocol >= 3) {
    pickler.out.bytes(bytes)
    pickler.memoize(key)
  } else if (bytes.length === 0)
    writeBuiltinCall(pickler, bytes, 'builtins', 'bytes', new PyTuple(), key)
  else {
    const [known, encoding = 'latin1'] = exactCalls.get(bytes)?.args ?? []
    const text = latin1ToText(bytes)
    const args = PyTuple.of(String(known) === text ? known : freshText(text), encoding)
    writeBuiltinCall(pickler, bytes, '_codecs', 'encode', args, key)
  }
}

function writeByteArray(pickler: Pickler, bytes: PyByteArray): void {
  if (pickler.settings.protocol >= 5) {
    pickler.out.byteArray(bytes)
    pickler.memoize(bytes)
  } else {
    const args = new PyTuple()
    if (bytes.length > 0) args.push(bytesOf(pickler, bytes))
    writeBuiltinCall(pickler, bytes, 'builtins', 'bytearray', args)
  }
}

/** Python makes these bytes on the spot, so they are shared with no others. */
function bytesOf(pickler: Pickler, bytes: PyByteArray): Uint8Array {
  const copy = new Uint8Array(bytes)
  const call = exactCalls.get(exactCalls.get(bytes)?.args[0] as object)
  if (call !== undefined) exactCalls.set(copy, call)
  pickler.freshBytes = copy
  return copy
}

/** A call of a global, for a value that has no instruction of its own. */
export function writeBuiltinCall(
  pickler: Pickler,
  value: object,
  module: string,
  name: string,
  args: PyTuple,
  key: unknown = value,
): void {
  const known = exactCalls.get(value)?.cls
  const isSame = known instanceof PyGlobal && known.is(module, name)
  const callee = isSame ? known : new PyGlobal(module, name)
  // To the reader the value is bytes or a set, whatever its call is made of.
  pickler.depth -= CALL_LEVELS
  writeObject(pickler, new PyObject('reduce', callee, args), key)
  pickler.depth += CALL_LEVELS
}
