/** Which type of Go a value of JavaScript becomes where Go takes any. */
import { COPY_ADVICE } from '../../lib/key-path.js'
import { isBytes, isDate, isHollow, isMap, isPlainObject, isRevokedProxy } from '../../lib/kinds.js'
import { PyFloat } from '../../lib/py-float.js'
import { TYPES, typeNamed } from './types.js'
import type { GoType } from './types.js'
import { GoComplex, GoMap, GoNumber, GoSlice, GoString } from './values.js'

/** The type; `undefined` for what is no plain data. */
export function typeOf(value: unknown): GoType | undefined {
  if (typeof value === 'string') return TYPES.string
  if (typeof value === 'boolean') return TYPES.bool
  if (typeof value === 'bigint') return TYPES.int
  if (typeof value === 'number') return isInt(value) ? TYPES.int : TYPES.float64
  return typeof value === 'object' && value !== null ? typeOfObject(value) : undefined
}

const isInt = (value: number): boolean => Number.isSafeInteger(value) && !Object.is(value, -0)

function typeOfObject(value: object): GoType | undefined {
  if (isRevokedProxy(value)) return undefined
  if (isTyped(value)) return typeNamed(value.type)
  if (value instanceof GoString) return TYPES.string
  if (value instanceof PyFloat) return TYPES.float64
  if (Array.isArray(value)) return TYPES.list
  if (isBytes(value)) return TYPES.bytes
  if (isDate(value)) return TYPES.time
  if (isMap(value)) return TYPES.map
  return isPlainObject(value) ? TYPES.object : undefined
}

const isTyped = (value: object): value is GoNumber | GoComplex | GoSlice | GoMap =>
  value instanceof GoNumber ||
  value instanceof GoComplex ||
  (value instanceof GoSlice && value.type !== '') ||
  value instanceof GoMap

/** What to do with a value that a gob cannot hold. */
export function adviceFor(value: unknown): string {
  if (value === undefined) return 'store null, or leave it out'
  if (isHollow(value)) return COPY_ADVICE
  if (value instanceof Promise) return 'await it first'
  return 'store text or plain data that describes it'
}
