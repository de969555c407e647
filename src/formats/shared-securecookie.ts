/**
 * The texts of gorilla/securecookie:
 *
 *     text  = base64 of: date "|" body "|" mac
 *     date  = digits                     seconds since 1970 at which it was written
 *     body  = base64 of: payload         or, with a block key, of: counter ciphertext
 *     mac   = HMAC of: name "|" date "|" body, raw, keyed with the hash key; name is that of the cookie
 *
 * Base64 is that of URLs, padded. The ciphertext is AES in counter mode, with a counter of 16 random bytes.
 *
 * Source: gorilla/securecookie 1.1.1.
 */
import { AES_KEY_SIZES, aesCtr } from '../crypto/aes-ctr.js'
import type { Ctr } from '../crypto/aes-ctr.js'
import { hmac, signatureSize } from '../crypto/mac.js'
import type { Mac } from '../crypto/mac.js'
import { listOf } from '../crypto/secret.js'
import type { Secret } from '../crypto/secret.js'
import { warnOfWeakSecrets } from '../crypto/weak-secret.js'
import { CookieTooLargeError, DeserializeError, OptionError } from '../errors.js'
import { decodeUrlsafeBase64Strictly, encodeUrlsafeBase64 } from '../lib/base64.js'
import { latin1ToText } from '../lib/text.js'

/**
 * Keys as `CodecsFromPairs` takes them: a hash key, its block key or `null`, the next hash key, and so on. The last
 * block key may be left out. Text is UTF-8, as Go's `[]byte("…")`. The first pair writes, all read.
 */
export type GorillaKeyPairs = Secret | readonly (Secret | null)[]

/** Payloads ↔ texts. */
export interface SecureCookie {
  /**
   * @param load makes a value of the payload. A wrong block key makes other bytes of it, which only `load` can tell: as
   * in Go the next pair is then tried
   * @throws {DeserializeError} for a text that is none, or what `load` threw last
   */
  readonly open: <T>(
    text: string,
    cookieName: string,
    load: (payload: Uint8Array) => T,
  ) => { readonly date: string; readonly value: T }
  /** @throws {CookieTooLargeError} for a text that could not be read */
  readonly seal: (payload: Uint8Array, cookieName: string, date: number) => string
}

/**
 * @param algorithm OpenSSL's name of the hash function of the MAC
 * @param maxLength characters of a text that is written and read; 0: any
 * @throws {OptionError} when a key is not what it must be
 */
export function secureCookie(
  keyPairs: GorillaKeyPairs,
  algorithm: string,
  maxLength: number,
): SecureCookie {
  const macSize = signatureSize(algorithm)
  const pairs = pairsOf(keyPairs, algorithm)
  return {
    open: (text, cookieName, load) => {
      if (maxLength !== 0 && text.length > maxLength) badText('is longer than maxLength')
      const parts = split(text, macSize)
      return { date: parts.date, value: opened(parts, cookieName, pairs, load) }
    },
    seal: (payload, cookieName, date) => {
      const text = sealed(String(date), payload, cookieName, pairs[0]!)
      if (maxLength === 0 || text.length <= maxLength) return text
      throw new CookieTooLargeError(text.length, maxLength)
    },
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
function split(text: string, macSize: number): Parts {
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

function opened<T>(
  { date, body, mac }: Parts,
  cookieName: string,
  pairs: readonly Pair[],
  load: (payload: Uint8Array) => T,
): T {
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
