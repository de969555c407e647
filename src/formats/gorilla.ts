/**
 * The cookies of gorilla/securecookie, as gorilla/sessions' CookieStore has them:
 *
 *     text  = base64 of: date "|" body "|" mac
 *     date  = digits                     seconds since 1970 at which it was written
 *     body  = base64 of: payload         or, with a block key, of: counter ciphertext
 *     mac   = HMAC of: name "|" date "|" body, raw, keyed with the hash key; name is that of the cookie
 *     payload = a gob, or JSON           of the session's values
 *
 * Base64 is that of URLs, padded. The ciphertext is AES in counter mode, with a counter of 16 random bytes.
 *
 * Source: gorilla/securecookie 1.1.1 and gorilla/sessions 1.2.1.
 */
import { AES_KEY_SIZES, aesCtr } from '../crypto/aes-ctr.js'
import type { Ctr } from '../crypto/aes-ctr.js'
import { hashAlgorithm } from '../crypto/hash.js'
import { hmac, signatureSize } from '../crypto/mac.js'
import type { Mac } from '../crypto/mac.js'
import { listOf } from '../crypto/secret.js'
import type { Secret } from '../crypto/secret.js'
import { warnOfWeakSecrets } from '../crypto/weak-secret.js'
import { CartoucheError, DeserializeError, OptionError } from '../errors.js'
import { decodeUrlsafeBase64Strictly, encodeUrlsafeBase64 } from '../lib/base64.js'
import { copyFloatNotes } from '../lib/hints.js'
import { pathText } from '../lib/key-path.js'
import { isIntegerBetween, isOneOf, resolveOptions } from '../lib/options.js'
import type { Check, Given, OptionSpecs } from '../lib/options.js'
import { latin1ToText } from '../lib/text.js'
import { GoSlice, readGob, typeMeant, writeGob } from '../serializers/gob/index.js'
import { readGoJson, writeGoJson } from '../serializers/go-json.js'
import type { ReadRecord, SessionRecord } from '../session/record.js'
import type { SessionFormat } from './shared-format.js'

/**
 * Keys as `NewCookieStore` takes them: a hash key, its block key or `null`, the next hash key, and so on. The last
 * block key may be left out. Text is UTF-8, as Go's `[]byte("…")`. The first pair writes, all read.
 */
export type GorillaKeyPairs = Secret | readonly (Secret | null)[]

/** Options of {@link gorillaFormat}, all of them. */
export interface GorillaOptions {
  /** What the values become: `'gob'` (default), as by `GobEncoder`, or `'json'`, as by `JSONEncoder`. */
  serializer: 'gob' | 'json'
  /** The hash function of the MAC: `HashFunc`. Default `'sha256'`. */
  hashFunc: string
  /** Characters of a text that is read: `MaxLength`. `0`: any. Default 4096. */
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
  const algorithm = hashAlgorithm(hashFunc)!
  const pairs = pairsOf(keyPairs, algorithm)
  const { load, dump } = payloads(rest)
  const queues = queuesOf(flashKeys)
  const dataText = (data: ReadonlyMap<unknown, unknown>): string =>
    latin1ToText(dump(renamed(data, queues.toGo)))
  return {
    name: 'gorilla',
    isAuthenticated: true,
    carriesId: false,
    read: (text, cookieName) => {
      const parts = split(text, maxLength, signatureSize(algorithm))
      const values = opened(parts, cookieName, pairs, load)
      return recordOf(parts.date, renamed(values, queues.fromGo))
    },
    write: (record, cookieName, text = dataText(record.data)) =>
      sealed(dateOf(record), Buffer.from(text, 'latin1'), cookieName, pairs[0]!),
    dataText,
  }
}

// ---- keys

interface Pair {
  readonly mac: Mac
  readonly block: Ctr | undefined
}

function pairsOf(keyPairs: GorillaKeyPairs, algorithm: string): readonly Pair[] {
  const list: readonly (Secret | null)[] = Array.isArray(keyPairs) ? keyPairs : [keyPairs as Secret]
  const hashKeys = listOf(list.filter((_, at) => at % 2 === 0) as readonly Secret[]).map(keyOf)
  const blockKeys = hashKeys.map((_, at) => blockKeyOf(list[2 * at + 1]))
  const texts = hashKeys.map((key, at) => `${hex(key)} ${hex(blockKeys[at] ?? new Uint8Array())}`)
  if (new Set(texts).size < texts.length) throw new OptionError('keyPairs', 'holds one pair twice')
  warnOfWeakSecrets(hashKeys, signatureSize(algorithm))
  return hashKeys.map((key, at) => ({
    mac: hmac(algorithm, key),
    block: blockKeys[at] && aesCtr(blockKeys[at]),
  }))
}

const hex = (key: Uint8Array): string => Buffer.from(key).toString('hex')

/** A copy: the caller may wipe or reuse its array. */
function keyOf(key: Secret): Uint8Array {
  if (typeof key === 'string' && !key.isWellFormed()) {
    throw new OptionError('keyPairs', 'holds half a surrogate pair')
  }
  return typeof key === 'string' ? Buffer.from(key) : Uint8Array.from(key)
}

function blockKeyOf(key: Secret | null | undefined): Uint8Array | undefined {
  if (key === null || key === undefined) return undefined
  const bytes = keyOf(listOf(key)[0]!)
  if (AES_KEY_SIZES.includes(bytes.length)) return bytes
  throw new OptionError('keyPairs', 'has a block key that is not of 16, 24 or 32 bytes')
}

// ---- texts

interface Parts {
  readonly date: string
  readonly body: string
  readonly mac: string
}

const BAR = 0x7c

/** Takes a text apart, of which nothing is known to be genuine. */
function split(text: string, maxLength: number, macSize: number): Parts {
  if (maxLength !== 0 && text.length > maxLength) badText('is longer than maxLength')
  const bytes = decodePadded(text)
  if (bytes === undefined) throw new DeserializeError('BAD_BASE64', 'The text is not padded base64')
  const first = bytes.indexOf(BAR)
  const second = bytes.indexOf(BAR, first + 1)
  if (first < 0 || second < 0) badText('is none of securecookie')
  // A wrong size is found before the keys are used: it is no secret.
  if (bytes.length - second - 1 !== macSize) badText('has a MAC of another size')
  return {
    date: latin1ToText(bytes, 0, first),
    body: latin1ToText(bytes, first + 1, second),
    mac: latin1ToText(bytes, second + 1),
  }
}

function badText(problem: string): never {
  throw new DeserializeError('BAD_TEXT', `The text ${problem}`)
}

/** Only what {@link encodePadded} writes: Go would take spare bits and line ends too, which it never writes. */
function decodePadded(text: string): Buffer | undefined {
  const pads = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bytes = decodeUrlsafeBase64Strictly(text.slice(0, text.length - pads))
  return text.length % 4 === 0 ? bytes : undefined
}

const encodePadded = (bytes: Uint8Array): string => {
  const text = encodeUrlsafeBase64(bytes)
  return text + '='.repeat((4 - (text.length % 4)) % 4)
}

const signedOf = (cookieName: string, date: string, body: string): Buffer =>
  Buffer.concat([Buffer.from(`${cookieName}|`), Buffer.from(`${date}|${body}`, 'latin1')])

type Load = (payload: Uint8Array) => Map<unknown, unknown>

/**
 * The values of a text. A wrong block key makes other bytes of the payload, which only the reading of it tells: as in
 * Go the next pair is then tried.
 */
function opened(
  { date, body, mac }: Parts,
  cookieName: string,
  pairs: readonly Pair[],
  load: Load,
): Map<unknown, unknown> {
  const signed = signedOf(cookieName, date, body)
  let problem = new DeserializeError('BAD_SIGNATURE', 'The signature is that of no hash key')
  for (const pair of pairs) {
    if (!pair.mac.verify(signed, mac, 'binary')) continue
    try {
      return load(decrypted(body, pair.block))
    } catch (error) {
      if (!(error instanceof DeserializeError)) throw error
      problem = error
    }
  }
  throw problem
}

function decrypted(body: string, block: Ctr | undefined): Uint8Array {
  const bytes = decodePadded(body)
  const payload = bytes && block !== undefined ? block.decrypt(bytes) : bytes
  if (payload === undefined) throw new DeserializeError('BAD_PAYLOAD', 'The body cannot be read')
  return payload
}

function sealed(date: string, payload: Uint8Array, cookieName: string, pair: Pair): string {
  const body = encodePadded(pair.block?.encrypt(payload) ?? payload)
  const mac = pair.mac.sign(signedOf(cookieName, date, body), 'binary')
  return encodePadded(Buffer.from(`${date}|${body}|${mac}`, 'latin1'))
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

const dateOf = ({ accessed, renewed }: SessionRecord): string =>
  String(Math.floor(accessed ?? renewed))

// ---- values

interface Payloads {
  readonly load: Load
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
const QUEUE = '_f_'

/** The names of queues on both sides. */
function queuesOf(flashKeys: readonly string[]): Record<'toGo' | 'fromGo', Map<unknown, string>> {
  const names: [go: string, ours: string][] = [[FLASH, QUEUE]]
  for (const key of flashKeys) if (key !== FLASH) names.push([key, QUEUE + key])
  return {
    toGo: new Map(names.map(([go, ours]) => [ours, go])),
    fromGo: new Map(names),
  }
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
