import { hexDigit } from '../../lib/text.js'

/** An int as few little-endian bytes as hold it with its sign. */
export function twosComplement(value: bigint): Uint8Array {
  // ~value is -1 - value: it has no sign, and all bits are the other way round.
  const isNegative = value < 0n
  const digits = (isNegative ? ~value : value).toString(16)
  const bits = 4 * digits.length - Math.clz32(hexDigit(digits.charCodeAt(0))) + 28
  const bytes = new Uint8Array((bits >> 3) + 1)
  for (let at = digits.length - 1, nibble = 0; at >= 0; at--, nibble++) {
    bytes[nibble >> 1]! |= hexDigit(digits.charCodeAt(at)) << (4 * (nibble & 1))
  }
  if (isNegative) for (let at = 0; at < bytes.length; at++) bytes[at] = ~bytes[at]!
  return bytes
}
