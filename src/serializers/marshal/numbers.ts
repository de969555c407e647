/** Numbers as Ruby dumps them. */

/** Whether an Integer is one of 31 bits, which a dump has in itself. */
export const isSmall = (value: number): boolean => value >= -(2 ** 30) && value < 2 ** 30

/** The bytes of a positive Integer, the lowest first, in whole words of two. */
export function bigWords(value: bigint): Uint8Array {
  const hex = value.toString(16)
  return Uint8Array.from(
    Buffer.from(hex.padStart(Math.ceil(hex.length / 4) * 4, '0'), 'hex'),
  ).toReversed()
}

const scratch = new DataView(new ArrayBuffer(8))

/** Whether Ruby keeps a Float in a word, on 64 bits: its exponent is near to that of 1. */
export function isImmediate(value: number): boolean {
  if (Object.is(value, 0)) return true
  scratch.setFloat64(0, value)
  const high = scratch.getUint32(0)
  const exponent = (high >>> 28) & 7
  const isLeast = high === 0x3000_0000 && scratch.getUint32(4) === 0
  return (exponent === 3 || exponent === 4) && !isLeast
}

/** A Float's text: the shortest digits, a point only where there are digits behind it. */
export function floatBytes(value: number): Uint8Array {
  return Buffer.from(floatText(value))
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf'
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  const [mantissa = '', exponent = '0'] = Math.abs(value).toExponential().split('e')
  return sign + placed(mantissa.replace('.', ''), Number(exponent) + 1)
}

/** @param point behind how many of the digits the point stands */
function placed(digits: string, point: number): string {
  if (point < -3 || point > digits.length) {
    const rest = digits.length > 1 ? `.${digits.slice(1)}` : ''
    return `${digits[0]}${rest}e${point - 1}`
  }
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`
  const rest = digits.slice(point)
  return digits.slice(0, point) + (rest === '' ? '' : `.${rest}`)
}
