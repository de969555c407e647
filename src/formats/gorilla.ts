/**
 * The cookies of gorilla/sessions' CookieStore: see shared-securecookie.ts. Their payload is a gob, or JSON, of the values.
 *
 * Source: gorilla/sessions 1.2.1.
 */
import { hashAlgorithm } from '../crypto/hash.js'
import { CartoucheError, DeserializeError } from '../errors.js'
import { copyFloatNotes } from '../lib/hints.js'
import { pathText } from '../lib/key-path.js'
import { isIntegerBetween, isOneOf, resolveOptions } from '../lib/options.js'
import type { Check, Given, OptionSpecs } from '../lib/options.js'
import { flashKey } from '../lib/session-keys.js'
import { latin1ToText } from '../lib/text.js'
import { GoSlice, readGob, typeMeant, writeGob } from '../serializers/gob/index.js'
import { readGoJson, writeGoJson } from '../serializers/go-json.js'
import type { ReadRecord, SessionRecord } from '../session/record.js'
import type { SessionFormat } from './shared-format.js'
import { refusePlace } from './shared-places.js'
import { secureCookie } from './shared-securecookie.js'
import type { GorillaKeyPairs } from './shared-securecookie.js'

export type { GorillaKeyPairs } from './shared-securecookie.js'

/** Options of {@link gorillaFormat}, all of them. */
export interface GorillaOptions {
  /** What the values become: `'gob'` (default), as by `GobEncoder`, or `'json'`, as by `JSONEncoder`. */
  serializer: 'gob' | 'json'
  /** The hash function of the MAC: `HashFunc`. Default `'sha256'`. */
  hashFunc: string
  /** Characters of a text that is written and read: `MaxLength`. `0`: any. Default 4096. */
  maxLength: number
  /**
   * The type of what the backend reads into: a map of text or anything. Default `'map[interface {}]interface {}'`, as
   * of `Session.Values`; `'map[string]interface {}'` and `'map[string]string'` for who calls securecookie directly.
   */
  values: string
  /**
   * Under which keys the application has flash messages besides `_flash`, as by `AddFlash(value, key)`: each is a queue
   * of that name. Default: none.
   */
  flashKeys: readonly string[]
}

/** Options of {@link gorillaFormat}; what is left out has its default. */
export type GorillaFormatOptions = Given<GorillaOptions>

const isHash: Check = (value) =>
  typeof value === 'string' && hashAlgorithm(value) !== undefined
    ? undefined
    : "must be the name of a hash function that this runtime has, such as 'sha256'"

const VALUES = ['map[interface {}]interface {}', 'map[string]interface {}', 'map[string]string']

const nameOf = (value: unknown): string =>
  typeof value === 'string' ? (typeMeant(value)?.name ?? '') : ''

const isTexts: Check = (value) =>
  Array.isArray(value) && value.every((key) => typeof key === 'string' && key !== '')
    ? undefined
    : 'must be a list of text'

export const gorillaSpecs: OptionSpecs<GorillaOptions> = {
  serializer: { fallback: 'gob', check: isOneOf(['gob', 'json']) },
  hashFunc: { fallback: 'sha256', check: isHash },
  maxLength: { fallback: 4096, check: isIntegerBetween(0, 65_536) },
  values: {
    fallback: VALUES[0]!,
    check: (value) => isOneOf(VALUES)(nameOf(value)),
    coerce: nameOf,
  },
  flashKeys: { fallback: [], check: isTexts },
}

/**
 * The format of gorilla/sessions' CookieStore: for `cookieSessionFactory` and `acceptFormats`.
 *
 * Source: `sessions.NewCookieStore`, gorilla/sessions 1.2.
 *
 * @param keyPairs as for `NewCookieStore`: hash keys of 32 bytes or more, block keys of 16, 24 or 32
 * @throws {OptionError} when a key or an option is not what it must be
 *
 * @example
 * import { cookieSessionFactory } from 'cartouche'
 * import { gorillaFormat } from 'cartouche/gorilla'
 *
 * const format = gorillaFormat(['0123456789abcdef0123456789ABCDEF', null])
 * const factory = cookieSessionFactory(format, { cookieName: 'session' })
 * factory.open().session.new // → true
 */
export function gorillaFormat(
  keyPairs: GorillaKeyPairs,
  options: GorillaFormatOptions = {},
): SessionFormat {
  return gorillaFormatOf(keyPairs, resolveOptions(gorillaSpecs, options))
}

/** {@link gorillaFormat} by resolved options. */
export function gorillaFormatOf(
  keyPairs: GorillaKeyPairs,
  { hashFunc, maxLength, flashKeys, ...rest }: GorillaOptions,
): SessionFormat {
  const { open, seal } = secureCookie(keyPairs, hashAlgorithm(hashFunc)!, maxLength)
  const { load, dump } = payloads(rest)
  const queues = queuesOf(flashKeys)
  const dataText = (data: ReadonlyMap<unknown, unknown>): string =>
    latin1ToText(dump(toGo(data, queues)))
  return {
    name: 'gorilla',
    isAuthenticated: true,
    carriesId: false,
    times: 'renewed',
    read: (text, cookieName) => {
      const { date, value } = open(text, cookieName, load)
      return recordOf(date, renamed(value, queues.fromGo))
    },
    write: (record, cookieName, text = dataText(record.data)) =>
      seal(Buffer.from(text, 'latin1'), cookieName, dateOf(record)),
    dataText,
  }
}

// ---- times

const DATE = /^(?:0|-?[1-9]\d{0,14})$/

function recordOf(date: string, data: Map<unknown, unknown>): ReadRecord {
  if (!DATE.test(date))
    throw new DeserializeError('BAD_SESSION', 'The date is no number of seconds')
  const renewed = Number(date)
  return {
    id: undefined,
    subject: undefined,
    persistent: false,
    created: renewed,
    renewed,
    accessed: undefined,
    data,
  }
}

const dateOf = ({ accessed, renewed }: SessionRecord): number => Math.floor(accessed ?? renewed)

// ---- values

interface Payloads {
  readonly load: (payload: Uint8Array) => Map<unknown, unknown>
  readonly dump: (values: ReadonlyMap<unknown, unknown>) => Uint8Array
}

function payloads({ serializer, values }: Pick<GorillaOptions, 'serializer' | 'values'>): Payloads {
  if (serializer === 'json') return jsonPayloads(values === TEXTS)
  return {
    load: (payload) => {
      const { type, data } = readGob(payload)
      if (type !== values)
        throw new DeserializeError('BAD_PAYLOAD', 'The gob is another type of map')
      return data
    },
    dump: (data) => writeGob(data, values),
  }
}

const TEXTS = 'map[string]string'

/** @param ofTexts whether all values must be text */
function jsonPayloads(ofTexts: boolean): Payloads {
  const isOther = (value: unknown): boolean => ofTexts && typeof value !== 'string'
  return {
    load: (payload) => {
      const data = readGoJson(payload)
      if ([...data.values()].some(isOther)) {
        throw new DeserializeError('BAD_PAYLOAD', 'The data hold something else than text')
      }
      return data
    },
    dump: (data) => {
      for (const [key, value] of data) {
        if (!isOther(value)) continue
        const path = pathText(undefined, [key])
        throw new CartoucheError('BAD_VALUE', `A ${TEXTS} can hold nothing but text`, { path })
      }
      return Buffer.from(writeGoJson(data))
    },
  }
}

// ---- flash messages

const FLASH = '_flash'

type Queues = Record<'toGo' | 'fromGo', Map<unknown, string>>

/** The names of queues on both sides. */
function queuesOf(flashKeys: readonly string[]): Queues {
  const names: [go: string, ours: string][] = [[FLASH, flashKey('')]]
  for (const key of flashKeys) if (key !== FLASH) names.push([key, flashKey(key)])
  return {
    toGo: new Map(names.map(([go, ours]) => [ours, go])),
    fromGo: new Map(names),
  }
}

/** @throws {CartoucheError} `BAD_VALUE` for a list that would be read as flash messages */
function toGo(
  data: ReadonlyMap<unknown, unknown>,
  { toGo, fromGo }: Queues,
): Map<unknown, unknown> {
  for (const [go, ours] of fromGo) if (isList(data.get(go)) && !data.has(ours)) refusePlace(go)
  return renamed(data, toGo)
}

/** The data, with lists under their names of the other side, if nothing else has these. */
function renamed(
  data: ReadonlyMap<unknown, unknown>,
  names: ReadonlyMap<unknown, string>,
): Map<unknown, unknown> {
  const isQueue = (key: unknown, name: string | undefined): name is string =>
    name !== undefined && !data.has(name) && isList(data.get(key))
  const copy = new Map<unknown, unknown>()
  for (const [key, value] of data) {
    const name = names.get(key)
    copy.set(isQueue(key, name) ? name : key, value)
  }
  copyFloatNotes(data, copy)
  return copy
}

/** What Go has for `[]interface {}`: other slices would make its flash messages fail. */
const isList = (value: unknown): boolean => Array.isArray(value) && !(value instanceof GoSlice)
