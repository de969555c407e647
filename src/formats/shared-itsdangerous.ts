/**
 * What the Python package itsdangerous signs with a time, of which Flask and Starlette make their cookies:
 *
 *     text    = payload "." time "." mac
 *     payload = any text
 *     time    = base64url of the seconds since 1970, big-endian, without zeros before them
 *     mac     = base64url of the HMAC of what stands before it, without its "."
 *     key     = of the secret and the salt, in one of four ways: see `KeyDerivation`
 *
 * base64url is unpadded, and each text is taken in the one way that it is written; itsdangerous takes others too,
 * which nobody writes.
 *
 * Source: `itsdangerous.TimestampSigner`, itsdangerous 0.24 to 2.2.
 */
import { digestOf, hashAlgorithm } from '../crypto/hash.js'
import { hmac, signatureSize } from '../crypto/mac.js'
import type { Mac } from '../crypto/mac.js'
import { utf8KeysOf } from '../crypto/secret.js'
import type { Secret, Secrets } from '../crypto/secret.js'
import { warnOfWeakSecrets } from '../crypto/weak-secret.js'
import { CartoucheError, DeserializeError } from '../errors.js'
import { decodeUrlsafeBase64Strictly, encodeUrlsafeBase64 } from '../lib/base64.js'
import { isLatin1 } from '../lib/latin1.js'
import { isBytes } from '../lib/kinds.js'
import { isOneOf } from '../lib/options.js'
import type { Check, OptionSpecs } from '../lib/options.js'

/**
 * How a key is made of the secret: `'hmac'`: HMAC(secret, salt); `'django-concat'`: H(salt + "signer" + secret);
 * `'concat'`: H(salt + secret); `'none'`: it is the secret.
 */
export type KeyDerivation = 'hmac' | 'django-concat' | 'concat' | 'none'

/** Options of itsdangerous's signer. */
export interface SignerOptions {
  /** Keeps apart what is signed with one secret for different purposes. */
  salt: Secret
  keyDerivation: KeyDerivation
  /** The hash function of signatures and keys, by the name Python's `hashlib.new` takes. Default `'sha1'`. */
  digestMethod: string
}

const isSalt: Check = (value) =>
  typeof value === 'string' || isBytes(value) ? undefined : 'must be text or bytes'

const isDigest: Check = (value) =>
  typeof value === 'string' && hashAlgorithm(value) !== undefined
    ? undefined
    : "must be the name of a hash function that this runtime has, such as 'sha1'"

/** @param defaults those of who uses it */
export const signerSpecs = (
  defaults: Pick<SignerOptions, 'salt' | 'keyDerivation'>,
): OptionSpecs<SignerOptions> => ({
  salt: { fallback: defaults.salt, check: isSalt },
  keyDerivation: {
    fallback: defaults.keyDerivation,
    check: isOneOf(['hmac', 'django-concat', 'concat', 'none']),
  },
  digestMethod: { fallback: 'sha1', check: isDigest },
})

/** A signer with its keys prepared. */
export interface TimestampSigner {
  /**
   * @param payload ASCII
   * @param time seconds since 1970, whose fraction is left out
   * @throws {CartoucheError} `BAD_VALUE` for a time before 1970
   */
  readonly sign: (payload: string, time: number) => string
  /** @throws {DeserializeError} for a text that no key has signed */
  readonly unsign: (text: string) => Signed
}

export interface Signed {
  readonly payload: string
  /** Seconds since 1970. */
  readonly time: number
}

/**
 * Of several secrets the first signs, and all verify: the other way round than in itsdangerous.
 *
 * @throws {OptionError} when a secret is empty, neither text nor bytes, or comes twice
 */
export function timestampSigner(secretKey: Secrets, options: SignerOptions): TimestampSigner {
  const algorithm = hashAlgorithm(options.digestMethod)!
  const size = signatureSize(algorithm)
  warnOfWeakSecrets(secretKey, size)
  const macs = utf8KeysOf(secretKey).map((secret) =>
    hmac(algorithm, derivedKey(secret, algorithm, options)),
  )
  return {
    sign: (payload, time) => {
      const signed = `${payload}.${timeText(time)}`
      return `${signed}.${signatureOf(signed, macs[0]!)}`
    },
    unsign: (text) => {
      const [signed, signature] = splitLast(text)
      if (!macs.some((mac) => isGenuine(signed, signature, mac))) {
        throw new DeserializeError('BAD_SIGNATURE', 'Invalid signature')
      }
      const [payload, time] = splitLast(signed)
      return { payload, time: timeOf(time) }
    },
  }
}

function derivedKey(
  secret: Uint8Array,
  algorithm: string,
  { salt, keyDerivation }: SignerOptions,
): Uint8Array {
  const salted = typeof salt === 'string' ? Buffer.from(salt) : salt
  switch (keyDerivation) {
    case 'hmac':
      return Buffer.from(hmac(algorithm, secret).sign(salted, 'binary'), 'latin1')
    case 'django-concat':
      return digestOf(algorithm, salted, Buffer.from('signer'), secret)
    case 'concat':
      return digestOf(algorithm, salted, secret)
    case 'none':
      return secret
  }
}

/** @throws {DeserializeError} where there is no "." */
function splitLast(text: string): [before: string, after: string] {
  const dot = text.lastIndexOf('.')
  if (dot < 0 || !isLatin1(text)) {
    throw new DeserializeError('BAD_TEXT', 'The text is none that itsdangerous has signed')
  }
  return [text.slice(0, dot), text.slice(dot + 1)]
}

const signatureOf = (signed: string, mac: Mac): string =>
  encodeUrlsafeBase64(Buffer.from(mac.sign(Buffer.from(signed, 'latin1'), 'binary'), 'latin1'))

function isGenuine(signed: string, signature: string, mac: Mac): boolean {
  const bytes = decodeUrlsafeBase64Strictly(signature)?.toString('latin1')
  return bytes !== undefined && mac.verify(Buffer.from(signed, 'latin1'), bytes, 'binary')
}

/** Bytes of the largest time that is read and written: far beyond the end of all calendars. */
const TIME_SIZE = 6

function timeText(time: number): string {
  if (!(time >= 0)) throw new CartoucheError('BAD_VALUE', 'itsdangerous has no time before 1970')
  const bytes = Buffer.alloc(TIME_SIZE)
  bytes.writeUIntBE(Math.floor(time), 0, TIME_SIZE)
  const first = bytes.findIndex((byte) => byte > 0)
  return first < 0 ? '' : encodeUrlsafeBase64(bytes.subarray(first))
}

function timeOf(text: string): number {
  const bytes = text === '' ? Buffer.alloc(1) : decodeUrlsafeBase64Strictly(text)
  if (bytes === undefined || bytes.length > TIME_SIZE) {
    throw new DeserializeError('BAD_PAYLOAD', 'The text has a time that no clock gives')
  }
  return bytes.readUIntBE(0, bytes.length)
}
