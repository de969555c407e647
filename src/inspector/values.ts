/** What values of sessions are to people: what they are called, how they are written, what lies in them. */
import { floatRepr } from '../lib/float-repr.js'
import { preview } from '../pickle/explain/preview.js'
import { PyFloat } from '../lib/py-float.js'
import { PyTuple } from '../pickle/values.js'

/** A value within another. */
export interface Entry {
  readonly key: unknown
  readonly value: unknown
}

/** What lies in a value; `undefined` for one that holds no others. */
export function entriesOf(value: unknown): readonly Entry[] | undefined {
  if (Array.isArray(value)) return value.map((item, key) => ({ key, value: item as unknown }))
  if (value instanceof Map)
    return [...value].map(([key, item]) => ({ key, value: item as unknown }))
  if (value instanceof Set) return [...value].map((item, key) => ({ key, value: item as unknown }))
  return isPlain(value)
    ? Object.entries(value).map(([key, item]) => ({ key, value: item }))
    : undefined
}

export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** What a value is called. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (value instanceof PyTuple) return 'tuple'
  if (Array.isArray(value)) return 'list'
  if (value instanceof Map || isPlain(value)) return 'map'
  if (value instanceof Set) return 'set'
  if (value instanceof PyFloat) return 'float'
  if (value instanceof Uint8Array) return 'bytes'
  if (value instanceof Date) return 'date'
  if (typeof value === 'bigint') return 'integer'
  return typeof value === 'object' ? (value.constructor?.name ?? 'object') : typeof value
}

const LONGEST = 400

/** One line. */
export function textOf(value: unknown): string {
  const entries = entriesOf(value)
  if (entries !== undefined) return countOf(entries.length, typeOf(value))
  if (typeof value === 'string') return cut(JSON.stringify(value))
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'no date' : value.toISOString()
  if (typeof value !== 'object' || value === null) return String(value)
  return ownText(value) ?? preview(value, LONGEST)
}

/** Of classes that say what they are. */
function ownText(value: object): string | undefined {
  if (value instanceof PyFloat || value instanceof Uint8Array) return undefined
  const text = String(value as unknown)
  return text.startsWith('[object') ? undefined : cut(text)
}

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)

const countOf = (count: number, type: string): string =>
  `${type}, ${count === 0 ? 'empty' : count === 1 ? '1 entry' : `${count} entries`}`

/** How a value is written into a field to edit it; `undefined` for what cannot be edited there. */
export function editable(value: unknown): string | undefined {
  if (value instanceof PyFloat) return floatRepr(value.value)
  if (typeof value === 'bigint') return String(value)
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) {
    return JSON.stringify(value)
  }
  return undefined
}

/**
 * What somebody wrote into such a field: JSON. A number stays what it was: a float, an integer beyond 2^53.
 *
 * @throws {SyntaxError} for what is no JSON
 */
export function edited(text: string, before: unknown): unknown {
  if (typeof before === 'bigint' && /^-?\d+$/.test(text.trim())) return BigInt(text.trim())
  const value: unknown = JSON.parse(text)
  return typeof value === 'number' && before instanceof PyFloat ? new PyFloat(value) : value
}
