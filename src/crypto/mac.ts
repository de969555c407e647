import { padSigner } from './hmac-pads.js'
import type { SignatureEncoding, Signer } from './hmac-pads.js'
import { hmacOf, timingSafeEqual } from './native.js'

/** HMAC (RFC 2104) with one key. */
export interface Mac {
  readonly sign: Signer
  /** Whether `signature` is that of `message`, in a time that does not tell where it differs. */
  readonly verify: (message: Uint8Array, signature: string, encoding: SignatureEncoding) => boolean
}

/** @param algorithm OpenSSL's name of a hash function, see hash.ts */
export function hmac(algorithm: string, key: Uint8Array): Mac {
  const sign = padSigner(algorithm, key) ?? nodeSigner(algorithm, key)
  return {
    sign,
    verify: (message, signature, encoding) =>
      equalInConstantTime(sign(message, encoding), signature),
  }
}

/** HMAC by Node's own function: slower than {@link padSigner}, but for any hash on any runtime. */
export function nodeSigner(algorithm: string, key: Uint8Array): Signer {
  return (message, encoding) => hmacOf(algorithm, key, message, encoding)
}

const NOTHING = new Uint8Array()

/**
 * Bytes of a signature.
 *
 * @throws where this runtime has no HMAC over such a hash function
 */
export function signatureSize(algorithm: string): number {
  return hmac(algorithm, NOTHING).sign(NOTHING, 'binary').length
}

let left = Buffer.alloc(0)
let right = Buffer.alloc(0)

/**
 * Whether two texts are equal, in a time that does not tell where they differ. Both hold nothing
 * beyond Latin-1: what is beyond it would be taken modulo 256.
 */
export function equalInConstantTime(one: string, other: string): boolean {
  // timingSafeEqual throws on unequal lengths; the length of a signature is no secret.
  const { length } = one
  if (other.length !== length) return false
  // Nearly all that is compared has one length. With new buffers it takes 1.3 times as long.
  if (left.length !== length) [left, right] = [Buffer.alloc(length), Buffer.alloc(length)]
  left.write(one, 'latin1')
  right.write(other, 'latin1')
  return timingSafeEqual(left, right)
}
