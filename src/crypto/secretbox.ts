/** NaCl's secretbox: XSalsa20-Poly1305, which Node does not have. Needs the package `@noble/ciphers`. */
import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js'

/** Bytes of a key. */
export const BOX_KEY_SIZE = 32
/** Bytes of a nonce, which may be random: two hardly ever are the same. */
export const BOX_NONCE_SIZE = 24
/** Bytes of the tag that a box begins with. */
export const BOX_TAG_SIZE = 16

/** @returns tag ‖ ciphertext */
export function sealBox(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array): Uint8Array {
  return xsalsa20poly1305(key, nonce).encrypt(plaintext)
}

/** @returns `undefined` for what was not sealed with this key and nonce */
export function openBox(
  key: Uint8Array,
  nonce: Uint8Array,
  box: Uint8Array,
): Uint8Array | undefined {
  try {
    return xsalsa20poly1305(key, nonce).decrypt(box)
  } catch {
    return undefined
  }
}
