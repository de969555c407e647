/**
 * AES-CBC (NIST SP 800-38A) with the padding of PKCS #7, by keys of 16 or 32 bytes. It vouches for nothing: what is
 * decrypted must have been found authentic before.
 */
import { decryptCbcBlocks } from './native.js'

export { encryptCbc } from './native.js'

const BLOCK = 16 // bytes
/** Bytes of an initialization vector, those of a block, which nobody may be able to foretell. */
export const CBC_IV_SIZE = BLOCK

/** @returns `undefined` for what was not encrypted so: its padding is none */
export function decryptCbc(
  key: Uint8Array,
  iv: Uint8Array,
  ciphertext: Uint8Array,
): Buffer | undefined {
  if (ciphertext.length === 0 || ciphertext.length % BLOCK !== 0) return undefined
  return unpadded(decryptCbcBlocks(key, iv, ciphertext))
}

function unpadded(bytes: Buffer): Buffer | undefined {
  const size = bytes.at(-1)!
  if (size === 0 || size > BLOCK) return undefined
  const end = bytes.length - size
  return bytes.subarray(end).every((byte) => byte === size) ? bytes.subarray(0, end) : undefined
}
