import { FORM, numberForm, type Form } from '../../lib/python-form.js'
import { OptionError } from '../../errors.js'
import { PyFloat } from '../../lib/py-float.js'
import { floatRepr } from '../../lib/float-repr.js'
import type { PickleCodec } from '../registry.js'
import { INSPECT, badArguments, call, classCodec, isNumber, isPlainCall, textOf } from './shared.js'

/**
 * A Python `complex`: two floats.
 *
 * @throws OptionError when a part is no number
 *
 * @example
 * import { PyComplex } from 'cartouche/pickle'
 *
 * String(new PyComplex(1, 2)) // → '(1+2j)'
 * new PyComplex(3, 4).abs // → 5
 */
export class PyComplex {
  readonly real: number
  readonly imag: number

  constructor(real: number, imag = 0) {
    for (const [part, value] of Object.entries({ real, imag })) {
      if (typeof value !== 'number') throw new OptionError(part, 'must be a number')
    }
    this.real = real
    this.imag = imag
    Object.freeze(this)
  }

  /** The distance from 0, as Python's `abs()`. */
  get abs(): number {
    return Math.hypot(this.real, this.imag)
  }

  /** Whether `other` is the same number; as in Python 0 equals -0, and a NaN equals nothing. */
  equals(other: unknown): boolean {
    return other instanceof PyComplex && other.real === this.real && other.imag === this.imag
  }

  /** @internal */
  [FORM](): Form {
    return this.imag === 0 ? numberForm(this.real) : ['complex', [this.real, this.imag]]
  }

  /** As Python's `str()`: `(1+2j)`, `2j`. */
  toString(): string {
    const { real, imag } = this
    const imaginary = `${partText(imag)}j`
    if (Object.is(real, 0)) return imaginary
    return `(${partText(real)}${imaginary.startsWith('-') ? '' : '+'}${imaginary})`
  }

  /** The text of {@link toString}. */
  toJSON(): string {
    return this.toString()
  }

  [INSPECT](): string {
    return `PyComplex(${this.toString()})`
  }
}

const partText = (value: number): string => floatRepr(value).replace(/\.0$/, '')

/**
 * Text of which Python may make a number, as no pickler asks it to: digits, `inf`, `nan`, `e` and `j`. Some
 * control characters are blanks to Python, and not to JavaScript.
 */
const MAYBE_TEXT = /^[\s\p{Cc}(]*[-+.\p{Nd}_infatyej]+[\s\p{Cc})]*$/iu

/** `complex(real, imag)`. Both are written as floats, whatever numbers they were read from. */
export const complexCodec: PickleCodec<PyComplex> = classCodec({
  module: 'builtins',
  name: 'complex',
  type: PyComplex,
  read: (object) => {
    if (!isPlainCall(object)) return undefined
    if (object.args.length === 1 && MAYBE_TEXT.test(textOf(object.args[0]) ?? '')) return undefined
    const parts = Array.from(object.args, toFloat)
    if (parts.length > 2 || parts.includes(undefined)) return badArguments(object)
    return new PyComplex(parts[0] ?? 0, parts[1])
  },
  write: ({ real, imag }, _, cls) => call(cls, new PyFloat(real), new PyFloat(imag)),
})

function toFloat(value: unknown): number | undefined {
  if (value instanceof PyFloat) return value.value
  return isNumber(value) ? Number(value) : undefined
}
