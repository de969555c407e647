/** Which keys of a map are one in Go, though JavaScript has them apart. */
import { isDate } from '../../lib/kinds.js'
import { latin1ToText } from '../../lib/text.js'
import { writeTime } from './time.js'
import { typeOf } from './type-of.js'
import { TYPES } from './types.js'
import type { GoType } from './types.js'
import { GoComplex, GoNumber, GoString, numberIn } from './values.js'

/**
 * Where the first key stands that is one in Go with a key before it; -1 where there is none.
 *
 * @param type that the map has for its keys, which are all of it
 */
export function twinAt(type: GoType, keys: readonly unknown[]): number {
  // Text among itself is told apart as in Go.
  if (keys.every((key) => typeof key === 'string')) return -1
  const met = new Set<string>()
  return keys.findIndex((key) => {
    const text = textOf(type, key)
    const isTwin = text !== undefined && met.has(text)
    if (text !== undefined) met.add(text)
    return isTwin
  })
}

/** Every NaN is a key of its own in Go, but all are one in JavaScript. */
export function keyIn(map: ReadonlyMap<unknown, unknown>, key: unknown): unknown {
  return Number.isNaN(key) && map.has(key) ? new GoNumber(TYPES.float64.name, Number.NaN) : key
}

/** A text that keys share which are one in Go; `undefined` for what equals nothing. */
function textOf(type: GoType, key: unknown): string | undefined {
  const text = leafText(key)
  // Of two types they are two where the map takes any.
  const isNamed = type.kind === 'interface' && text !== undefined
  return isNamed ? `${typeOf(key)?.name} ${text}` : text
}

function leafText(key: unknown): string | undefined {
  if (typeof key === 'string') return latin1ToText(Buffer.from(key))
  if (key instanceof GoString) return latin1ToText(key.bytes)
  if (isDate(key)) return latin1ToText(writeTime(key)!)
  if (!(key instanceof GoComplex)) return numberText(numberIn(key))
  const [real, imaginary] = [numberText(key.real), numberText(key.imaginary)]
  return real && imaginary && `${real} ${imaginary}`
}

/** -0 is 0. */
const numberText = (value: unknown): string | undefined =>
  Number.isNaN(value) ? undefined : String(value)
