import { createHmac, timingSafeEqual } from 'node:crypto'

/** The hash functions that a format may build its HMAC on. */
export type HashName = 'sha1'

/** HMAC (RFC 2104) of `message`, in lower-case hexadecimal. */
export function hmacHex(hash: HashName, key: Uint8Array, message: Uint8Array): string {
  return createHmac(hash, key).update(message).digest('hex')
}

/** Whether two texts are equal, in a time that does not tell where they differ. */
export function equalInConstantTime(left: string, right: string): boolean {
  const leftBytes = Buffer.from(left)
  const rightBytes = Buffer.from(right)
  // timingSafeEqual throws on unequal lengths; the length of a signature is no secret.
  return leftBytes.length === rightBytes.length && timingSafeEqual(leftBytes, rightBytes)
}
