import { LOAD_LIMITS } from '../limits.js'
import { PickleError } from '../../errors.js'
import { OptionError } from '../../errors.js'
import type { PickleCodec } from '../registry.js'
import {
  INSPECT,
  badArguments,
  call,
  classCodec,
  freshText,
  isPlainCall,
  isTextObject,
  keepSource,
  sourceOf,
  textOf,
} from './shared.js'

/** Sign, then digits with an exponent, or the name of a special value with digits to tell NaNs apart. */
const NUMBER =
  /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:e([+-]?\d{1,25}))?$|^([+-]?)(inf(?:inity)?|s?nan)(\d*)$/i

/** Python's bound on the exponent of the first digit, both ways. */
const MAX_EXPONENT = 999_999_999_999_999_999n

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
    const text = canonicalText(String(value))
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
  const special = match[7]?.toLowerCase()
  if (special === undefined) return finiteText(parse(match))
  const sign = match[6] === '-' ? '-' : ''
  if (special.startsWith('inf')) return match[8] === '' ? `${sign}Infinity` : undefined
  return `${sign}${special === 'nan' ? 'NaN' : 'sNaN'}${match[8]!.replace(/^0+/, '')}`
}

function parse([, sign, whole = '', fraction, only = '', power = '0']: RegExpExecArray): Finite {
  const decimals = fraction ?? only
  return {
    sign: sign === '-' ? '-' : '',
    digits: `${whole}${decimals}`.replace(/^0+(?=\d)/, ''),
    exponent: BigInt(power.replace('+', '')) - BigInt(decimals.length),
  }
}

/**
 * The to-scientific-string of the General Decimal Arithmetic Specification, which Python's `str()` is:
 * an exponent is shown only where the number would otherwise need zeros at its end, or more than five
 * behind its point.
 */
function finiteText({ sign, digits, exponent }: Finite): string | undefined {
  const first = exponent + BigInt(digits.length) - 1n
  if (first > MAX_EXPONENT || first < -MAX_EXPONENT) return undefined
  if (exponent <= 0n && first >= -6n) {
    const padded = digits.padStart(Number(1n - exponent), '0')
    const point = padded.length + Number(exponent)
    return `${sign}${padded.slice(0, point)}${point < padded.length ? '.' : ''}${padded.slice(point)}`
  }
  const mantissa = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`
  return `${sign}${mantissa}E${first < 0n ? '' : '+'}${first}`
}

/** A text that equal numbers share. */
function valueKey(text: string): string {
  const match = NUMBER.exec(text)!
  if (match[7] !== undefined) return text
  const { sign, digits, exponent } = parse(match)
  let end = digits.length
  while (digits[end - 1] === '0') end--
  return end === 0
    ? '0'
    : `${sign}${digits.slice(0, end)}e${exponent + BigInt(digits.length - end)}`
}

/** `Decimal(text)`. */
export const decimalCodec: PickleCodec<PyDecimal> = classCodec({
  module: 'decimal',
  name: 'Decimal',
  type: PyDecimal,
  read: (object) => {
    const [source] = object.args
    if (!isPlainCall(object) || object.args.length !== 1) return undefined
    const text = textOf(source)
    if (text === undefined) return badArguments(object)
    checkLength(text)
    const decimal = new PyDecimal(text)
    return isTextObject(source) ? keepSource(decimal, source) : decimal
  },
  write: (decimal, protocol, cls) => {
    checkLength(decimal.text)
    return call(cls, sourceOf(decimal, protocol) ?? freshText(decimal.text))
  },
})

/** Refuses, both ways, what has more digits than a number may have as text. */
function checkLength(text: string): void {
  const most = LOAD_LIMITS.digits
  if (text.length > most) {
    throw new PickleError('LIMIT', `decimal.Decimal has more than ${most} digits`)
  }
}
