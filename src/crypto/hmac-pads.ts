/**
 * HMAC as two one-shot hash calls over a key that was prepared once:
 *
 *     HMAC(key, message) = H(outer ‖ H(inner ‖ message))
 *     inner = block ⊕ 0x36…, outer = block ⊕ 0x5c…, block = key, or H(key) when longer, then zeros
 *
 * Source: RFC 2104.
 */
import crypto from 'node:crypto'

/** How the bytes of a signature are given: in lower-case hexadecimal, or one character a byte. */
export type SignatureEncoding = 'hex' | 'binary'

/** Signs messages with one key. */
export type Signer = (message: Uint8Array, encoding: SignatureEncoding) => string

/** Bytes a hash function takes in at once: HMAC is defined by it, and Node does not tell. */
const BLOCK_SIZES: Readonly<Record<string, number>> = {
  md5: 64,
  sha1: 64,
  sha224: 64,
  sha256: 64,
  sha384: 128,
  sha512: 128,
}

const INNER = 0x36
const OUTER = 0x5c
/** Room for a pad and any message that fits into a cookie; larger ones get their own. */
const ROOM = 4096
const LONGEST_BLOCK = 128
const LONGEST_DIGEST = 64

// Filled anew by each call, which runs to its end before the next begins.
const inside = Buffer.allocUnsafeSlow(LONGEST_BLOCK + ROOM)
const outside = Buffer.allocUnsafeSlow(LONGEST_BLOCK + LONGEST_DIGEST)

/** A signer; `undefined` for other hash functions and where the runtime has no `crypto.hash`. */
export function padSigner(algorithm: string, key: Uint8Array): Signer | undefined {
  const blockSize = BLOCK_SIZES[algorithm]
  if (blockSize === undefined || typeof crypto.hash !== 'function') return undefined
  const block = Buffer.alloc(blockSize)
  block.set(key.length > blockSize ? crypto.hash(algorithm, key, 'buffer') : key)
  const inner = block.map((byte) => byte ^ INNER)
  const outer = block.map((byte) => byte ^ OUTER)

  return (message, encoding) => {
    const end = blockSize + message.length
    const input = end <= inside.length ? inside : Buffer.allocUnsafe(end)
    input.set(inner)
    input.set(message, blockSize)
    const digest = crypto.hash(algorithm, input.subarray(0, end), 'binary')
    outside.set(outer)
    outside.write(digest, blockSize, 'latin1')
    return crypto.hash(algorithm, outside.subarray(0, blockSize + digest.length), encoding)
  }
}
