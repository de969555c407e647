/**
 * XAES-256-GCM: AES-256-GCM with nonces of 24 bytes, which may be drawn at random for 2^80 messages.
 *
 *     message key = AES(key, K1 ⊕ M1) ‖ AES(key, K1 ⊕ M2)
 *     M1, M2      = 00 01 58 00 ‖ nonce[0:12], 00 02 58 00 ‖ nonce[0:12]
 *     K1          = AES(key, 0), doubled: the subkey of CMAC (NIST SP 800-38B, 6.1)
 *     sealed      = AES-256-GCM(message key, nonce[12:24], plaintext, aad)
 *
 * Source: https://c2sp.org/XAES-256-GCM
 */
import { OptionError } from '../errors.js'
import { openGcm, sealGcm } from './aes-gcm.js'
import type { Aead } from './aes-gcm.js'
import { aesBlocks } from './native.js'

/** Bytes of a nonce; the first half goes into the message key. */
export const NONCE_SIZE = 24
const HALF = NONCE_SIZE / 2

const BLOCK = 16
/** Where a block holds its half of the nonce: behind counter, label and a zero byte. */
const NONCE_AT = BLOCK - HALF
const LABEL = 0x58 // X

/** @param key 32 bytes, as random as a key has to be; what a generator of keys gives */
export function xaes(key: Uint8Array): Aead {
  const keyOf = messageKeys(key)
  return {
    seal(plaintext, aad, nonce) {
      if (nonce.length !== NONCE_SIZE)
        throw new OptionError('nonce', `must have ${NONCE_SIZE} bytes`)
      return sealGcm(keyOf(nonce), nonce.subarray(HALF), plaintext, aad)
    },
    open(sealed, aad, nonce) {
      if (nonce.length !== NONCE_SIZE) return undefined
      return openGcm(keyOf(nonce), nonce.subarray(HALF), sealed, aad)
    },
  }
}

/** Gives the message key of a nonce. */
function messageKeys(key: Uint8Array): (nonce: Uint8Array) => Uint8Array {
  const encrypt = aesBlocks(key)
  const masks = masksOf(doubled(encrypt(Buffer.alloc(BLOCK))))
  const blocks = Buffer.alloc(2 * BLOCK)
  return (nonce) => {
    blocks.set(masks)
    for (let at = 0; at < HALF; at++) {
      blocks[NONCE_AT + at]! ^= nonce[at]!
      blocks[BLOCK + NONCE_AT + at]! ^= nonce[at]!
    }
    return encrypt(blocks)
  }
}

/** K1 ⊕ M1 ‖ K1 ⊕ M2, for a nonce of zeros. */
function masksOf(subkey: Uint8Array): Uint8Array {
  const masks = Buffer.concat([subkey, subkey])
  for (const counter of [1, 2]) {
    const block = masks.subarray((counter - 1) * BLOCK)
    block[1]! ^= counter
    block[2]! ^= LABEL
  }
  return masks
}

/** A block times two in the field of CMAC: shifted by a bit, and reduced by 0x87 where one falls out. */
function doubled(block: Uint8Array): Uint8Array {
  const result = block.map((byte, at) => (byte << 1) | ((block[at + 1] ?? 0) >> 7))
  if (block[0]! >= 0x80) result[BLOCK - 1]! ^= 0x87
  return result
}
