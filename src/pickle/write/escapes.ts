/** Text as protocol 0 has it: escaped, in one line. */

import { latin1ToText } from '../../lib/text.js'

const hex = (value: number, size: number): string => value.toString(16).padStart(size, '0')

/** Backslash, NUL, line feed, carriage return and Control-Z, which ends a text file on some systems. */
const ESCAPED_POINTS: ReadonlySet<number> = new Set([0x5c, 0, 0x0a, 0x0d, 0x1a])

/** A character in Python's raw-unicode-escape, escaped where a line cannot hold it. */
export function escapePoint(point: number): string {
  if (point > 0xffff) return `\\U${hex(point, 8)}`
  if (point > 0xff || ESCAPED_POINTS.has(point)) return `\\u${hex(point, 4)}`
  return String.fromCharCode(point)
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
}

/** A byte string as Python 2's repr has it. */
export function quoted(bytes: Uint8Array): string {
  const text = latin1ToText(bytes)
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = Array.from(text, (char) => {
    if (char === quote) return `\\${char}`
    const isPrintable = char >= ' ' && char < '\x7f'
    return SHORT_ESCAPES[char] ?? (isPrintable ? char : `\\x${hex(char.charCodeAt(0), 2)}`)
  })
  return `${quote}${escaped.join('')}${quote}`
}
