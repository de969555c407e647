/** The hash functions that a MAC can be built over, by the names that Python gives them. */
import { createHash, createHmac } from 'node:crypto'

/** Python's names for what OpenSSL, and so Node, spells otherwise; and what has a faster way here by another name. */
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
}

/** To Python the names of signatures (`RSA-SHA256`, `sha256WithRSAEncryption`) are no hash functions. */
const SIGNATURE = /rsa|dsa|ecdsa/
const NAME = /^[\w./-]+$/

/**
 * The algorithm, by a name that OpenSSL knows, that `hashlib.new` of Python takes by `name`, in any letter
 * case. `undefined` where this Node has no such function.
 */
export function hashAlgorithm(name: string): string | undefined {
  const lower = name.toLowerCase()
  const algorithm = OPENSSL_NAMES[lower] ?? lower
  if (!NAME.test(algorithm) || SIGNATURE.test(algorithm)) return undefined
  if (digest(() => createHmac(algorithm, '').digest()) === undefined) return undefined
  return isExtendable(algorithm) ? undefined : algorithm
}

/** Whether it is one that gives as many bytes as one asks for (SHAKE): Python has no HMAC over these. */
function isExtendable(algorithm: string): boolean {
  const outputLength = 77 // bytes that no hash function gives of itself
  return digest(() => createHash(algorithm, { outputLength }).digest())?.length === outputLength
}

function digest(make: () => Uint8Array): Uint8Array | undefined {
  try {
    return make()
  } catch {
    return undefined
  }
}
