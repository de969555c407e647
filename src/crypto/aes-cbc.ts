/**
 * AES-CBC (NIST SP 800-38A) with the padding of PKCS #7, by keys of 16 or 32 bytes. It vouches for nothing: what is
 * decrypted must have been found authentic before.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto'

const BLOCK = 16 // bytes
/** Bytes of an initialization vector: those of a block. */
export const CBC_IV_SIZE = BLOCK

const algorithmOf = (key: Uint8Array): string => `aes-${key.length * 8}-cbc`

/** @param iv 16 bytes that nobody can foretell */
export function encryptCbc(key: Uint8Array, iv: Uint8Array, plaintext: Uint8Array): Buffer {
  const cipher = createCipheriv(algorithmOf(key), key, iv)
  return Buffer.concat([cipher.update(plaintext), cipher.final()])
}

/** @returns `undefined` for what was not encrypted so: its padding is none */
export function decryptCbc(
  key: Uint8Array,
  iv: Uint8Array,
  ciphertext: Uint8Array,
): Buffer | undefined {
  if (ciphertext.length === 0 || ciphertext.length % BLOCK !== 0) return undefined
  // Deno takes a padding that is none.
  const decipher = createDecipheriv(algorithmOf(key), key, iv).setAutoPadding(false)
  return unpadded(Buffer.concat([decipher.update(ciphertext), decipher.final()]))
}

function unpadded(bytes: Buffer): Buffer | undefined {
  const size = bytes.at(-1)!
  if (size === 0 || size > BLOCK) return undefined
  const end = bytes.length - size
  return bytes.subarray(end).every((byte) => byte === size) ? bytes.subarray(0, end) : undefined
}
