/**
 * The fields of a session in a store, by their plain names:
 *
 *     "~"               the head: [version, created, subject] as JSON, created in milliseconds since 1970; where it
 *                       goes on from another session, with the id of that
 *     "~r"              when it was used last, in milliseconds since 1970
 *     "~p"              there where the browser is to keep the cookie
 *     "~l"              the label, as JSON
 *     "~s"              the id of the session that has taken its place; "-" where it was ended
 *     "~v"              a random text, another after each write: only where `onConflict` asks for it
 *     "^" queue ":" uid a flash message, the queue's key as JSON; in the order of their uids
 *     key               a key of the session, as JSON; where it is no text, {key: 0} in the modern encoding
 *
 * A message's field holds the message; a key's field its place among the keys, in base 36, ":" and the value. Both are
 * in the modern encoding.
 */
import { DeserializeError } from '../errors.js'
import { isFlashKey } from '../lib/session-keys.js'
import { decodeData, decodeValue, encodeData } from '../serializers/modern.js'

export const HEAD = '~'
export const RENEWED = '~r'
export const PERSISTENT = '~p'
export const LABEL = '~l'
export const SUPERSEDED = '~s'
export const EDITION = '~v'

export function nameOfKey(key: unknown): string {
  return typeof key === 'string' ? JSON.stringify(key) : encodeData(new Map([[key, 0]]))
}

/** A name of text that stands as it is between its quotes: nearly all do. */
const SIMPLE = /^"[^"\\]*"$/

/**
 * The key whose field has that name.
 *
 * @throws {DeserializeError} `BAD_PAYLOAD` for what is no name of a key
 */
export function keyOfName(name: string): unknown {
  if (SIMPLE.test(name)) return name.slice(1, -1)
  const [key] = name.startsWith('"') ? [decodeValue(name)] : decodeData(name).keys()
  if (nameOfKey(key) === name) return key
  throw new DeserializeError('BAD_PAYLOAD', 'The stored session cannot be read')
}

/** Whether a key's value is kept message by message, so that no messages of other requests are lost. */
export function isQueue(key: unknown, value: unknown): value is unknown[] {
  return isFlashKey(key) && Array.isArray(value) && value.length > 0
}

export const nameOfMessage = (key: string, uid: string): string => `^${JSON.stringify(key)}:${uid}`

/** The queue's key of a message's field; `undefined` for other fields. */
export function queueOf(name: string): string | undefined {
  if (!name.startsWith('^')) return undefined
  return JSON.parse(name.slice(1, name.lastIndexOf(':'))) as string
}

/** What tells a message's field from those of its queue. */
export const uidOf = (name: string): string => name.slice(name.lastIndexOf(':') + 1)
