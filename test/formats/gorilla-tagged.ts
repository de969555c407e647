/** Values as test/vectors/generate/gorilla.go tells of them: with the type that each has in Go. */
import { floatNotes } from '../../src/lib/hints.js'
import { writeTime } from '../../src/serializers/gob/time.js'
import {
  GoComplex,
  GoMap,
  GoNumber,
  GoSlice,
  GoString,
  GoTime,
} from '../../src/serializers/gob/index.js'

export interface Tagged {
  readonly t: string
  readonly [field: string]: unknown
}

const ANY = 'interface {}'

/** Seconds with an offset that Go reads otherwise than it wrote it. */
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** Go writes its NaN with other bits. */
function bitsOf(value: number): string {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return Number.isNaN(value) ? '7ff8000000000001' : bytes.toString('hex')
}

/**
 * @param type what the value is said to be by what it stands in
 * @param isFloat whether its container has a note of it
 */
export function taggedOf(value: unknown, type = ANY, isFloat = false): Tagged {
  if (value === null) return { t: 'nil' }
  if (typeof value === 'boolean') return { t: 'bool', v: value }
  if (typeof value === 'string') return { t: 'string', v: value }
  if (typeof value === 'number' || typeof value === 'bigint') {
    return number(value, type === ANY ? typeOfNumber(value, isFloat) : type)
  }
  if (value instanceof GoNumber) return number(value.value, value.type)
  if (value instanceof GoString) return { t: 'string', hex: hexOf(value.bytes) }
  if (value instanceof GoComplex) {
    return { t: value.type, bits: bitsOf(value.real) + bitsOf(value.imaginary) }
  }
  return container(value as object)
}

const typeOfNumber = (value: number | bigint, isFloat: boolean): string =>
  typeof value === 'bigint' || (Number.isSafeInteger(value) && !isFloat && !Object.is(value, -0))
    ? 'int'
    : 'float64'

const number = (value: number | bigint, t: string): Tagged =>
  t.startsWith('float') ? { t, bits: bitsOf(Number(value)) } : { t, v: String(value) }

function container(value: object): Tagged {
  if (value instanceof Uint8Array) return { t: '[]uint8', hex: hexOf(value) }
  if (value instanceof Date) return time(value)
  const floats = floatNotes(value)
  if (Array.isArray(value)) {
    const t = value instanceof GoSlice ? value.type : `[]${ANY}`
    const elem = t.slice(2)
    return { t, v: value.map((item, at) => taggedOf(item, elem, floats?.has(at))) }
  }
  if (value instanceof GoMap) return mapOf(value, value.type)
  return value instanceof Map
    ? mapOf(value, `map[${ANY}]${ANY}`)
    : mapOf(new Map(Object.entries(value)), `map[string]${ANY}`, floats)
}

export function mapOf(map: Map<unknown, unknown>, t: string, floats = floatNotes(map)): Tagged {
  const end = t.indexOf(']')
  const [key, elem] = [t.slice('map['.length, end), t.slice(end + 1)]
  const pairs = [...map].map(([name, item]) => [
    taggedOf(name, key),
    taggedOf(item, elem, floats?.has(name)),
  ])
  return { t, v: pairs }
}

/** With the names of JSON's members and the pairs of maps in one order. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const { t, v, ...rest } = value as Tagged
  const items = Array.isArray(v) ? v.map(sorted) : v
  if (t.startsWith('map[')) {
    const text = (item: unknown): string => JSON.stringify(item)
    ;(items as unknown[]).sort((one, other) => (text(one) < text(other) ? -1 : 1))
  }
  return { t, ...(v === undefined ? {} : { v: items }), ...rest }
}

function time(value: Date): Tagged {
  const view = new DataView(writeTime(value)!.buffer)
  const offset = value instanceof GoTime ? value.offset : null
  const seconds = view.getBigInt64(1) - 62_135_596_800n
  return { t: 'time.Time', n: view.getUint32(9), offset, s: String(seconds) }
}

/** What Go makes of values that came as JSON: all numbers are float64. */
export function jsonTagged(value: unknown): Tagged {
  if (typeof value === 'number' || typeof value === 'bigint')
    return number(Number(value), 'float64')
  if (Array.isArray(value)) return { t: `[]${ANY}`, v: value.map(jsonTagged) }
  if (typeof value !== 'object' || value === null) return taggedOf(value)
  return jsonMap(new Map(Object.entries(value)), `map[string]${ANY}`)
}

export function jsonMap(map: Map<unknown, unknown>, t: string): Tagged {
  const pairs = [...map].map(([key, item]) => [taggedOf(key), jsonTagged(item)])
  return { t, v: pairs }
}
