import { OptionError } from '../errors.js'

/**
 * A number that Python is to see as a float even where it is integral: `pyFloat(1)` is written as
 * 1.0, `1` as the integer 1.
 *
 * Mostly for writing: what is read arrives as an ordinary number, unless `floats: 'wrap'` asks for more.
 *
 * @example
 * import { PyFloat, dumps, loads } from 'cartouche/pickle'
 *
 * loads(dumps([new PyFloat(1)]), { floats: 'wrap' }) // → [new PyFloat(1)]
 */
export class PyFloat {
  readonly value: number

  /** @throws OptionError when the value is no number */
  constructor(value: number) {
    if (typeof value !== 'number') throw new OptionError('value', 'must be a number')
    this.value = value
  }

  valueOf(): number {
    return this.value
  }
}

/**
 * Marks `value` as a Python float.
 *
 * @example
 * import { pyFloat } from 'cartouche/pickle'
 *
 * pyFloat(1).valueOf() // → 1
 */
export function pyFloat(value: number): PyFloat {
  return new PyFloat(value)
}
