/** Values as Python's `repr` shows them: of one line, and without characters that a terminal obeys. */

import { latin1ToText } from '../../lib/text.js'
import { PyFloat } from '../../lib/py-float.js'
import { PyByteArray } from '../values/containers.js'
import { PyExt, PyGlobal } from '../values/references.js'
import { Py2Str, PyStr } from '../values/texts.js'
import { floatRepr } from '../../lib/float-repr.js'
import { SideBuffer } from './side-buffer.js'

/** What Python does not print as it is: controls, formats, surrogates, unassigned, blanks but for one. */
const TEXT_ESCAPES = /[\p{C}\p{Z}\\'"]/gu
const BYTE_ESCAPES = /[^ !#-&(-[\]-~]/g

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  ' ': ' ',
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
}

function escapeCharacter(char: string): string {
  const hex = (size: number): string => char.codePointAt(0)!.toString(16).padStart(size, '0')
  if (char.length > 1) return `\\U${hex(8)}`
  return SHORT_ESCAPES[char] ?? (char > '\xff' ? `\\u${hex(4)}` : `\\x${hex(2)}`)
}

/** Puts `parts` in quotes: single ones, unless there are single ones within and no double ones. */
function quote(parts: readonly string[], escapes: RegExp): string {
  const isWithin = (mark: string): boolean => parts.some((part) => part.includes(mark))
  const mark = isWithin("'") && !isWithin('"') ? '"' : "'"
  const escape = (char: string): string => {
    if (char === "'" || char === '"') return char === mark ? `\\${char}` : char
    return escapeCharacter(char)
  }
  return `${mark}${parts.map((part) => part.replace(escapes, escape)).join('')}${mark}`
}

/** Text without quotes around it: a name, which in a pickle can be anything. */
export function escapeName(text: string): string {
  return text.replace(TEXT_ESCAPES, (char) =>
    char === "'" || char === '"' ? char : escapeCharacter(char),
  )
}

/** One byte as `pickletools` shows an opcode. */
export function reprByte(byte: number): string {
  return quote([String.fromCharCode(byte)], BYTE_ESCAPES).slice(1, -1)
}

/**
 * The repr of a value that holds no other, or its beginning where it has more than `limit`
 * characters; `undefined` for a container.
 */
export function reprScalar(value: unknown, limit: number): string | undefined {
  switch (typeof value) {
    case 'string':
      return quote([value.slice(0, limit + 1)], TEXT_ESCAPES)
    case 'boolean':
      return value ? 'True' : 'False'
    case 'object':
      return value === null ? 'None' : reprObject(value, limit)
    case 'bigint':
      return reprInt(value, limit)
    default:
      return String(value)
  }
}

/** Decimal digits take quadratic time, so an int that is cut anyway has hexadecimal ones. */
function reprInt(value: bigint, limit: number): string {
  if (BigInt.asIntN(4 * limit + 4, value) === value) return String(value)
  // Only the first digits are made: a part of a long text would keep all of it in memory.
  const size = value < 0n ? -value : value
  const hidden = Math.max(0, hexDigitsOf(size, limit) - limit - 2)
  return `${value < 0n ? '-' : ''}0x${(size >> BigInt(4 * hidden)).toString(16)}`
}

/** How many hexadecimal digits an int has that has at least `low`; none of them is made. */
function hexDigitsOf(size: bigint, low: number): number {
  const fits = (digits: number): boolean => size >> BigInt(4 * digits) === 0n
  let high = low + 1
  while (!fits(high)) high *= 2
  for (let least = low; least < high;) {
    const middle = (least + high) >> 1
    if (fits(middle)) high = middle
    else least = middle + 1
  }
  return high
}

function reprObject(value: object, limit: number): string | undefined {
  if (value instanceof PyFloat) return floatRepr(value.value)
  if (value instanceof PyStr) return quote(charactersOf(value, limit), TEXT_ESCAPES)
  if (value instanceof Py2Str) return reprBytes(value.bytes, limit)
  if (value instanceof PyByteArray) return `bytearray(b${reprBytes(value, limit)})`
  if (value instanceof Uint8Array) return `b${reprBytes(value, limit)}`
  if (value instanceof PyGlobal) return `<global ${nameOf(value, limit)}>`
  if (value instanceof PyExt) return String(value)
  if (value instanceof SideBuffer) return `<buffer ${value.index}>`
  return undefined
}

/** Split surrogates must not meet in one string, where they would be one character. */
const charactersOf = (value: PyStr, limit: number): readonly string[] =>
  value.isSplit
    ? value.codePoints.slice(0, limit + 1).map((point) => String.fromCodePoint(point))
    : [value.text.slice(0, limit + 1)]

const reprBytes = (bytes: Uint8Array, limit: number): string =>
  quote([latin1ToText(bytes, 0, Math.min(bytes.length, limit + 1))], BYTE_ESCAPES)

/** The dotted name of a class or function, or its beginning. */
export function nameOf({ module, name }: PyGlobal, limit: number): string {
  return `${escapeName(module.slice(0, limit + 1))}.${escapeName(name.slice(0, limit + 1))}`
}

/** `text`, or what fits into `limit` characters with an ellipsis in place of the rest. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text
  // Not half a surrogate pair.
  return `${text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '')}…`
}
