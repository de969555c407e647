import { FORM, type Form } from '../../lib/python-form.js'
import { joinedText, toPlain, type Locale } from '../plain.js'

/**
 * A Python tuple: an Array that is written back as a tuple.
 *
 * @example
 * import { PyTuple, dumps, loads } from 'cartouche/pickle'
 *
 * const point = loads(dumps(PyTuple.of(3, 4))) as PyTuple
 * point instanceof PyTuple // → true
 * [...point] // → [3, 4]
 */
export class PyTuple<T = unknown> extends Array<T> {
  /**
   * Optional, so that to the compiler `PyTuple.from` still gives a tuple.
   *
   * @internal
   */
  declare readonly [FORM]?: () => Form

  static {
    Object.defineProperty(this.prototype, FORM, {
      value(this: PyTuple): Form {
        return ['tuple', this]
      },
    })
  }

  /**
   * As that of Array.
   *
   * @throws PickleError `LIMIT` when what is shared within is too much to be written out each time
   */
  override join(separator?: string): string {
    return joinedText(this, () => super.join(separator))
  }

  /**
   * As that of Array.
   *
   * @throws PickleError `LIMIT` when what is shared within is too much to be written out each time
   */
  override toLocaleString(...locale: Locale): string {
    return joinedText(this, () => super.toLocaleString(...(locale as [string])))
  }

  /**
   * The items as an array.
   *
   * @throws PickleError `LIMIT` when what is shared within is too much to be written out each time
   */
  // Optional in its type only, so that what the methods of Array give is still taken for a tuple.
  toJSON?(): unknown {
    return toPlain(this)
  }
}

/**
 * A Python frozenset: a Set that is written back as a frozenset.
 *
 * @example
 * import { PyFrozenSet, dumps, loads } from 'cartouche/pickle'
 *
 * loads(dumps(new PyFrozenSet([1]))) instanceof PyFrozenSet // → true
 */
export class PyFrozenSet<T = unknown> extends Set<T> {}

/**
 * A Python bytearray. A Uint8Array that is not one is written as `bytes`.
 *
 * @example
 * import { PyByteArray, dumps, loads } from 'cartouche/pickle'
 *
 * loads(dumps(PyByteArray.of(1, 2))) instanceof PyByteArray // → true
 */
export class PyByteArray extends Uint8Array {}
