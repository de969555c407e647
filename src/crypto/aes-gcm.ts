/**
 * AES-GCM (NIST SP 800-38D) with nonces of 12 bytes and tags of 16, by keys of 16 or 32 bytes: what XAES is built on.
 * By itself it is for few messages a key, as a random nonce of 12 bytes may come twice.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto'

/** Authenticated encryption with one key. */
export interface Aead {
  /**
   * Encrypts `plaintext`, and vouches for it and for `aad`, which is not in the result.
   *
   * @param plaintext text is UTF-8
   * @param nonce different for each message of a key
   * @returns ciphertext ‖ tag (16 bytes)
   */
  seal(plaintext: string | Uint8Array, aad: Uint8Array, nonce: Uint8Array): Buffer
  /** The plaintext; `undefined` for what was not sealed with this key, `aad` and `nonce`. */
  open(sealed: Uint8Array, aad: Uint8Array, nonce: Uint8Array): Buffer | undefined
}

const algorithmOf = (key: Uint8Array): 'aes-256-gcm' | 'aes-128-gcm' =>
  key.length === 32 ? 'aes-256-gcm' : 'aes-128-gcm'
const TAG_SIZE = 16 // bytes
/** Without it Node 20 takes a tag of 4 bytes, which can be guessed. */
const OPTIONS = { authTagLength: TAG_SIZE }

/** @param nonce 12 bytes: GCM takes others too, for which it was not made */
export function sealGcm(
  key: Uint8Array,
  nonce: Uint8Array,
  plaintext: string | Uint8Array,
  aad: Uint8Array,
): Buffer {
  const cipher = createCipheriv(algorithmOf(key), key, nonce, OPTIONS)
  cipher.setAAD(aad)
  const ciphertext =
    typeof plaintext === 'string' ? cipher.update(plaintext, 'utf8') : cipher.update(plaintext)
  cipher.final()
  return Buffer.concat([ciphertext, cipher.getAuthTag()])
}

/** @returns `undefined` for what is not authentic, of which nothing decrypted is given out */
export function openGcm(
  key: Uint8Array,
  nonce: Uint8Array,
  sealed: Uint8Array,
  aad: Uint8Array,
): Buffer | undefined {
  const end = sealed.length - TAG_SIZE
  if (end < 0) return undefined
  const decipher = createDecipheriv(algorithmOf(key), key, nonce, OPTIONS)
  decipher.setAAD(aad)
  decipher.setAuthTag(sealed.subarray(end))
  const plaintext = decipher.update(sealed.subarray(0, end))
  try {
    decipher.final()
  } catch {
    return undefined
  }
  return plaintext
}
