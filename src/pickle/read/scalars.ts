/** Instructions that push a plain value: numbers, text, bytes. */

import { textToLatin1, codePointsToText, hasSplitPair } from '../../lib/text.js'
import * as OP from '../opcodes.js'
import { PyByteArray } from '../values/containers.js'
import { PyStr } from '../values/texts.js'
import type { Handlers } from './handlers.js'
import type { Reader } from './reader.js'

/**
 * The texts of numbers. In INT and LONG Python also takes blanks, underscores, other bases, leading
 * zeros, and -0 as False; no pickler writes them, so they are refused.
 */
const INT = /^(?:0|-?[1-9]\d*)$/
const INDEX = /^(?:0|[1-9]\d*)$/
const FLOAT = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i
const SPECIAL_FLOAT = /^([+-]?)(nan|inf|infinity)$/i

export const scalarHandlers = {
  [OP.NONE]: (reader) => reader.push(null),
  [OP.NEWTRUE]: (reader) => reader.push(true),
  [OP.NEWFALSE]: (reader) => reader.push(false),
  [OP.BININT]: (reader) => reader.push(reader.i4()),
  [OP.BININT1]: (reader) => reader.push(reader.u1()),
  [OP.BININT2]: (reader) => reader.push(reader.u2()),
  [OP.INT]: (reader) => {
    const text = digits(reader)
    reader.push(text === '00' || text === '01' ? text === '01' : textInt(reader, text))
  },
  [OP.LONG]: (reader) => {
    const text = digits(reader)
    reader.push(textInt(reader, text.endsWith('L') ? text.slice(0, -1) : text))
  },
  [OP.LONG1]: (reader) => reader.push(binaryInt(reader, reader.u1())),
  [OP.LONG4]: (reader) => reader.push(binaryInt(reader, reader.length4())),
  [OP.FLOAT]: (reader) => reader.pushFloat(textFloat(reader, digits(reader))),
  [OP.BINFLOAT]: (reader) => reader.pushFloat(binaryFloat(reader.bytes, reader.take(8))),

  [OP.STRING]: (reader) => pushPy2Str(reader, unquote(reader, reader.line())),
  [OP.BINSTRING]: (reader) => pushPy2Str(reader, latin1Of(reader, reader.length4())),
  [OP.SHORT_BINSTRING]: (reader) => pushPy2Str(reader, latin1Of(reader, reader.u1())),
  [OP.UNICODE]: (reader) => pushText(reader, rawUnicodeEscape(reader, reader.line())),
  [OP.BINUNICODE]: (reader) => pushText(reader, reader.text(reader.u4())),
  [OP.SHORT_BINUNICODE]: (reader) => pushText(reader, reader.text(reader.u1())),
  [OP.BINUNICODE8]: (reader) => pushText(reader, reader.text(reader.u8())),
  [OP.BINBYTES]: (reader) => reader.push(bytesOf(reader, reader.u4())),
  [OP.SHORT_BINBYTES]: (reader) => reader.push(bytesOf(reader, reader.u1())),
  [OP.BINBYTES8]: (reader) => reader.push(bytesOf(reader, reader.u8())),
  [OP.BYTEARRAY8]: (reader) => reader.push(new PyByteArray(bytesOf(reader, reader.u8()))),
} satisfies Partial<Handlers>

// ---- numbers

/** A line that holds a number, of bounded length: long ones take quadratic time to convert. */
function digits(reader: Reader): string {
  const line = reader.line()
  if (line.length > reader.settings.limits.digits) reader.over('digits')
  return line
}

function textInt(reader: Reader, text: string): number | bigint {
  if (!INT.test(text)) reader.fail('BAD_NUMBER', 'An int is not plain decimal')
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : BigInt(text)
}

/** The line after GET or PUT: a memo index. */
export function textIndex(reader: Reader): number {
  const text = digits(reader)
  if (!INDEX.test(text)) reader.fail('BAD_NUMBER', 'A memo index is not plain decimal')
  return Number(text)
}

function textFloat(reader: Reader, text: string): number {
  const special = SPECIAL_FLOAT.exec(text)
  if (special !== null) {
    if (special[2]!.toLowerCase() === 'nan') return NaN
    return special[1] === '-' ? -Infinity : Infinity
  }
  if (!FLOAT.test(text)) reader.fail('BAD_NUMBER', 'A float is not decimal')
  const value = Number(text)
  if (!Number.isFinite(value)) reader.fail('BAD_NUMBER', 'A float is out of range')
  return value
}

/** An int in little-endian two's complement; no bytes at all are 0. */
function binaryInt(reader: Reader, size: number): number | bigint {
  const { bytes } = reader
  const start = reader.take(size)
  if (size > reader.settings.limits.intBytes) reader.over('intBytes')
  if (size > 6) return bigBinaryInt(bytes.subarray(start, start + size))
  let value = 0
  for (let at = start + size - 1; at >= start; at--) value = value * 256 + bytes[at]!
  const isNegative = size > 0 && bytes[start + size - 1]! >= 0x80
  return isNegative ? value - 256 ** size : value
}

/** Every byte in hexadecimal. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

function bigBinaryInt(bytes: Uint8Array): number | bigint {
  let hex = '0x'
  for (let at = bytes.length - 1; at >= 0; at--) hex += HEX[bytes[at]!]!
  const value = BigInt.asIntN(bytes.length * 8, BigInt(hex))
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

const scratch = new DataView(new ArrayBuffer(8))

/** A double, big-endian. */
function binaryFloat(bytes: Uint8Array, start: number): number {
  for (let at = 0; at < 8; at++) scratch.setUint8(at, bytes[start + at]!)
  return scratch.getFloat64(0)
}

// ---- text

function pushText(reader: Reader, text: string | PyStr): void {
  reader.push(reader.settings.exact && typeof text === 'string' ? new PyStr(text) : text)
}

/** Python's raw-unicode-escape: Latin-1, in which only \uXXXX and \UXXXXXXXX are escapes. */
function rawUnicodeEscape(reader: Reader, line: string): string | PyStr {
  if (!line.includes('\\')) return line
  const points: number[] = []
  let at = 0
  while (at < line.length) {
    const size = line[at] === '\\' ? ({ u: 4, U: 8 }[line[at + 1] ?? ''] ?? 0) : 0
    if (size > 0) {
      points.push(hexPoint(reader, line.slice(at + 2, at + 2 + size), size))
      at += 2 + size
    } else {
      // A backslash shields the character behind it: \\u0041 is no escape.
      const end = Math.min(at + (line[at] === '\\' ? 2 : 1), line.length)
      while (at < end) points.push(line.charCodeAt(at++))
    }
  }
  return hasSplitPair(points) ? PyStr.fromCodePoints(points) : codePointsToText(points)
}

function hexPoint(reader: Reader, hex: string, size: number): number {
  const point = /^[\da-f]+$/i.test(hex) ? Number.parseInt(hex, 16) : NaN
  if (hex.length < size || !(point <= 0x10ffff)) {
    reader.fail('BAD_STRING', 'Text has a bad \\u escape')
  }
  return point
}

function latin1Of(reader: Reader, size: number): string {
  const start = reader.take(size)
  return reader.latin1(start, start + size)
}

/** Pushes a Python 2 str, given as Latin-1 text. */
function pushPy2Str(reader: Reader, text: string): void {
  const { py2str } = reader.settings
  if (py2str === 'bytes') return reader.push(textToLatin1(text))
  // oxlint-disable-next-line no-control-regex -- all of ASCII is meant
  const isText = py2str === 'latin1' || (py2str !== 'keep' && /^[\0-\x7f]*$/.test(text))
  if (isText) return py2str === 'auto' ? reader.push(reader.oldText(text)) : pushText(reader, text)
  // Whether it goes into an object, as the state of a date does, is not known yet.
  const kept = reader.py2Str(text)
  if (py2str === 'ascii') {
    reader.beyondAscii ??= new Map()
    if (!reader.beyondAscii.has(kept)) reader.beyondAscii.set(kept, reader.at)
  }
  reader.push(kept)
}

/** One escape of Python's source: an octal, a hexadecimal, or one character; or a bare backslash. */
const ESCAPE = /\\(?:([0-7]{1,3})|x([\da-fA-F]{2})|([^]))|\\/g
const ESCAPED: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

/** What a quoted and escaped byte string of Python's source means, as Latin-1 text. */
function unquote(reader: Reader, line: string): string {
  const quote = line[0]
  if (line.length < 2 || (quote !== "'" && quote !== '"') || !line.endsWith(quote)) {
    reader.fail('BAD_STRING', 'A Python 2 str is not quoted')
  }
  return line.slice(1, -1).replaceAll(ESCAPE, (escape, octal, hex, char: string | undefined) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff)
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
    if (char === undefined || char === 'x') reader.fail('BAD_STRING', 'A str has a bad escape')
    // As in Python, an escape that has no meaning stands for itself.
    return ESCAPED[char] ?? escape
  })
}

// ---- bytes

/** A copy of the next bytes: a view would keep the caller's buffer alive, and change with it. */
function bytesOf(reader: Reader, size: number): Uint8Array {
  const start = reader.take(size)
  return reader.bytes.slice(start, start + size)
}
