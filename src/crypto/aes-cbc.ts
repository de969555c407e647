/**
 * AES-CBC (NIST SP 800-38A) with the padding of PKCS #7, by keys of 16 or 32 bytes. It vouches for nothing: what is
 * decrypted must have been found authentic before.
 */
export { decryptCbc, encryptCbc } from './native.js'

/** Bytes of a block, and of an initialization vector, which nobody may be able to foretell. */
export const CBC_IV_SIZE = 16
