/** The hash functions that a MAC can be built over, by the names that Python gives them. */
import { signatureSize } from './mac.js'
import { digest, hashOnce, isExtendable } from './native.js'

/**
 * Python's names for what OpenSSL, and so Node, spells otherwise; what has a faster way here by another name; and
 * names that OpenSSL knows, but not what other runtimes have in its place.
 */
const OPENSSL_NAMES: Readonly<Record<string, string>> = {
  blake2b: 'blake2b512',
  blake2s: 'blake2s256',
  sha512_224: 'sha512-224',
  sha512_256: 'sha512-256',
  sha3_224: 'sha3-224',
  sha3_256: 'sha3-256',
  sha3_384: 'sha3-384',
  sha3_512: 'sha3-512',
  'sha-1': 'sha1',
  'sha-224': 'sha224',
  'sha-256': 'sha256',
  'sha-384': 'sha384',
  'sha-512': 'sha512',
  'sha2-224': 'sha224',
  'sha2-256': 'sha256',
  'sha2-384': 'sha384',
  'sha2-512': 'sha512',
  'sha-512/224': 'sha512-224',
  'sha-512/256': 'sha512-256',
  'sha2-512/224': 'sha512-224',
  'sha2-512/256': 'sha512-256',
  'blake2b-512': 'blake2b512',
  'blake2s-256': 'blake2s256',
  'ripemd-160': 'ripemd160',
  rmd160: 'ripemd160',
  ripemd: 'ripemd160',
  'ssl3-md5': 'md5',
  'ssl3-sha1': 'sha1',
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
}

/** To Python the names of signatures (`RSA-SHA256`, `sha256WithRSAEncryption`) are no hash functions. */
const SIGNATURE = /rsa|dsa|ecdsa/
const NAME = /^[\w./-]+$/

/**
 * The algorithm, by a name that OpenSSL knows, that `hashlib.new` of Python takes by `name`, in any letter
 * case. `undefined` where this runtime has no such function.
 */
export function hashAlgorithm(name: string): string | undefined {
  const lower = name.toLowerCase()
  const algorithm = OPENSSL_NAMES[lower] ?? lower
  if (!NAME.test(algorithm) || SIGNATURE.test(algorithm)) return undefined
  if (unlessUnknown(() => signatureSize(algorithm)) === undefined) return undefined
  // Python has no HMAC over those.
  return unlessUnknown(() => isExtendable(algorithm)) === true ? undefined : algorithm
}

/** The SHA-256 of a text in UTF-8, in base64url: 43 characters. */
export function sha256(text: string): string {
  return hashOnce === undefined
    ? digest('sha256', [text]).toString('base64url')
    : hashOnce('sha256', text, 'base64url')
}

/** @param algorithm a name that {@link hashAlgorithm} gave */
export function digestOf(algorithm: string, ...parts: readonly Uint8Array[]): Buffer {
  return digest(algorithm, parts)
}

function unlessUnknown<T>(use: () => T): T | undefined {
  try {
    return use()
  } catch {
    return undefined
  }
}
