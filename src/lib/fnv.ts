/** A hash that is no secret: it spreads texts over numbers, and anybody can make two of one number. */

const START_HIGH = 0xcbf29ce4
const START_LOW = 0x84222325
/** The prime is 2⁴⁰ and this. */
const PRIME_LOW = 0x1b3
const PRIME_SHIFT = 8 // bits: 2⁴⁰ is 2⁸ in the upper half
/** Of the upper half: with the lower one they are as many as a number has. */
const MASK = 0x1f_ffff

/**
 * The last 53 bits of FNV-1a of 64 bits: a safe integer from 0 on. It takes characters up to U+00FF as bytes.
 *
 * Source: draft-eastlake-fnv, of Fowler, Noll and Vo.
 */
export function fnv1a53(text: string): number {
  let high = START_HIGH
  let low = START_LOW
  for (let at = 0; at < text.length; at++) {
    low ^= text.charCodeAt(at)
    const product = (low >>> 0) * PRIME_LOW
    const carry = (product / 2 ** 32) | 0
    high = (Math.imul(high, PRIME_LOW) + (low << PRIME_SHIFT) + carry) | 0
    low = product | 0
  }
  return (high & MASK) * 2 ** 32 + (low >>> 0)
}
