/** The hash functions that a MAC can be built over, by the names that Python gives them. */
import { getHashes } from 'node:crypto'

/** Names of Python's hashlib that OpenSSL, and so Node, spells otherwise. */
const OPENSSL_NAMES: Readonly<Record<string, string>> = {
  blake2b: 'blake2b512',
  blake2s: 'blake2s256',
  sha512_224: 'sha512-224',
  sha512_256: 'sha512-256',
  sha3_224: 'sha3-224',
  sha3_256: 'sha3-256',
  sha3_384: 'sha3-384',
  sha3_512: 'sha3-512',
}

/**
 * The algorithm, by OpenSSL's name, that `hashlib.new` of Python takes by `name`, in any letter case.
 * `undefined` where this Node has no such function.
 */
export function hashAlgorithm(name: string): string | undefined {
  const lower = name.toLowerCase()
  const algorithm = OPENSSL_NAMES[lower] ?? lower
  // Names of signatures, and functions without a fixed size, are no hash functions to Python.
  if (/^rsa-|^shake|withrsa|^ssl3/.test(algorithm)) return undefined
  return getHashes().some((known) => known.toLowerCase() === algorithm) ? algorithm : undefined
}
