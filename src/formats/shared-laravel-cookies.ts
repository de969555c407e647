/**
 * Cookies as Laravel's middleware EncryptCookies writes them:
 *
 *     text    = base64 of JSON, percent-encoded
 *     JSON    = {"iv": iv, "value": value, "mac": mac, "tag": tag}, in this order, without blanks
 *     iv      = base64 of 16 random bytes; GCM: of 12
 *     value   = base64 of the encrypted plaintext
 *     mac     = HMAC-SHA-256 of the texts iv and value, in lower-case hexadecimal; GCM: ""
 *     tag     = ""; GCM: base64 of 16 bytes. Left out by older versions with CBC
 *     plaintext = prefix content / PHP's serialize of the two, as one text
 *     prefix  = HMAC-SHA-1 of the cookie's name and "v2", in lower-case hexadecimal, and "|"
 *
 * Base64 is padded. One key serves for all three. Older versions wrote "\/" for the "/" of base64.
 *
 * Source: Laravel 8.83, `Illuminate\Encryption\Encrypter`, `Illuminate\Cookie\CookieValuePrefix`.
 */
import { isUtf8 } from 'node:buffer'
import { CBC_IV_SIZE, decryptCbc, encryptCbc } from '../crypto/aes-cbc.js'
import { openGcm, sealGcm } from '../crypto/aes-gcm.js'
import { equalInConstantTime, hmac } from '../crypto/mac.js'
import type { Mac } from '../crypto/mac.js'
import { randomBytes } from '../crypto/random.js'
import { CartoucheError, DeserializeError } from '../errors.js'
import { encodeBase64 } from '../lib/base64.js'
import { isLatin1 } from '../lib/latin1.js'
import { readPhp, writePhp } from '../serializers/php.js'

/** A key, as the application's encrypter has it. */
export interface LaravelKey {
  /** 16 or 32 bytes. */
  readonly bytes: Uint8Array
  readonly isGcm: boolean
  /** For CBC, which vouches for nothing by itself. */
  readonly mac: Mac
  /** For the prefix, which binds a value to its cookie's name. */
  readonly prefix: Mac
}

export function laravelKey(bytes: Uint8Array, isGcm: boolean): LaravelKey {
  return { bytes, isGcm, mac: hmac('sha256', bytes), prefix: hmac('sha1', bytes) }
}

/** The members of a payload, as texts. */
interface Payload {
  readonly iv: string
  readonly value: string
  readonly mac: string
  readonly tag: string
}

const GCM_IV_SIZE = 12
const GCM_TAG_SIZE = 16
const NOTHING = new Uint8Array()

const BASE64 = String.raw`[A-Za-z\d+/\\]*={0,2}`
const PAYLOAD = new RegExp(
  `^{"iv":"(${BASE64})","value":"(${BASE64})","mac":"([\\da-f]*)"(?:,"tag":"(${BASE64})")?}$`,
)

/**
 * The content of a payload, which any of the keys may have encrypted, and that key.
 *
 * @throws {DeserializeError} for what nobody with a key has made
 */
export function decrypt(base64: string, keys: readonly LaravelKey[]): [Buffer, LaravelKey] {
  const payload = payloadOf(base64)
  for (const key of keys) {
    const content = key.isGcm ? openPayload(payload, key) : verifiedContent(payload, key)
    if (content !== undefined) return [content, key]
  }
  throw new DeserializeError('BAD_SIGNATURE', 'The text is not authentic: no key has made it')
}

function openPayload({ iv, value, mac, tag }: Payload, { bytes }: LaravelKey): Buffer | undefined {
  const [nonce, sealed] = [bytesOf(iv), Buffer.concat([bytesOf(value), bytesOf(tag)])]
  const isWhole = nonce.length === GCM_IV_SIZE && bytesOf(tag).length === GCM_TAG_SIZE && mac === ''
  return isWhole ? openGcm(bytes, nonce, sealed, NOTHING) : undefined
}

function verifiedContent({ iv, value, mac, tag }: Payload, key: LaravelKey): Buffer | undefined {
  const isAuthentic = key.mac.verify(Buffer.from(iv + value, 'latin1'), mac, 'hex')
  if (!isAuthentic || tag !== '') return undefined
  const vector = bytesOf(iv)
  // The two texts are signed as one: where the first ends is not.
  const isWhole = vector.length === CBC_IV_SIZE
  return isWhole ? decryptCbc(key.bytes, vector, bytesOf(value)) : undefined
}

/** The payload of a content, in base64. */
export function encrypt(content: Uint8Array, key: LaravelKey): string {
  const { iv, value, mac, tag } = key.isGcm ? sealed(content, key) : signed(content, key)
  const json = `{"iv":"${iv}","value":"${value}","mac":"${mac}","tag":"${tag}"}`
  return encodeBase64(Buffer.from(json, 'latin1'))
}

function sealed(content: Uint8Array, { bytes }: LaravelKey): Payload {
  const nonce = randomBytes(GCM_IV_SIZE)
  const both = sealGcm(bytes, nonce, content, NOTHING)
  const end = both.length - GCM_TAG_SIZE
  const [value, tag] = [both.subarray(0, end), both.subarray(end)].map(encodeBase64)
  return { iv: encodeBase64(nonce), value: value!, mac: '', tag: tag! }
}

function signed(content: Uint8Array, { bytes, mac }: LaravelKey): Payload {
  const vector = randomBytes(CBC_IV_SIZE)
  const iv = encodeBase64(vector)
  const value = encodeBase64(encryptCbc(bytes, vector, content))
  return { iv, value, mac: mac.sign(Buffer.from(iv + value, 'latin1'), 'hex'), tag: '' }
}

function payloadOf(base64: string): Payload {
  const json = decodeStrictly(base64)
  if (json === undefined) throw new DeserializeError('BAD_BASE64', 'The text is not base64')
  const [, ...members] = PAYLOAD.exec(json.toString('latin1')) ?? []
  const [iv, value, mac, tag = ''] = members.map((member?: string) =>
    member?.replaceAll(String.raw`\/`, '/'),
  )
  const isPayload = [iv, value, tag].every(
    (text) => text !== undefined && decodeStrictly(text) !== undefined,
  )
  if (isPayload) return { iv: iv!, value: value!, mac: mac!, tag }
  throw new DeserializeError('BAD_TEXT', 'The text is no payload of Laravel')
}

/** The one text that base64 has for some bytes, and no other. */
function decodeStrictly(text: string): Buffer | undefined {
  const bytes = bytesOf(text)
  return encodeBase64(bytes) === text ? bytes : undefined
}

const bytesOf = (base64: string): Buffer => Buffer.from(base64, 'base64')

// ---- cookies

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['+', '%2B'],
  ['/', '%2F'],
  ['=', '%3D'],
])
/** Escaped, or without any escapes, as JavaScript's parsers of cookies give it: a "+" is never a blank here. */
const COOKIE = /^(?:(?:[A-Za-z\d]|%2B|%2F|%3D)*|[A-Za-z\d+/=]*)$/

/**
 * What Laravel put into the cookie of that name, and the key that it has used.
 *
 * @param isSerialized whether the application's EncryptCookies has `serialize` set
 * @throws {DeserializeError} for what nobody with a key has made for that cookie
 */
export function openCookie(
  text: string,
  cookieName: string,
  keys: readonly LaravelKey[],
  isSerialized: boolean,
): [content: string, key: LaravelKey] {
  if (!COOKIE.test(text)) throw new DeserializeError('BAD_TEXT', 'The text is no cookie of Laravel')
  const [plaintext, key] = decrypt(decodeURIComponent(text), keys)
  const content = isSerialized ? readPhp(plaintext) : textOf(plaintext)
  const prefix = prefixOf(cookieName, key)
  if (typeof content !== 'string' || !startsWith(content, prefix)) {
    throw new DeserializeError('BAD_SIGNATURE', 'The text is that of another cookie')
  }
  return [content.slice(prefix.length), key]
}

function textOf(plaintext: Buffer): string {
  if (isUtf8(plaintext)) return plaintext.toString()
  throw new DeserializeError('BAD_PAYLOAD', 'The cookie holds what is not UTF-8')
}

function startsWith(content: string, prefix: string): boolean {
  const start = content.slice(0, prefix.length)
  return isLatin1(start) && equalInConstantTime(start, prefix)
}

/** The text of such a cookie. */
export function sealCookie(
  content: string,
  cookieName: string,
  key: LaravelKey,
  isSerialized: boolean,
): string {
  if (!content.isWellFormed()) {
    throw new CartoucheError('BAD_VALUE', 'The cookie value holds half a surrogate pair')
  }
  const text = prefixOf(cookieName, key) + content
  const plaintext = isSerialized ? writePhp(text) : Buffer.from(text)
  return encrypt(plaintext, key).replace(/[+/=]/g, (character) => ESCAPES.get(character)!)
}

const prefixOf = (cookieName: string, { prefix }: LaravelKey): string =>
  `${prefix.sign(Buffer.from(`${cookieName}v2`), 'hex')}|`
