/** The tagged values of PHP in test/vectors/languages/laravel.json.gz, whose grammar is in the script that makes them. */
import { floatNotes, orderedKeys } from '../../src/lib/hints.js'

/** A value of PHP. */
export interface TaggedPhp {
  readonly t: 'null' | 'bool' | 'int' | 'float' | 'str' | 'bytes' | 'list' | 'map' | 'object'
  readonly v?: unknown
}

type Key = string | { readonly int: string }

/** The tagged value of what was read; `undefined` is no value of PHP. */
export function taggedOf(value: unknown, isFloat = false): TaggedPhp {
  if (value === null) return { t: 'null' }
  if (typeof value === 'boolean') return { t: 'bool', v: value }
  if (typeof value === 'bigint') return { t: 'int', v: String(value) }
  if (typeof value === 'number') return taggedNumber(value, isFloat)
  if (typeof value === 'string') return { t: 'str', v: value }
  if (value instanceof Uint8Array) return { t: 'bytes', v: Buffer.from(value).toString('hex') }
  if (typeof value !== 'object') throw new TypeError(`no value of PHP: ${typeof value}`)
  const floats = floatNotes(value)
  const isNoted = (slot: unknown, item: unknown): boolean => floats?.get(slot) === item
  if (Array.isArray(value)) {
    return { t: 'list', v: value.map((item, at) => taggedOf(item, isNoted(at, item))) }
  }
  const keys = value instanceof Map ? [...value.keys()] : orderedKeys(value)
  const items = value instanceof Map ? value : new Map(Object.entries(value))
  const pairs = keys.map((key) => {
    const item: unknown = items.get(key)
    return [keyOf(String(key)), taggedOf(item, isNoted(key, item))]
  })
  // An array without keys is a list.
  return pairs.length === 0 ? { t: 'list', v: [] } : { t: 'map', v: pairs }
}

const keyOf = (key: string): Key => (isInt(key) ? { int: key } : key)

/** Whether PHP has an int for it in the place of a key. */
const isInt = (key: string): boolean =>
  /^-?\d+$/.test(key) && String(BigInt.asIntN(64, BigInt(key))) === key

function taggedNumber(value: number, isFloat: boolean): TaggedPhp {
  const isInt = Number.isSafeInteger(value) && !Object.is(value, -0) && !isFloat
  if (isInt) return { t: 'int', v: String(value) }
  if (Number.isNaN(value)) return { t: 'float', v: '7ff8000000000000' }
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return { t: 'float', v: bytes.toString('hex') }
}
