import { DeserializeError } from '../errors.js'
import type { Check } from '../lib/options.js'
import type { Serializer } from '../serializers/shared.js'

// eslint-disable-next-line no-control-regex
const BEYOND_LATIN1 = /[^\u0000-\u00ff]/

/** @throws {DeserializeError} `BAD_TEXT` for a character that no cookie has */
export function checkLatin1(text: string): void {
  if (BEYOND_LATIN1.test(text)) {
    throw new DeserializeError('BAD_TEXT', 'The text has a character beyond latin-1')
  }
}

/** Bytes as the latin-1 text they are; text as it is. */
export function toText(serialized: string | Uint8Array): string {
  if (typeof serialized === 'string') return serialized
  if (serialized instanceof Uint8Array) return Buffer.from(serialized).toString('latin1')
  throw new DeserializeError('BAD_TEXT', 'Neither text nor bytes')
}

/** Runs a reader of authenticated data and makes every failure of it a `DeserializeError`. */
export function readPayload(read: () => unknown): unknown {
  try {
    return read()
  } catch (cause) {
    if (cause instanceof DeserializeError) throw cause
    throw new DeserializeError('BAD_PAYLOAD', 'The data cannot be read', { cause })
  }
}

/** Anything with the two functions of a serializer. */
export const isSerializer: Check = (value) => {
  const { dumps, loads } = (value ?? {}) as Partial<Serializer>
  return typeof dumps === 'function' && typeof loads === 'function'
    ? undefined
    : 'must be an object with the functions dumps and loads'
}
