/**
 * What Django's `TimestampSigner` makes of bytes:
 *
 *     text      = [ "." ] payload ":" time ":" signature
 *     payload   = base64url, unpadded; after ".", of bytes that zlib compressed
 *     time      = [ "-" ] whole seconds since 1970 in base 62: 0-9, A-Z, a-z
 *     signature = base64url, unpadded, of the HMAC of all that stands before its ":"
 *
 * The HMAC's key is hash( salt ‖ "signer" ‖ secret key ).
 *
 * Source: `django.core.signing`, Django 1.4 to 5.2.
 */
import { digestOf } from '../crypto/hash.js'
import { hmac, signatureSize } from '../crypto/mac.js'
import type { Mac } from '../crypto/mac.js'
import { utf8KeysOf } from '../crypto/secret.js'
import type { Secrets } from '../crypto/secret.js'
import { warnOfWeakSecrets } from '../crypto/weak-secret.js'
import { DeserializeError } from '../errors.js'
import { decodeUrlsafeBase64Strictly, encodeUrlsafeBase64 } from '../lib/base64.js'
import { unzlib, zlib } from '../lib/deflate.js'
import { isBoolean, isOneOf, orNull } from '../lib/options.js'
import type { OptionSpecs } from '../lib/options.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'
import { latin1ToText } from '../lib/text.js'

/** The hash functions that Django has signed with. */
export type DjangoAlgorithm = 'sha1' | 'sha256'

/** How Django signs, by the names of its settings and its `Signer`. */
export interface DjangoSigning {
  /**
   * The hash function of what is written: `DEFAULT_HASHING_ALGORITHM` of Django 3.1 and 3.2. `'sha1'` beside Django
   * up to 3.0, which reads nothing else. Default `'sha256'`.
   */
  defaultHashingAlgorithm: DjangoAlgorithm
  /**
   * Another hash function that is read too, as Django 3.1 and 3.2 read `'sha1'`: while cookies of Django up to 3.0 live
   * on. Default `null`: none, as from Django 4.0 on.
   */
  legacyAlgorithm: DjangoAlgorithm | null
  /** Whether what gets shorter by it is compressed. Django always does. Default `true`. */
  compress: boolean
}

const isAlgorithm = isOneOf(['sha1', 'sha256'])

export const djangoSigningSpecs: OptionSpecs<DjangoSigning> = {
  defaultHashingAlgorithm: { fallback: 'sha256', check: isAlgorithm },
  legacyAlgorithm: { fallback: null, check: orNull(isAlgorithm) },
  compress: { fallback: true, check: isBoolean },
}

/** Bytes ↔ text. */
export interface DjangoSigner {
  /** @param time seconds since 1970; the fraction is dropped */
  readonly sign: (payload: Uint8Array, time: number) => string
  /** @throws {DeserializeError} when the text was damaged or forged, or cannot be decompressed */
  readonly open: (text: string) => DjangoSigned
}

export interface DjangoSigned {
  readonly payload: Uint8Array
  /** Seconds since 1970. */
  readonly time: number
}

const TEXT = /^((\.?)([\w-]*):(-?[0-9A-Za-z]{1,12})):([\w-]+)$/

/**
 * @param secretKey `SECRET_KEY`; of a list the first signs and all verify, as with `SECRET_KEY_FALLBACKS`
 * @param salt keeps apart what is signed for different purposes
 * @param prefix stands before the secret key in what Django signs cookies with
 * @throws {OptionError} when a secret is empty, neither text nor bytes, or comes twice
 */
export function djangoSigner(
  secretKey: Secrets,
  { defaultHashingAlgorithm, legacyAlgorithm, compress }: DjangoSigning,
  salt: string,
  prefix = '',
): DjangoSigner {
  const keys = utf8KeysOf(secretKey)
  const before = Buffer.from(`${salt}signer${prefix}`)
  const macsOf = (algorithm: DjangoAlgorithm): readonly Mac[] =>
    keys.map((key) => hmac(algorithm, digestOf(algorithm, before, key)))
  const signing = macsOf(defaultHashingAlgorithm)
  const macs = legacyAlgorithm === null ? signing : [...signing, ...macsOf(legacyAlgorithm)]
  warnOfWeakSecrets(secretKey, signatureSize(defaultHashingAlgorithm))
  return {
    sign: (payload, time) => {
      const value = `${textOf(payload, compress)}:${base62(time)}`
      const signature = Buffer.from(signing[0]!.sign(Buffer.from(value), 'binary'), 'latin1')
      return `${value}:${encodeUrlsafeBase64(signature)}`
    },
    open: (text) => {
      const [, value, mark, payload, time, signature] = TEXT.exec(text) ?? []
      if (value === undefined) throw new DeserializeError('BAD_TEXT', 'The text is not signed')
      if (!isGenuine(macs, value, signature!)) {
        throw new DeserializeError('BAD_SIGNATURE', 'Invalid signature')
      }
      return { payload: payloadOf(payload!, mark === '.'), time: timeOf(time!) }
    },
  }
}

/** The signature is compared as the text it is: strict base64 has one text for its bytes. */
function isGenuine(macs: readonly Mac[], value: string, signature: string): boolean {
  const bytes = decodeUrlsafeBase64Strictly(signature)
  if (bytes === undefined) return false
  const [message, given] = [Buffer.from(value), latin1ToText(bytes)]
  return macs.some((mac) => mac.verify(message, given, 'binary'))
}

function textOf(payload: Uint8Array, compress: boolean): string {
  const compressed = compress ? zlib(payload) : payload
  // The mark takes a character.
  const isShorter = compressed.length < payload.length - 1
  return isShorter ? `.${encodeUrlsafeBase64(compressed)}` : encodeUrlsafeBase64(payload)
}

function payloadOf(text: string, isCompressed: boolean): Uint8Array {
  const bytes = decodeUrlsafeBase64Strictly(text)
  if (bytes === undefined) throw new DeserializeError('BAD_BASE64', 'The payload is not base64url')
  return isCompressed ? unzlib(bytes, SESSION_LIMITS.output) : bytes
}

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

function base62(seconds: number): string {
  let left = Math.abs(Math.trunc(seconds))
  let text = ''
  do {
    text = DIGITS[left % 62]! + text
    left = Math.floor(left / 62)
  } while (left > 0)
  return seconds <= -1 ? `-${text}` : text
}

function timeOf(text: string): number {
  const isNegative = text.startsWith('-')
  let seconds = 0
  for (const digit of isNegative ? text.slice(1) : text)
    seconds = seconds * 62 + DIGITS.indexOf(digit)
  return isNegative ? -seconds : seconds
}
