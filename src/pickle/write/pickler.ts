import { kindOf } from '../../lib/key-path.js'
import { isBytes, isDate, isMap, isPlainObject, isSet } from '../../lib/kinds.js'
import { PyFloat } from '../../lib/py-float.js'
import { holdsValues } from '../holds-values.js'
import { withKeyCheck } from '../keys.js'
import { overLimit } from '../limits.js'
import * as OP from '../opcodes.js'
import { Py2Str, PyExt, PyGlobal, PyObject, PyPersistentId, PyStr, PyTuple } from '../values.js'
import { writeBytes } from './builtins.js'
import { writeList, writeMap, writePlainObject, writeSet, writeTuple } from './containers.js'
import { writeGlobal, writeObject } from './objects.js'
import { PicklerBase } from './pickler-base.js'
import { writeExtension, writePersistentId } from './references.js'

/**
 * Writes one value as CPython's C pickler does, byte for byte: the forms of plain values stand in
 * `writer.ts`, those of the others in `containers.ts`, `builtins.ts` and `objects.ts`.
 */
export class Pickler extends PicklerBase {
  override save(value: unknown): void {
    this.out.boundary()
    switch (typeof value) {
      case 'string':
        return this.saveText(value)
      case 'number':
        return this.#saveNumber(value)
      case 'boolean':
        return this.out.bool(value)
      case 'bigint':
        return this.out.int(value)
      case 'object':
        return value === null ? this.out.op(OP.NONE) : this.#saveObject(value)
      default:
        return this.fail(
          `${typeof value} cannot be pickled; ${ADVICE[typeof value] ?? 'leave it out'}`,
        )
    }
  }

  #saveNumber(value: number): void {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) this.out.int(value)
    else this.out.float(value)
  }

  #saveObject(value: object): void {
    if (this.recall(value)) return
    if (++this.depth > this.settings.limits.depth) this.#refuseContainer(value)
    this.#saveByType(value)
    this.depth--
  }

  /** Only containers count for the depth, as they do for the reader: what holds no others is let pass. */
  #refuseContainer(value: object): void {
    if (holdsValues(value) || isMap(value) || isSet(value)) {
      throw overLimit('depth', this.settings.limits.depth)
    }
  }

  /** The commonest types by their prototype: one comparison each, and no registry is asked. */
  #saveByType(value: object): void {
    switch (Object.getPrototypeOf(value)) {
      case Object.prototype:
        return writePlainObject(this, value as Record<string, unknown>)
      case Array.prototype:
        return writeList(this, value as unknown[])
      case PyTuple.prototype:
        return writeTuple(this, value as PyTuple)
      case Map.prototype:
        return writeMap(this, value as Map<unknown, unknown>)
      case PyFloat.prototype:
        return this.out.float((value as PyFloat).value)
      default:
        return this.#saveOther(value)
    }
  }

  #saveOther(value: object): void {
    // The Date of another realm is written as one of this, which codecs know.
    const isStrange = !(value instanceof Date) && isDate(value)
    const known = isStrange ? new Date(value.getTime()) : value
    const { protocol, registry } = this.settings
    const codec = registry?.findFor(known)
    if (codec?.encode !== undefined) {
      const object = withKeyCheck(this.keys, () => codec.encode!(known, protocol))
      if (!(object instanceof PyObject)) this.fail(`The codec of ${codec.name} gave no PyObject`)
      writeObject(this, object, value)
    } else if (Array.isArray(value)) {
      if (value instanceof PyTuple) writeTuple(this, value)
      else writeList(this, value)
    } else if (isMap(value)) writeMap(this, value)
    else if (isSet(value)) writeSet(this, value)
    else if (isBytes(value)) writeBytes(this, value)
    else if (isPlainObject(value)) writePlainObject(this, value)
    else this.#saveClassInstance(value)
  }

  #saveClassInstance(value: object): void {
    if (value instanceof PyFloat) this.out.float(value.value)
    else if (value instanceof PyObject) writeObject(this, value, value)
    else if (value instanceof PyGlobal) writeGlobal(this, value)
    else if (value instanceof PyStr) this.#savePyStr(value)
    else if (value instanceof Py2Str) {
      this.out.py2Str(value.bytes)
      this.memoize(value)
    } else if (value instanceof PyExt) writeExtension(this, value)
    else if (value instanceof PyPersistentId) writePersistentId(this, value)
    else {
      this.fail(
        `${kindOf(value)} cannot be pickled; ` +
          'store plain data, or add a codec of the class to the registry',
      )
    }
  }

  #savePyStr(value: PyStr): void {
    if (value.isSplit) this.out.codePoints(value.codePoints)
    else this.out.text(value.text)
    this.memoize(value)
  }
}

/** What to do in place of writing a value of a type. */
const ADVICE: Readonly<Record<string, string>> = {
  undefined: 'leave it out, or store null',
  function: 'store data only',
  symbol: 'store text',
}
