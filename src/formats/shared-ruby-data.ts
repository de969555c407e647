/** A session's data as Ruby's session stores keep them: a Hash, with the session's id in it. */
import { randomBytes } from '../crypto/random.js'
import { DeserializeError } from '../errors.js'
import { copyFloatNotes, orderedKeys } from '../lib/hints.js'
import { isMap, isPlainObject } from '../lib/kinds.js'
import { latin1ToText } from '../lib/text.js'
import { readMarshal } from '../serializers/marshal/read.js'
import { writeMarshal } from '../serializers/marshal/write.js'
import { RackSessionId } from '../serializers/marshal/types.js'
import { readRubyJson, writeRubyJson } from '../serializers/ruby-json.js'
import type { SessionRecord } from '../session/record.js'
import type { SessionFormat } from './shared-format.js'
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

/** Makes an id of its text. */
type IdOf = (text: string) => unknown

/** The session's id, and where it stands among the data: by what a record is written again. */
export class RubyId {
  readonly id: unknown
  readonly at: number
  /** The text last made with it. */
  text: string | undefined

  constructor(id: unknown, at: number) {
    this.id = id
    this.at = at
  }
}

const newId = (idOf: IdOf): RubyId =>
  new RubyId(idOf(Buffer.from(randomBytes(ID_SIZE)).toString('hex')), 0)

/** The data without the id, which is not the application's. Those that came without get one. */
export function withoutId(
  data: Data,
  idOf: IdOf,
): { readonly data: Data; readonly origin: RubyId } {
  if (!data.has(ID)) return { data, origin: newId(idOf) }
  const at = [...data.keys()].indexOf(ID)
  const rest = [...data].filter(([key]) => key !== ID)
  return { data: withEntries(data, rest), origin: new RubyId(data.get(ID), at) }
}

/**
 * The data with their id: without one Rack takes a session for none.
 *
 * @throws {CartoucheError} `BAD_VALUE` where the application has put something into its place
 */
function withId(data: ReadonlyMap<unknown, unknown>, { id, at }: RubyId, idOf: IdOf): Data {
  refuseKey(data, ID)
  // It may be from a format that writes ids otherwise.
  const own = id instanceof RackSessionId ? idOf(id.publicId) : id
  const entries = [...data]
  return withEntries(data, [...entries.slice(0, at), [ID, own], ...entries.slice(at)])
}

/** What a session's data become, with the id that they came with or a new one. */
export interface HashWriter {
  readonly dataText: SessionFormat['dataText']
  /** @param dataText what that gave: if the id is in it, nothing is written again */
  readonly bytesOf: (record: SessionRecord, dataText?: string) => Uint8Array
}

/**
 * @param idOf makes an id of 32 hex digits, and of the text of another's
 * @param layout makes the backend's data of ours
 */
export function hashWriter(
  write: RubyCodec['write'],
  idOf: IdOf,
  layout: (data: ReadonlyMap<unknown, unknown>) => ReadonlyMap<unknown, unknown> = asIs,
): HashWriter {
  const written = (data: ReadonlyMap<unknown, unknown>, id: RubyId): Uint8Array =>
    write(withId(layout(data), id, idOf))
  return {
    dataText: (data, origin) => {
      if (!(origin instanceof RubyId)) return latin1ToText(write(layout(data)))
      return (origin.text = latin1ToText(written(data, origin)))
    },
    bytesOf: ({ data, origin }, dataText) => {
      const id = origin instanceof RubyId ? origin : newId(idOf)
      const isWritten = dataText !== undefined && dataText === id.text
      return isWritten ? Buffer.from(dataText, 'latin1') : written(data, id)
    },
  }
}

const asIs = <Value>(value: Value): Value => value
