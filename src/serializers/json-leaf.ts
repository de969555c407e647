/** The parts of a JSON text that hold no others, as Python writes them. */
import { floatRepr } from '../lib/float-repr.js'
import { COPY_ADVICE } from '../lib/key-path.js'
import { isBytes, isDate, isHollow, isSet } from '../lib/kinds.js'
import { MAX_DIGITS } from './json-scan.js'

const SHORT_ESCAPES: ReadonlyMap<number, string> = new Map([
  [0x22, String.raw`\"`],
  [0x5c, '\\\\'],
  [0x08, String.raw`\b`],
  [0x09, String.raw`\t`],
  [0x0a, String.raw`\n`],
  [0x0c, String.raw`\f`],
  [0x0d, String.raw`\r`],
])

/** What stands for a character that cannot stand for itself. */
export function escape(unit: number): string {
  return SHORT_ESCAPES.get(unit) ?? `\\u${unit.toString(16).padStart(4, '0')}`
}

/** A number without a note: an integer where it is a safe one. */
export function jsonNumber(value: number): string {
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : jsonFloat(value)
}

export function jsonFloat(value: number): string {
  if (Number.isFinite(value)) return floatRepr(value)
  return String(value) // NaN, Infinity, -Infinity: as Python spells them in JSON
}

/** An integer of more bits, its sign among them, has more digits than are read. */
const MAX_BITS = Math.ceil(MAX_DIGITS * Math.log2(10)) + 1

/**
 * An integer in decimal; `undefined` for one of more digits than are read. Digits of a huge one take long: whether they
 * are too many is told from its bits.
 */
export function digitsOf(value: bigint): string | undefined {
  if (BigInt.asIntN(MAX_BITS, value) !== value) return undefined
  const text = String(value)
  return text.length - (value < 0n ? 1 : 0) <= MAX_DIGITS ? text : undefined
}

/**
 * What to do with a value that JSON cannot hold.
 *
 * @param otherwise see `JsonStyle`
 */
export function adviceFor(value: unknown, otherwise: string): string {
  if (value === undefined) return 'store null, or leave it out'
  if (typeof value !== 'object' || value === null) return 'store what describes it'
  if (isHollow(value)) return COPY_ADVICE
  if (isDate(value)) return `store seconds or ISO text${otherwise}`
  if (isSet(value)) return `store an array${otherwise}`
  if (isBytes(value)) return `store base64 text${otherwise}`
  return 'store plain data: text, numbers, arrays and plain objects'
}
