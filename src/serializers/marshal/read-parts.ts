import { noteFloat, noteFloatKey, noteKeyOrder } from '../../lib/hints.js'
import { INDEX, expectGaps } from '../../lib/index-keys.js'
import { setOwn } from '../../lib/own.js'
import { isAscii } from '../../lib/text.js'
import { FEW_KEYS, haveCollisions } from '../../pickle/collisions.js'
import { refusal } from './cursor.js'
import type { RubyKeys } from './keys.js'
import { RubyString } from './types.js'

/** A key and its value, and which of them was a Float. */
export interface Entry {
  readonly key: unknown
  readonly isFloatKey: boolean
  readonly value: unknown
  readonly isFloat: boolean
}

/** A plain object, or a Map where a key is no text. */
export function hashOf(entries: readonly Entry[], known: RubyKeys): object {
  return entries.every(({ key }) => typeof key === 'string')
    ? objectOf(entries as readonly (Entry & { key: string })[])
    : mapOf(entries, known)
}

function objectOf(entries: readonly (Entry & { readonly key: string })[]): object {
  const object: Record<string, unknown> = {}
  const keys = entries.map(({ key }) => key)
  if (new Set(keys).size < keys.length) throw refusal('have one key twice')
  for (const [at, { key, value, isFloat }] of entries.entries()) {
    if (INDEX.test(key)) expectGaps(object, key, at)
    if (isFloat) noteFloat(object, key, value as number)
    setOwn(object, key, value)
  }
  noteKeyOrder(object, keys)
  return object
}

/** Ruby tells 1 from 1.0 as keys; a Map does not. */
function mapOf(entries: readonly Entry[], known: RubyKeys): Map<unknown, unknown> {
  const keys = entries.map(({ key }) => key)
  if (keys.length > FEW_KEYS && haveCollisions(keys))
    throw refusal('have keys that are slow to find')
  if (known.haveTwins(keys)) throw refusal('have one key twice')
  const map = new Map<unknown, unknown>()
  for (const { key, isFloatKey, value, isFloat } of entries) {
    if (isFloatKey) noteFloatKey(map, key as number, key as number)
    if (isFloat) noteFloat(map, key, value as number)
    map.set(key, value)
  }
  return map
}

/** Text, or what keeps a String of another encoding. */
export function stringOf(bytes: Uint8Array, encoding: string): string | RubyString {
  const isText =
    encoding === 'UTF-8' || (encoding === 'US-ASCII' && isAscii(bytes, 0, bytes.length))
  const text = isText ? textOf(bytes) : undefined
  if (text !== undefined) return text
  if (!/^[A-Za-z][\w-]{0,39}$/.test(encoding)) throw refusal('have a String of no known encoding')
  return new RubyString(Uint8Array.from(bytes), encoding)
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** @returns `undefined` for what is no UTF-8 */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}
