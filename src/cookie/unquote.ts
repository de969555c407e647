/** What a cookie's value stands for: quotes and escapes undone, and bytes read as UTF-8, as WebOb has it. */
import { isLatin1 } from '../lib/latin1.js'

const ESCAPE = /\\(?:([0-3][0-7][0-7])|(.))/g

/** A value that may stand in quotes. Bytes that are not UTF-8 become U+FFFD. */
export function unquote(value: string): string {
  const bare = value.length > 1 && value.startsWith('"') ? value.slice(1, -1) : value
  return utf8(bare.includes('\\') ? bare.replace(ESCAPE, unescape) : bare)
}

/** The text of bytes, which come one a character. A header that held wider characters stays as it is. */
export function utf8(text: string): string {
  // Only ASCII takes a byte a character. Node tells that faster than an expression does.
  if (Buffer.byteLength(text) === text.length) return text
  return isLatin1(text) ? Buffer.from(text, 'latin1').toString() : text
}

function unescape(_: string, octal: string | undefined, character: string): string {
  return octal === undefined ? character : String.fromCharCode(Number.parseInt(octal, 8))
}
