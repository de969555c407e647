import { FORM, decimalForm, type Form } from '../../lib/python-form.js'
import { OptionError } from '../../errors.js'
import type { PickleCodec } from '../registry.js'
import {
  INSPECT,
  badArguments,
  call,
  classCodec,
  freshText,
  isInt,
  isNumber,
  isPlainCall,
  isTextObject,
  keepSource,
  sourceOf,
  textOf,
} from './shared.js'

/** Sign, then digits with an exponent, or the name of a special value with digits to tell NaNs apart. */
const NUMBER =
  /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:e\+?(-?)0*(\d{1,25}))?$|^([+-]?)(inf(?:inity)?|s?nan)(\d*)$/i

/** Python's bound on the exponent of the first digit. */
const MAX_EXPONENT = 999_999_999_999_999_999n
/** Python's bound on the exponent of the last digit. */
const MIN_EXPONENT = -1_999_999_999_999_999_997n

/** A finite decimal: `digits` without leading zeros, times ten to the power of `exponent`. */
interface Finite {
  readonly sign: '' | '-'
  readonly digits: string
  readonly exponent: bigint
}

/**
 * A Python `decimal.Decimal`: a decimal number with as many digits as were written. It is held as text
 * and not calculated with; 1.10 and 1.1 are equal, yet differ in how they are written.
 *
 * A number is taken by the digits that JavaScript shows, so 0.1 is one tenth (Python's `Decimal(0.1)` is
 * the binary fraction nearest to it).
 *
 * @throws OptionError when the text is no number, or its exponent is beyond Python's bounds
 *
 * @example
 * import { PyDecimal } from 'cartouche/pickle'
 *
 * const price = new PyDecimal('19.90')
 * String(price) // → '19.90'
 * price.toNumber() // → 19.9
 * price.equals(new PyDecimal('19.9')) // → true
 */
export class PyDecimal {
  /** The number as Python's `str()` has it: `1.10`, `1E+5`, `-Infinity`, `NaN`. */
  readonly text: string

  constructor(value: string | number | bigint) {
    const text = canonicalText(Object.is(value, -0) ? '-0' : String(value))
    if (text === undefined) throw new OptionError('value', 'must be a decimal number')
    this.text = text
    Object.freeze(this)
  }

  /** Whether it is neither an infinity nor a NaN. */
  get isFinite(): boolean {
    return /\d$/.test(this.text) && !this.text.includes('N')
  }

  /** The nearest JavaScript number. */
  toNumber(): number {
    if (this.text.includes('N')) return NaN
    return Number(this.text)
  }

  /** Whether `other` is the same number, however it is written. As in Python a NaN equals nothing. */
  equals(other: unknown): boolean {
    return (
      other instanceof PyDecimal &&
      !other.text.includes('N') &&
      valueKey(other.text) === valueKey(this.text)
    )
  }

  /** @internal */
  [FORM](): Form {
    return formOf(this.text)
  }

  /** The {@link text}. */
  toString(): string {
    return this.text
  }

  /** The {@link text}: a JSON number would lose digits. */
  toJSON(): string {
    return this.text
  }

  [INSPECT](): string {
    return `PyDecimal(${this.text})`
  }
}

/** The text in Python's own form; `undefined` where it is no decimal. */
function canonicalText(text: string): string | undefined {
  const match = NUMBER.exec(text)
  if (match === null) return undefined
  const [mark, name, payload = ''] = match.slice(7)
  const special = name?.toLowerCase()
  if (special === undefined) return finiteText(parse(match))
  const sign = mark === '-' ? '-' : ''
  if (special.startsWith('inf')) return payload === '' ? `${sign}Infinity` : undefined
  return `${sign}${special === 'nan' ? 'NaN' : 'sNaN'}${payload.replace(/^0+/, '')}`
}

function parse(match: RegExpExecArray): Finite {
  const [, sign, whole = '', fraction, only = '', minus = '', power = '0'] = match
  const decimals = fraction ?? only
  return {
    sign: sign === '-' ? '-' : '',
    digits: `${whole}${decimals}`.replace(/^0+(?=\d)/, ''),
    exponent: BigInt(minus + power) - BigInt(decimals.length),
  }
}

/**
 * The to-scientific-string of the General Decimal Arithmetic Specification, which Python's `str()` is:
 * an exponent is shown only where the number would otherwise need zeros at its end, or more than five
 * behind its point.
 */
function finiteText({ sign, digits, exponent }: Finite): string | undefined {
  const first = exponent + BigInt(digits.length) - 1n
  if (first > MAX_EXPONENT || exponent < MIN_EXPONENT) return undefined
  if (exponent <= 0n && first >= -6n) {
    const padded = digits.padStart(Number(1n - exponent), '0')
    const point = padded.length + Number(exponent)
    return `${sign}${padded.slice(0, point)}${point < padded.length ? '.' : ''}${padded.slice(point)}`
  }
  const mantissa = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`
  return `${sign}${mantissa}E${first < 0n ? '' : '+'}${first}`
}

function formOf(text: string): Form {
  if (text.includes('N')) return undefined
  const match = NUMBER.exec(text)!
  if (match[7] !== undefined) return ['number', [text]]
  const { sign, digits, exponent } = parse(match)
  return decimalForm(sign + digits, exponent)
}

/** A text that equal numbers share. */
function valueKey(text: string): string {
  const match = NUMBER.exec(text)!
  if (match[8] !== undefined) return text
  const { sign, digits, exponent } = parse(match)
  let end = digits.length
  while (digits[end - 1] === '0') end--
  return end === 0
    ? '0'
    : `${sign}${digits.slice(0, end)}e${exponent + BigInt(digits.length - end)}`
}

/**
 * `Decimal(text)`; also `Decimal(5)`, and blanks around the text or underscores in it. What else Python
 * takes no pickler writes: floats, whose digits are many, a tuple of sign, digits and exponent, and the
 * digits and blanks of other scripts.
 */
export const decimalCodec: PickleCodec<PyDecimal> = classCodec({
  module: 'decimal',
  name: 'Decimal',
  type: PyDecimal,
  read: (object) => {
    const [source] = object.args
    if (!isPlainCall(object) || object.args.length !== 1) return undefined
    if (isInt(source)) return new PyDecimal(source)
    if (isNumber(source) || (Array.isArray(source) && source.length === 3)) return undefined
    const text = textOf(source)?.trim().replaceAll('_', '')
    if (text === undefined) return badArguments(object)
    if (/[^!-~]/.test(text)) return undefined
    const decimal = new PyDecimal(text)
    return isTextObject(source) ? keepSource(decimal, source) : decimal
  },
  write: (decimal, protocol, cls) =>
    call(cls, sourceOf(decimal, protocol) ?? freshText(decimal.text)),
})
