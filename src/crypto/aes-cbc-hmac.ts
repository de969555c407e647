/**
 * A256CBC-HS512, the authenticated encryption of JWE (RFC 7518, 5.2.5): AES-256-CBC, and then an HMAC-SHA-512 of the
 * additional data, the initialization vector, the ciphertext and the additional data's length. One key of 64 bytes: the
 * first half is that of the MAC.
 */
import { CBC_IV_SIZE, decryptCbc, encryptCbc } from './aes-cbc.js'
import { equalInConstantTime, hmac } from './mac.js'

/** Bytes of a key. */
export const CBC_HMAC_KEY_SIZE = 64

const HALF = CBC_HMAC_KEY_SIZE / 2
/** The MAC is cut to so many bytes. */
const TAG_SIZE = 32

/** @returns ciphertext ‖ tag (32 bytes) */
export function sealCbcHmac(
  key: Uint8Array,
  iv: Uint8Array,
  plaintext: Uint8Array,
  aad: Uint8Array,
): Buffer {
  const ciphertext = encryptCbc(key.subarray(HALF), iv, plaintext)
  const tag = Buffer.from(tagOf(key, iv, ciphertext, aad), 'latin1')
  return Buffer.concat([ciphertext, tag])
}

/** @returns `undefined` for what is not authentic, of which nothing is decrypted */
export function openCbcHmac(
  key: Uint8Array,
  iv: Uint8Array,
  sealed: Uint8Array,
  aad: Uint8Array,
): Buffer | undefined {
  const end = sealed.length - TAG_SIZE
  if (end < 0 || iv.length !== CBC_IV_SIZE) return undefined
  const ciphertext = sealed.subarray(0, end)
  const tag = Buffer.from(sealed.subarray(end)).toString('latin1')
  if (!equalInConstantTime(tagOf(key, iv, ciphertext, aad), tag)) return undefined
  return decryptCbc(key.subarray(HALF), iv, ciphertext)
}

function tagOf(key: Uint8Array, iv: Uint8Array, ciphertext: Uint8Array, aad: Uint8Array): string {
  const bits = Buffer.alloc(8)
  bits.writeBigUInt64BE(BigInt(aad.length) * 8n)
  const message = Buffer.concat([aad, iv, ciphertext, bits])
  return hmac('sha512', key.subarray(0, HALF)).sign(message, 'binary').slice(0, TAG_SIZE)
}
