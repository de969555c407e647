/** Text as protocol 0 has it: escaped, in one line. */

import { latin1ToText } from '../../lib/text.js'

/** Backslash, NUL, line feed, carriage return and Control-Z, which ends a text file on some systems. */
const isEscaped = (point: number): boolean =>
  point > 0xff ||
  point === 0x5c ||
  point === 0 ||
  point === 0x0a ||
  point === 0x0d ||
  point === 0x1a

/** Bytes that a code unit takes at most: `\uffff`. */
const MOST_BYTES = 6

/** Python's raw-unicode-escape of text, with the characters escaped that a line cannot hold. */
export function escapedText(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * MOST_BYTES)
  let end = 0
  for (let at = 0; at < text.length; at++) {
    const point = text.codePointAt(at)!
    if (point > 0xffff) at++
    end = writePoint(point, bytes, end)
  }
  return bytes.subarray(0, end)
}

/** The same of code points that no text holds. */
export function escapedPoints(points: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(points.length * 2 * MOST_BYTES)
  let end = 0
  for (const point of points) end = writePoint(point, bytes, end)
  return bytes.subarray(0, end)
}

const DIGITS = '0123456789abcdef'

/** Writes a character at `at`, and gives the place behind it. */
function writePoint(point: number, bytes: Uint8Array, at: number): number {
  if (!isEscaped(point)) {
    bytes[at] = point
    return at + 1
  }
  const isLong = point > 0xffff
  const end = at + (isLong ? 10 : 6)
  bytes[at] = 0x5c
  bytes[at + 1] = isLong ? 0x55 : 0x75
  let rest = point
  for (let digit = end - 1; digit > at + 1; digit--) {
    bytes[digit] = DIGITS.charCodeAt(rest & 15)
    rest >>= 4
  }
  return end
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
}

/** By the byte: to escape each anew takes ten times as long. */
const ESCAPES: readonly string[] = /* @__PURE__ */ Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte)
  const isPrintable = char >= ' ' && char < '\x7f'
  return SHORT_ESCAPES[char] ?? (isPrintable ? char : `\\x${byte.toString(16).padStart(2, '0')}`)
})

/** A byte string as Python 2's repr has it. */
export function quoted(bytes: Uint8Array): string {
  const text = latin1ToText(bytes)
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  let escaped = ''
  for (const byte of bytes) escaped += ESCAPES[byte]!
  return `${quote}${escaped.replaceAll(quote, `\\${quote}`)}${quote}`
}
