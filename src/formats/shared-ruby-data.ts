/** A session's data as Ruby's session stores keep them: a Hash, with the session's id in it. */
import { randomBytes } from '../crypto/random.js'
import { DeserializeError } from '../errors.js'
import { copyFloatNotes, orderedKeys } from '../lib/hints.js'
import { isMap, isPlainObject } from '../lib/kinds.js'
import { latin1ToText } from '../lib/text.js'
import { readMarshal } from '../serializers/marshal/read.js'
import { writeMarshal } from '../serializers/marshal/write.js'
import { readRubyJson, writeRubyJson } from '../serializers/ruby-json.js'
import { readPayload } from './shared.js'
import { refuse } from './shared-places.js'

export type Data = Map<unknown, unknown>

/** How the Hash becomes bytes. */
export interface RubyCodec {
  /** @throws {DeserializeError} for what is no plain data */
  readonly read: (bytes: Uint8Array) => unknown
  readonly write: (data: ReadonlyMap<unknown, unknown>) => Uint8Array
}

export const marshalCodec: RubyCodec = { read: readMarshal, write: writeMarshal }

/** @param isEscaped see {@link writeRubyJson} */
export const jsonCodec = (isEscaped: boolean): RubyCodec => ({
  read: (bytes) => readPayload(() => readRubyJson(bytes)),
  write: (data) => Buffer.from(writeRubyJson(data, isEscaped)),
})

/** What a dump begins with, and JSON does not. */
export const isMarshal = (bytes: Uint8Array): boolean => bytes[0] === 4 && bytes[1] === 8

/** @throws {DeserializeError} `BAD_SESSION` for what is no Hash */
export function dataOf(value: unknown): Data {
  if (isMap(value)) return value
  if (!isPlainObject(value)) {
    throw new DeserializeError('BAD_SESSION', 'The text holds something else than a session')
  }
  const data: Data = new Map(orderedKeys(value).map((key) => [key, value[key]]))
  copyFloatNotes(value, data)
  return data
}

/** The data with other entries in the same order, or more. */
export function withEntries(
  data: ReadonlyMap<unknown, unknown>,
  entries: Iterable<[unknown, unknown]>,
): Data {
  const changed: Data = new Map(entries)
  copyFloatNotes(data, changed)
  return changed
}

/** @throws {CartoucheError} `BAD_VALUE` where the application has put something into a place of the backend's */
export function refuseKey(data: ReadonlyMap<unknown, unknown>, key: string): void {
  if (data.has(key)) refuse(key, 'the backend keeps this key for itself; use another')
}

const ID = 'session_id'
const ID_SIZE = 16 // bytes

/** The session's id, and where it stands among the data: by what a record is written again. */
interface Origin {
  readonly id: unknown
  readonly at: number
}

/** The data without the id, which is not the application's. */
export function withoutId(data: Data): {
  readonly data: Data
  readonly origin: Origin | undefined
} {
  if (!data.has(ID)) return { data, origin: undefined }
  const at = [...data.keys()].indexOf(ID)
  const rest = [...data].filter(([key]) => key !== ID)
  return { data: withEntries(data, rest), origin: { id: data.get(ID), at } }
}

/**
 * The data with the id that they came with, or a new one: without an id Rack takes a session for none.
 *
 * @param idOf makes the id of its text: 32 hex digits
 * @throws {CartoucheError} `BAD_VALUE` where the application has put something into its place
 */
export function withId(
  data: ReadonlyMap<unknown, unknown>,
  origin: unknown,
  idOf: (text: string) => unknown,
): Data {
  refuseKey(data, ID)
  const { id, at } = (origin as Origin | undefined) ?? newOrigin(idOf)
  const entries = [...data]
  return withEntries(data, [...entries.slice(0, at), [ID, id], ...entries.slice(at)])
}

const newOrigin = (idOf: (text: string) => unknown): Origin => ({
  id: idOf(Buffer.from(randomBytes(ID_SIZE)).toString('hex')),
  at: 0,
})

/** Bytes as the text by which changes are noticed. */
export const dataTextOf = (bytes: Uint8Array): string => latin1ToText(bytes)
