import { COPY_ADVICE, kindOf } from '../../lib/key-path.js'
import { isBytes, isDate, isHollow, isMap, isPlainObject, isSet } from '../../lib/kinds.js'
import { PyFloat } from '../../lib/py-float.js'
import { withKeyCheck } from '../keys.js'
import { PyNamedTuple } from '../types/named-tuple.js'
import { PyTuple } from '../values/containers.js'
import { PyObject } from '../values/objects.js'
import { PyExt, PyGlobal, PyPersistentId } from '../values/references.js'
import { Py2Str, PyStr } from '../values/texts.js'
import { writeBytes } from './builtins.js'
import { writeList, writeMap, writePlainObject, writeSet, writeTuple } from './containers.js'
import { writeGlobal, writeObject } from './objects.js'
import type { Pickler } from './pickler.js'
import { writeExtension, writePersistentId } from './references.js'

/** The commonest types by their prototype: one comparison each, and no registry is asked. */
export function writeByType(pickler: Pickler, value: object): void {
  switch (Object.getPrototypeOf(value)) {
    case Object.prototype:
      return writePlainObject(pickler, value as Record<string, unknown>)
    case Array.prototype:
      return writeList(pickler, value as unknown[])
    case PyTuple.prototype:
      return writeTuple(pickler, value as PyTuple)
    case Map.prototype:
      return isMap(value) ? writeMap(pickler, value) : writeClassInstance(pickler, value)
    case PyFloat.prototype:
      return pickler.out.float((value as PyFloat).value)
    default:
      return writeOther(pickler, value)
  }
}

function writeOther(pickler: Pickler, value: object): void {
  if (isHollow(value)) return writeClassInstance(pickler, value)
  // The Date of another realm is written as one of this, which codecs know.
  const isStrange = !(value instanceof Date) && isDate(value)
  const known = isStrange ? new Date(value.getTime()) : value
  const { protocol, registry } = pickler.settings
  const codec = registry?.findFor(known)
  if (codec?.encode !== undefined) {
    const object = withKeyCheck(pickler.keys.check, () => codec.encode!(known, protocol))
    if (!(object instanceof PyObject)) pickler.fail(`The codec of ${codec.name} gave no PyObject`)
    writeObject(pickler, object, value)
  } else if (Array.isArray(value)) {
    if (value instanceof PyNamedTuple) refuseNamedTuple(pickler)
    if (value instanceof PyTuple) writeTuple(pickler, value)
    else writeList(pickler, value)
  } else if (isMap(value)) writeMap(pickler, value)
  else if (isSet(value)) writeSet(pickler, value)
  else if (isBytes(value)) writeBytes(pickler, value)
  else if (isPlainObject(value)) writePlainObject(pickler, value)
  else writeClassInstance(pickler, value)
}

/** Without its codec it would come back as a plain tuple. */
function refuseNamedTuple(pickler: Pickler): never {
  pickler.fail('A PyNamedTuple needs the codec of its class; add namedTupleCodec() to the registry')
}

function writeClassInstance(pickler: Pickler, value: object): void {
  if (value instanceof PyFloat) pickler.out.float(value.value)
  else if (value instanceof PyObject) writeObject(pickler, value, value)
  else if (value instanceof PyGlobal) writeGlobal(pickler, value)
  else if (value instanceof PyStr) writePyStr(pickler, value)
  else if (value instanceof Py2Str) {
    pickler.out.py2Str(value.bytes)
    pickler.memoize(value)
  } else if (value instanceof PyExt) writeExtension(pickler, value)
  else if (value instanceof PyPersistentId) writePersistentId(pickler, value)
  else pickler.fail(`${kindOf(value)} cannot be pickled; ${adviceFor(value)}`)
}

const adviceFor = (value: object): string =>
  isHollow(value) ? COPY_ADVICE : 'store plain data, or add a codec of the class to the registry'

function writePyStr(pickler: Pickler, value: PyStr): void {
  if (value.isSplit) pickler.out.codePoints(value.codePoints)
  else pickler.out.text(value.text)
  pickler.memoize(value)
}
