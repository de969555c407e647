/**
 * Tells the JSON that `JSON.parse` reads as Python does from what needs our own reader, which takes
 * 2.3 times as long. Only numbers and the order of keys can come out differently.
 */

/** Python counts its own calls and gives up at about 1,000; deeper is no session. */
export const MAX_DEPTH = 500
/** Of an integer. As CPython from 3.11: reading more takes quadratic time. */
export const MAX_DIGITS = 4300

/** Digits before the point: with more, a fraction may be lost and an integer may not be a safe one. */
const MAX_WHOLE_DIGITS = 13

const QUOTE = 0x22
const COMMA = 0x2c
const MINUS = 0x2d
const POINT = 0x2e
const ZERO = 0x30
const NINE = 0x39
const OPEN_ARRAY = 0x5b
const BACKSLASH = 0x5c
const CLOSE_ARRAY = 0x5d
const LETTER_E = 0x65
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const LOWER_CASE = 0x20

const isDigit = (byte: number): boolean => byte >= ZERO && byte <= NINE

/**
 * Whether `JSON.parse` gives for these bytes what our reader gives, or refuses them. That is so
 * without a float that could be an integer, an integer that might not be a safe one, a key that looks
 * like an index, and deep nesting. It may say no to what would be read alike, never the other way round.
 */
export function isPlainJson(bytes: Uint8Array): boolean {
  let depth = 0
  let at = 0
  while (at < bytes.length) {
    const byte = bytes[at++]!
    if (byte === QUOTE) {
      const end = endOfText(bytes, at)
      if (mayBeIndexKey(bytes, at, end)) return false
      at = end + 1
    } else if (isDigit(byte) || byte === MINUS) {
      at = endOfPlainNumber(bytes, at - 1)
      if (at === NOT_PLAIN) return false
    } else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) {
      if (++depth > MAX_DEPTH) return false
    } else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) depth--
  }
  return true
}

/** Where the quote stands that ends the text beginning at `at`. */
export function endOfText(bytes: Uint8Array, at: number): number {
  let end = at
  for (; end < bytes.length; end++) {
    const byte = bytes[end]
    if (byte === QUOTE) break
    if (byte === BACKSLASH) end++
  }
  return end
}

/** Whether the text is a key, not an item, and its first character is a digit or might be an escaped one. */
function mayBeIndexKey(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start]!
  if (!isDigit(first) && first !== BACKSLASH) return false
  const next = bytes[end + 1]
  return next !== COMMA && next !== CLOSE_ARRAY && next !== CLOSE_OBJECT
}

const NOT_PLAIN = -1

/** Where the number beginning at `start` ends, or `NOT_PLAIN`. */
function endOfPlainNumber(bytes: Uint8Array, start: number): number {
  const isNegative = bytes[start] === MINUS
  const whole = isNegative ? start + 1 : start
  let at = endOfDigits(bytes, whole)
  if (at - whole > MAX_WHOLE_DIGITS) return NOT_PLAIN
  if (bytes[at] === POINT) {
    if (mayRoundToInteger(bytes, at + 1)) return NOT_PLAIN
    at = endOfDigits(bytes, at + 1)
  } else if (isNegative && bytes[whole] === ZERO) return NOT_PLAIN // the integer -0 is 0
  return (bytes[at]! | LOWER_CASE) === LETTER_E ? NOT_PLAIN : at
}

function endOfDigits(bytes: Uint8Array, start: number): number {
  let at = start
  while (isDigit(bytes[at]!)) at++
  return at
}

/**
 * Whether a fraction is zero or so near to 0 or 1 that it may be lost: with 13 digits before the point
 * doubles are less than 0.002 apart.
 */
function mayRoundToInteger(bytes: Uint8Array, start: number): boolean {
  const first = bytes[start]
  if (first !== ZERO && first !== NINE) return false
  let at = start + 1
  while (at < start + 3 && bytes[at] === first) at++
  return at === start + 3 || (first === ZERO && !isDigit(bytes[at]!))
}
