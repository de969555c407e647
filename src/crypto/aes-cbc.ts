/**
 * AES-CBC (NIST SP 800-38A) with the padding of PKCS #7, by keys of 16 or 32 bytes. It vouches for nothing: what is
 * decrypted must have been found authentic before.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto'

/** Bytes of a block, and of an initialization vector. */
export const CBC_IV_SIZE = 16

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
  const decipher = createDecipheriv(algorithmOf(key), key, iv)
  const plaintext = decipher.update(ciphertext)
  try {
    return Buffer.concat([plaintext, decipher.final()])
  } catch {
    return undefined
  }
}
