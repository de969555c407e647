/**
 * Text and bytes: ASCII, Latin-1, and UTF-8 that lets lone surrogates pass, as Python's
 * `surrogatepass` does.
 *
 * Node's Buffer is used where it is present because it is faster; browsers and edge runtimes get the
 * same results from the plain code beside it.
 */

type Slice = (this: Uint8Array, start: number, end: number) => string

/** What is documented only as `toString` of Node's Buffers, and takes any Uint8Array. */
const { latin1Slice, utf8Slice } = (typeof Buffer === 'undefined' ? {} : Buffer.prototype) as {
  latin1Slice?: Slice
  utf8Slice?: Slice
}

const encoder = new TextEncoder()
/** From so many UTF-16 units on the engine's encoder is used: a call of it costs more than a short loop. */
const NATIVE_FROM = 48

/** How many characters are made into a string at once: far below any limit of arguments. */
const CHUNK = 4096

/** The text of bytes `start` to `end`, one character a byte (U+0000 to U+00FF). */
export function latin1ToText(bytes: Uint8Array, start = 0, end = bytes.length): string {
  if (latin1Slice !== undefined) return latin1Slice.call(bytes, start, end)
  let text = ''
  for (let at = start; at < end; at += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(at, Math.min(at + CHUNK, end)))
  }
  return text
}

/** Whether bytes `start` to `end` are all below 0x80. */
export function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  let bits = 0
  for (let at = start; at < end; at++) bits |= bytes[at]!
  return bits < 0x80
}

/**
 * The bytes of `text`, one for each character, or `undefined` where a character is above U+00FF.
 */
export function textToLatin1(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit > 0xff) return undefined
    bytes[at] = unit
  }
  return bytes
}

/** The bytes of hexadecimal digits, two for each. */
export function hexToBytes(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length / 2)
  for (let at = 0; at < bytes.length; at++) {
    bytes[at] = (hexDigit(hex.charCodeAt(2 * at)) << 4) | hexDigit(hex.charCodeAt(2 * at + 1))
  }
  return bytes
}

/** The value of a lower-case hexadecimal digit, by its code. */
export const hexDigit = (code: number): number => code - (code > 0x39 ? 0x57 : 0x30)

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000

/**
 * Reads one code point of UTF-8 at `at`; -1 where the bytes are malformed: overlong, cut off, above
 * U+10FFFF. Surrogates pass. Its length follows from its value: see `utf8Size`.
 */
function codePointAt(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at]!
  if (first < 0x80) return first
  const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
  if (first < 0xc2 || first > 0xf4 || at + size > end) return -1
  let point = first & (0xff >> (size + 1))
  for (let next = at + 1; next < at + size; next++) {
    const byte = bytes[next]!
    if ((byte & 0xc0) !== 0x80) return -1
    point = (point << 6) | (byte & 0x3f)
  }
  return utf8Size(point) === size && point <= 0x10ffff ? point : -1
}

/** How many bytes UTF-8 takes for a code point. */
function utf8Size(point: number): number {
  if (point < 0x80) return 1
  if (point < 0x800) return 2
  return point < 0x10000 ? 3 : 4
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** What an engine's decoder puts in the place of malformed bytes; to it surrogates are malformed. */
export const REPLACEMENT = '\ufffd'

/**
 * The text of UTF-8 bytes: a string, or its code points where surrogates stand side by side that a
 * string would join to one character; `undefined` where the bytes are malformed.
 */
export function utf8ToText(
  bytes: Uint8Array,
  start: number,
  end: number,
): string | readonly number[] | undefined {
  const text =
    utf8Slice === undefined
      ? decoder.decode(bytes.subarray(start, end))
      : utf8Slice.call(bytes, start, end)
  if (!text.includes(REPLACEMENT)) return text
  const points = utf8ToCodePoints(bytes, start, end)
  return points === undefined || hasSplitPair(points) ? points : codePointsToText(points)
}

/** The code points of UTF-8 bytes, surrogates included; `undefined` where the bytes are malformed. */
export function utf8ToCodePoints(
  bytes: Uint8Array,
  start: number,
  end: number,
): number[] | undefined {
  const points: number[] = []
  for (let at = start; at < end;) {
    const point = codePointAt(bytes, at, end)
    if (point < 0) return undefined
    points.push(point)
    at += utf8Size(point)
  }
  return points
}

/** Whether a high surrogate stands right before a low one, which UTF-16 would read as one character. */
export function hasSplitPair(points: readonly number[]): boolean {
  return points.some((point, at) => isLow(point) && at > 0 && isHigh(points[at - 1]!))
}

/** The string of a list of code points; neighbouring surrogates join, as UTF-16 has it. */
export function codePointsToText(points: readonly number[]): string {
  let text = ''
  for (let at = 0; at < points.length; at += CHUNK) {
    text += String.fromCodePoint(...points.slice(at, at + CHUNK))
  }
  return text
}

/**
 * Writes `text` as UTF-8 at `at` and returns where it ends. A lone surrogate takes three bytes.
 * `target` must have room for three bytes a code unit.
 */
export function writeUtf8(text: string, target: Uint8Array, at: number): number {
  // The engine's encoder replaces lone surrogates, so it gets no text that has them.
  if (text.length >= NATIVE_FROM && text.isWellFormed()) {
    return at + encoder.encodeInto(text, target.subarray(at)).written
  }
  let end = at
  let index = 0
  // ASCII goes the short way, as far as it reaches.
  for (; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit >= 0x80) break
    target[end++] = unit
  }
  for (; index < text.length; index++) {
    let point = text.charCodeAt(index)
    if (isHigh(point) && isLow(text.charCodeAt(index + 1))) point = text.codePointAt(index++)!
    end = writeCodePoint(point, target, end)
  }
  return end
}

/** Writes one code point as UTF-8 at `at`, surrogates too, and returns where it ends. */
export function writeCodePoint(point: number, target: Uint8Array, at: number): number {
  let end = at
  if (point < 0x80) {
    target[end++] = point
    return end
  }
  if (point < 0x800) target[end++] = 0xc0 | (point >> 6)
  else {
    if (point < 0x10000) target[end++] = 0xe0 | (point >> 12)
    else {
      target[end++] = 0xf0 | (point >> 18)
      target[end++] = 0x80 | ((point >> 12) & 0x3f)
    }
    target[end++] = 0x80 | ((point >> 6) & 0x3f)
  }
  target[end++] = 0x80 | (point & 0x3f)
  return end
}
