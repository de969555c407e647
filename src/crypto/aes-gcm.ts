/**
 * AES-GCM (NIST SP 800-38D) with nonces of 12 bytes and tags of 16, by keys of 16 or 32 bytes: what XAES is built on.
 * By itself it is for few messages a key, as a random nonce of 12 bytes may come twice.
 */
export { openGcm, sealGcm } from './native.js'

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
