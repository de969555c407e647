/**
 * Sessions of iron-session 6 to 8, sealed by iron:
 *
 *     text       = sealed "~2"
 *     sealed     = base "*" mac-salt "*" mac
 *     base       = "Fe26.2*" id "*" salt "*" iv "*" ciphertext "*" expiry
 *     id         = digits: which of several passwords
 *     ciphertext = AES-256-CBC of the data as JSON
 *     expiry     = milliseconds since 1970 / nothing
 *     mac        = HMAC-SHA-256 of the base
 *
 * The salts are hexadecimal, and used as the text they are; iv, ciphertext and mac are base64url. Each key is
 * PBKDF2-HMAC-SHA1 of the password and its salt, of one iteration: a password must be as long as a key. The `~2` is not
 * under the MAC. Without it the session would be the data's member `persistent`, as before iron-session 6, which is not
 * read here: so nobody can make another session of one by cutting it off.
 *
 * Source: the packages iron-session 6.3 to 8.0 and iron-webcrypto 0.2 to 1.2.
 */
import { CBC_IV_SIZE, decryptCbc, encryptCbc } from '../crypto/aes-cbc.js'
import { equalInConstantTime, hmac, signatureSize } from '../crypto/mac.js'
import { pbkdf2 } from '../crypto/pbkdf2.js'
import { randomBytes } from '../crypto/random.js'
import { warnOfWeakSecrets } from '../crypto/weak-secret.js'
import { DeserializeError, OptionError } from '../errors.js'
import { encodeUrlsafeBase64 } from '../lib/base64.js'
import { isLatin1 } from '../lib/latin1.js'
import { isPlainObject } from '../lib/kinds.js'
import {
  isTooLong,
  looksLikeMilliseconds,
  MILLISECONDS,
  resolveOptions,
  TOO_LONG,
} from '../lib/options.js'
import type { Check, Given, OptionSpecs } from '../lib/options.js'
import { decodePlain, encodePlain } from '../serializers/plain-json.js'
import { newRecord } from '../session/record.js'
import type { SessionFormat } from './shared-format.js'

/** One password, or several by their ids, which are whole numbers: the highest seals, all unseal. */
export type IronPassword = string | Readonly<Record<number, string>>

/** Options of {@link ironFormat}, all of them. */
export interface IronOptions {
  /** Seconds after which a seal is over; 0: never. Default 1209600, 14 days, as iron-session 8; before, it was 15. */
  ttl: number
}

/** Options of {@link ironFormat}; what is left out has its default. */
export type IronFormatOptions = Given<IronOptions>

const isTtl: Check = (value) => {
  if (!Number.isInteger(value) || (value as number) < 0) return 'must be whole seconds, or 0'
  if (looksLikeMilliseconds(value as number)) return MILLISECONDS
  return isTooLong(value as number) ? TOO_LONG : undefined
}

export const ironSpecs: OptionSpecs<IronOptions> = {
  ttl: { fallback: 14 * 86_400, check: isTtl },
}

/**
 * The format of iron-session, to read its cookies beside another: see `acceptFormats`. A session ends by the time that
 * its seal tells.
 *
 * @param password as for iron-session: text of 32 characters or more, or `{ 2: 'the newer one', 1: 'the older' }`
 * @throws {OptionError} when a password or an option is not what it must be
 *
 * @example
 * import { generateKey, sealedCookieSessionFactory } from 'cartouche'
 * import { ironFormat } from 'cartouche/iron'
 *
 * const old = ironFormat({ 1: process.env['SESSION_SECRET'] ?? '' })
 * const key = process.env['SESSION_KEY'] ?? generateKey()
 * const factory = sealedCookieSessionFactory(key, {
 *   acceptFormats: [{ format: old, cookieName: 'shop', until: '2030-01-01' }],
 * })
 * factory.open().session.new // → true
 */
export function ironFormat(password: IronPassword, options: IronFormatOptions = {}): SessionFormat {
  return ironFormatOf(password, resolveOptions(ironSpecs, options))
}

/** Seconds that clocks may differ by: so much longer a seal is taken. */
export const SKEW = 60

/** {@link ironFormat} by resolved options. */
export function ironFormatOf(password: IronPassword, { ttl }: IronOptions): SessionFormat {
  const passwords = passwordsOf(password)
  const newest = Math.max(...[...passwords.keys()].map(Number))
  const writing = { id: String(newest), password: passwords.get(String(newest))! }
  return {
    name: 'iron',
    isAuthenticated: true,
    carriesId: false,
    times: 'none',
    read: (text) => {
      const { id, expiry, json } = unsealed(text, passwords)
      return { ...newRecord(0), data: decodePlain(json), expires: endOf(expiry), keyId: id }
    },
    write: ({ data, accessed, renewed, expires }, _, dataText = encodePlain(data)) => {
      // Who only writes it again, by another key, say, makes it live no longer.
      const isKept = accessed === undefined && expires !== undefined
      const end = isKept ? expires - MORE : (accessed ?? renewed) + ttl
      const expiry = ttl === 0 ? '' : String(Math.round(end * TICKS))
      return sealed(dataText, expiry, writing) + VERSION
    },
    dataText: encodePlain,
  }
}

const SHORTEST = 32 // characters
const ID = /^(?:0|[1-9]\d{0,14})$/

function passwordsOf(password: unknown): ReadonlyMap<string, Buffer> {
  const given = typeof password === 'string' ? { 1: password } : password
  if (!isPlainObject(given) || Object.keys(given).length === 0) {
    throw new OptionError('password', 'must be text, or passwords by their ids')
  }
  for (const [id, one] of Object.entries(given)) {
    if (!ID.test(id)) throw new OptionError('password', 'must have whole numbers as ids')
    if (typeof one === 'string' && one.length >= SHORTEST) continue
    throw new OptionError(
      'password',
      `must be text of ${SHORTEST} characters or more, each of them`,
    )
  }
  const texts = Object.values(given) as string[]
  warnOfWeakSecrets(texts, signatureSize('sha256'))
  return new Map(Object.keys(given).map((id, at) => [id, Buffer.from(texts[at]!)]))
}

const PREFIX = 'Fe26.2'
const VERSION = '~2'
const JOINT = '*'
const KEY_SIZE = 32 // bytes
const SALT_SIZE = 32 // bytes
const EXPIRY = /^\d*$/
const TICKS = 1000

/** One iteration, as iron has it for passwords that are as long as keys. */
const keyOf = (password: Uint8Array, salt: string): Buffer =>
  pbkdf2('sha1', password, salt, 1, KEY_SIZE)

function macOf(base: string, password: Uint8Array, salt: string): string {
  const mac = hmac('sha256', keyOf(password, salt)).sign(Buffer.from(base), 'binary')
  return Buffer.from(mac, 'latin1').toString('base64url')
}

const newSalt = (): string => Buffer.from(randomBytes(SALT_SIZE)).toString('hex')

function sealed(
  json: string,
  expiry: string,
  { id, password }: { readonly id: string; readonly password: Uint8Array },
): string {
  const [salt, macSalt, iv] = [newSalt(), newSalt(), randomBytes(CBC_IV_SIZE)]
  const ciphertext = encryptCbc(keyOf(password, salt), iv, Buffer.from(json)).toString('base64url')
  const base = [PREFIX, id, salt, encodeUrlsafeBase64(iv), ciphertext, expiry].join(JOINT)
  return [base, macSalt, macOf(base, password, macSalt)].join(JOINT)
}

/** @throws {DeserializeError} for a text that nobody with one of the passwords has made */
function unsealed(
  text: string,
  passwords: ReadonlyMap<string, Uint8Array>,
): { readonly id: string; readonly expiry: string; readonly json: string } {
  const parts = text.endsWith(VERSION) ? text.slice(0, -VERSION.length).split(JOINT) : []
  const [
    prefix,
    id = '',
    salt = '',
    iv = '',
    ciphertext = '',
    expiry = '',
    macSalt = '',
    mac = '',
  ] = parts
  if (parts.length !== 8 || prefix !== PREFIX || !EXPIRY.test(expiry) || !isLatin1(text)) {
    throw new DeserializeError('BAD_TEXT', 'The text is no seal of iron-session')
  }
  const password = passwords.get(id)
  if (password === undefined) {
    throw new DeserializeError('UNKNOWN_KEY', 'The text was sealed with another password')
  }
  const base = parts.slice(0, -2).join(JOINT)
  if (!equalInConstantTime(macOf(base, password, macSalt), mac)) {
    throw new DeserializeError('BAD_SIGNATURE', 'The seal is broken')
  }
  const json = decrypted(keyOf(password, salt), iv, ciphertext)
  if (json !== undefined) return { id, expiry, json }
  throw new DeserializeError('BAD_PAYLOAD', 'The data cannot be decrypted')
}

function decrypted(key: Buffer, iv: string, ciphertext: string): string | undefined {
  const bytes = Buffer.from(iv, 'base64url')
  if (bytes.length !== CBC_IV_SIZE) return undefined
  return decryptCbc(key, bytes, Buffer.from(ciphertext, 'base64url'))?.toString()
}

/** The last moment of a seal, in seconds: iron takes it for so long that the skew is not yet over. */
function endOf(expiry: string): number | undefined {
  return expiry === '' ? undefined : Number(expiry) / TICKS + MORE
}

/** Seconds from what a seal says to its last moment. */
const MORE = SKEW - 1 / TICKS

/**
 * The JSON in a seal, for who wants to see what is in it.
 *
 * @throws {OptionError} as {@link ironFormat}; {DeserializeError} for a text that nobody with one of the passwords has made
 */
export const ironJson = (text: string, password: IronPassword): string =>
  unsealed(text, passwordsOf(password)).json
