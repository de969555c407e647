import { createHmac, getHashes, timingSafeEqual } from 'node:crypto'

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

/** A keyed message authentication code. */
export interface Mac {
  /** Bytes of a signature. */
  readonly size: number
  sign(key: Uint8Array, message: Uint8Array): Buffer
}

/**
 * HMAC (RFC 2104) over a hash function, by the name that Python's `hashlib.new` takes, in any letter
 * case. `undefined` where this Node has no such function.
 */
export function hmacOf(hashName: string): Mac | undefined {
  const name = hashName.toLowerCase()
  const algorithm = OPENSSL_NAMES[name] ?? name
  // Names of signatures, and functions without a fixed size, are no hash functions to Python.
  if (/^rsa-|^shake|withrsa|^ssl3/.test(algorithm)) return undefined
  if (!getHashes().some((known) => known.toLowerCase() === algorithm)) return undefined
  const sign = (key: Uint8Array, message: Uint8Array): Buffer =>
    createHmac(algorithm, key).update(message).digest()
  return { sign, size: sign(new Uint8Array(), new Uint8Array()).length }
}

/** HMAC-SHA1 of `message`, in lower-case hexadecimal. */
export function hmacSha1Hex(key: Uint8Array, message: Uint8Array): string {
  return createHmac('sha1', key).update(message).digest('hex')
}

/** Whether two byte strings are equal, in a time that does not tell where they differ. */
export function equalInConstantTime(left: Uint8Array, right: Uint8Array): boolean {
  // timingSafeEqual throws on unequal lengths; the length of a signature is no secret.
  return left.length === right.length && timingSafeEqual(left, right)
}
