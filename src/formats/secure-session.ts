/**
 * Sessions of @fastify/secure-session:
 *
 *     text = percent-encoded: box ";" nonce, each in base64, standard alphabet, padded
 *     box  = tag ciphertext, of 16 and any bytes: XSalsa20-Poly1305 of the payload, with the nonce of 24 bytes
 *
 * The payload is the data as JSON, with the seconds at which they were written as `__ts`.
 *
 * Source: the package @fastify/secure-session 8.4.
 */
import { argon2id } from '../crypto/argon2id.js'
import { randomBytes } from '../crypto/random.js'
import { distinct, listOf } from '../crypto/secret.js'
import type { Secret, Secrets } from '../crypto/secret.js'
import {
  BOX_KEY_SIZE,
  BOX_NONCE_SIZE,
  BOX_TAG_SIZE,
  openBox,
  sealBox,
} from '../crypto/secretbox.js'
import { weaknessOfKey } from '../crypto/weak-key.js'
import { CartoucheError, DeserializeError, OptionError } from '../errors.js'
import { encodeBase64 } from '../lib/base64.js'
import { isSeconds, resolveOptions } from '../lib/options.js'
import type { Check, Given, OptionSpecs } from '../lib/options.js'
import { warnOnce } from '../lib/warn.js'
import { decodePlain, encodePlain } from '../serializers/plain-json.js'
import { newRecord } from '../session/record.js'
import type { ReadRecord } from '../session/record.js'
import type { SessionFormat } from './shared-format.js'

/** Options of {@link secureSessionFormat}, all of them. */
export interface SecureSessionFormatSettings {
  /** Seconds after which a session has ended if nothing was written to it. Default 86401, as there. */
  expiry: number
}

/** Options of {@link secureSessionFormat}; what is left out has its default. */
export type SecureSessionFormatOptions = Given<SecureSessionFormatSettings>

const isExpiry: Check = (value) =>
  Number.isFinite(value) && (value as number) > 0
    ? isSeconds(value)
    : 'must be a number of seconds above 0'

export const secureSessionSpecs: OptionSpecs<SecureSessionFormatSettings> = {
  expiry: { fallback: 86_401, check: isExpiry },
}

/**
 * The format of @fastify/secure-session, to read its cookies beside another: see `acceptFormats`. Needs the package
 * `@noble/ciphers`.
 *
 * @param key its `key`: 32 bytes, or text in base64; of a list, the first seals, all open. For its `secret` see
 * {@link secureSessionKey}
 * @throws {OptionError} when a key or an option is not what it must be
 *
 * @example
 * import { generateKey, sealedCookieSessionFactory } from 'cartouche'
 * import { secureSessionFormat } from 'cartouche/secure-session'
 *
 * const old = secureSessionFormat(process.env['SESSION_KEY'] ?? generateKey())
 * const factory = sealedCookieSessionFactory(generateKey(), {
 *   acceptFormats: [{ format: old, cookieName: 'session', until: '2030-01-01' }],
 * })
 * factory.open().session.new // → true
 */
export function secureSessionFormat(
  key: Secrets,
  options: SecureSessionFormatOptions = {},
): SessionFormat {
  return secureSessionFormatOf(key, resolveOptions(secureSessionSpecs, options))
}

/** {@link secureSessionFormat} by resolved options. */
export function secureSessionFormatOf(
  key: Secrets,
  { expiry }: SecureSessionFormatSettings,
): SessionFormat {
  const keys = keysOf(key)
  return {
    name: 'secure-session',
    isAuthenticated: true,
    carriesId: false,
    times: 'renewed',
    read: (text) => recordOf(openedJson(text, keys), expiry),
    write: ({ data, accessed, renewed }, _, dataText = textOf(data)) => {
      const time = `"${TIME}":${Math.round(accessed ?? renewed)}`
      const json = dataText === '{}' ? `{${time}}` : `{${time},${dataText.slice(1)}`
      const nonce = randomBytes(BOX_NONCE_SIZE)
      const box = sealBox(keys[0]!, nonce, Buffer.from(json))
      return encodeURIComponent(encodeBase64(box) + JOINT + encodeBase64(nonce))
    },
    dataText: textOf,
  }
}

const TIME = '__ts'
const JOINT = ';'
const TICK = 0.001

function textOf(data: ReadonlyMap<unknown, unknown>): string {
  if (!data.has(TIME)) return encodePlain(data)
  const problem = 'is where @fastify/secure-session keeps the time; use another name'
  throw new CartoucheError('BAD_VALUE', problem, { path: TIME })
}

/** @throws {DeserializeError} `BAD_SESSION` without a time: it would never end */
function recordOf(json: string, expiry: number): ReadRecord {
  const data = decodePlain(json, 1)
  const time = data.get(TIME)
  if (typeof time !== 'number') {
    throw new DeserializeError('BAD_SESSION', 'The session has no number for its time')
  }
  data.delete(TIME)
  // It is over when all of it has passed.
  return { ...newRecord(time), data, expires: time + expiry - TICK }
}

/**
 * The JSON in a text, for who wants to see what is in it.
 *
 * @throws {OptionError} as {@link secureSessionFormat}; {DeserializeError} for a text that nobody with a key has made
 */
export const secureSessionJson = (text: string, key: Secrets): string =>
  openedJson(text, keysOf(key))

function openedJson(text: string, keys: readonly Uint8Array[]): string {
  const [box, nonce] = partsOf(text)
  for (const key of keys) {
    const json = openBox(key, nonce, box)
    if (json !== undefined) return Buffer.from(json).toString()
  }
  throw new DeserializeError('BAD_SIGNATURE', 'The text was sealed with no key that is given')
}

/** @throws {DeserializeError} for a text that is no box and nonce */
function partsOf(text: string): readonly [box: Buffer, nonce: Buffer] {
  const parts = (decoded(text) ?? '').split(JOINT)
  const [box, nonce] = parts.length === 2 ? parts.map(bytesOf) : []
  if (box === undefined || nonce === undefined) {
    throw new DeserializeError('BAD_TEXT', 'The text is none of @fastify/secure-session')
  }
  if (box.length < BOX_TAG_SIZE || nonce.length !== BOX_NONCE_SIZE) {
    throw new DeserializeError('BAD_TEXT', 'The text has too few bytes, or too many')
  }
  return [box, nonce]
}

/** The bytes of the one text that is written for them. */
function bytesOf(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  return encodeBase64(bytes) === text ? bytes : undefined
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** Of either alphabet, as Node reads it. */
const BASE64 = /^[\w+/-]+={0,2}$/

function keysOf(given: Secrets): readonly Uint8Array[] {
  const keys = listOf(given).map((one, at) => {
    const isText = typeof one === 'string'
    const key = isText && !BASE64.test(one) ? undefined : Buffer.from(one as string, 'base64')
    if (key?.length !== BOX_KEY_SIZE) {
      throw new OptionError(
        'key',
        `must be ${BOX_KEY_SIZE} bytes, or base64 of them: number ${at + 1}`,
      )
    }
    const weakness = weaknessOfKey(key)
    if (weakness !== undefined) warnOnce('CARTOUCHE_WEAK_SECRET', `key ${weakness}`)
    return key
  })
  return distinct(keys, 'key')
}

/** libsodium's "moderate". */
const COST = { passes: 3, memory: 256 * 1024 }
const SALT_SIZE = 16 // bytes
const SHORTEST = 32 // bytes
/** That of the package, where an application gives none. */
const SALT = 'mq9hDxBVDbspDR6nLfFT1g=='

/**
 * The key that @fastify/secure-session makes of its options `secret` and `salt`. That takes seconds, and 256 MiB: make
 * it once, and keep it in the place of the secret. Needs the package `@noble/hashes`.
 *
 * @param secret of 32 bytes or more
 * @param salt of 16 characters, which are ASCII, or 16 bytes. Default: that of the package
 * @throws {OptionError} when one of them is not what it must be
 *
 * @example
 * import { secureSessionFactory, secureSessionKey } from 'cartouche/secure-session'
 *
 * const makeFactory = async (secret: string, salt: string) =>
 *   secureSessionFactory(await secureSessionKey(secret, salt))
 * typeof makeFactory // → 'function'
 */
export async function secureSessionKey(
  secret: Secret,
  salt: Secret = Buffer.from(SALT, 'base64'),
): Promise<Uint8Array> {
  const [bytes] = listOf(secret).map((one) => Buffer.from(one as string))
  if (bytes!.length < SHORTEST) throw new OptionError('secret', `has fewer than ${SHORTEST} bytes`)
  // As Node reads what is called ASCII.
  const salted = Buffer.from(salt as string, 'latin1')
  if (salted.length !== SALT_SIZE) throw new OptionError('salt', `must have ${SALT_SIZE} bytes`)
  return argon2id(bytes!, salted, COST, BOX_KEY_SIZE)
}
