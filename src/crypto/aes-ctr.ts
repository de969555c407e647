/**
 * AES in counter mode (NIST SP 800-38A, 6.5): encrypts, and vouches for nothing. Only for texts that a MAC covers.
 *
 *     encrypted = counter ciphertext, of 16 and any bytes
 */
import { cryptCtr } from './native.js'
import { randomBytes } from './random.js'

const BLOCK = 16
/** Bytes of the keys that AES has. */
export const AES_KEY_SIZES: readonly number[] = [16, 24, 32]

/** Encryption with one key. */
export interface Ctr {
  readonly encrypt: (plaintext: Uint8Array) => Buffer
  /** What another key encrypted becomes other bytes. @returns `undefined` where there are none */
  readonly decrypt: (encrypted: Uint8Array) => Buffer | undefined
}

/** @param key of one of {@link AES_KEY_SIZES} */
export function aesCtr(key: Uint8Array): Ctr {
  return {
    encrypt(plaintext) {
      const counter = randomBytes(BLOCK)
      return Buffer.concat([counter, cryptCtr(key, counter, plaintext)])
    },
    decrypt(encrypted) {
      if (encrypted.length <= BLOCK) return undefined
      return cryptCtr(key, encrypted.subarray(0, BLOCK), encrypted.subarray(BLOCK))
    },
  }
}
