/**
 * What this room needs of `node:crypto`, and the only file that imports it. `inspector/runtime/crypto.ts` does the same
 * in JavaScript alone, for browsers; a test compares the two.
 *
 * Algorithms go by the names of OpenSSL.
 */
import crypto, {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  pbkdf2Sync,
} from 'node:crypto'
import type { KeyObject } from 'node:crypto'

export { randomBytes, randomFillSync, timingSafeEqual } from 'node:crypto'

/** The hash of a message in one call: the fastest way; `undefined` where the runtime does not have it. */
export const hashOnce: typeof crypto.hash | undefined = crypto.hash

/** @throws where this runtime has no such hash function */
export function digest(algorithm: string, parts: readonly (string | Uint8Array)[]): Buffer {
  const hash = createHash(algorithm)
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** Whether it is one that gives as many bytes as one asks for (SHAKE). Throws as {@link digest} does, or says no. */
export function isExtendable(algorithm: string): boolean {
  const outputLength = 77 // bytes that no hash function gives of itself
  return createHash(algorithm, { outputLength }).digest().length === outputLength
}

/**
 * A key as ciphers and HMACs take it soonest. Where it is bytes, Node 24 makes two errors and drops them, to see that
 * it is no key object: that takes two to five times as long. Elsewhere it is the key object that takes longer.
 */
const secretOf: (key: Uint8Array) => KeyObject | Uint8Array =
  globalThis.process?.versions?.node?.startsWith('24.') === true ? createSecretKey : (key) => key

/** @throws where this runtime has no HMAC over such a hash function */
export function hmacOf(
  algorithm: string,
  key: Uint8Array,
  message: Uint8Array,
  encoding: 'hex' | 'binary',
): string {
  return createHmac(algorithm, secretOf(key)).update(message).digest(encoding)
}

/** HKDF (RFC 5869) with SHA-256. */
export function hkdfSha256(
  master: Uint8Array,
  salt: Uint8Array,
  info: Uint8Array,
  size: number,
): Buffer {
  return Buffer.from(hkdfSync('sha256', master, salt, info, size))
}

export function pbkdf2Of(
  algorithm: string,
  secret: Uint8Array,
  salt: string,
  iterations: number,
  size: number,
): Buffer {
  return pbkdf2Sync(secret, salt, iterations, size, algorithm)
}

/**
 * AES-256 of whole blocks, each by itself. One cipher serves all: to make one takes longer than to use it, and without
 * chaining it has no state besides its key.
 *
 * @param key 32 bytes
 */
export function aesBlocks(key: Uint8Array): (blocks: Uint8Array) => Buffer {
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false)
  return (blocks) => cipher.update(blocks)
}

const cbcOf = (key: Uint8Array): string => `aes-${key.length * 8}-cbc`

/** AES-CBC with the padding of PKCS #7. */
export function encryptCbc(key: Uint8Array, iv: Uint8Array, plaintext: Uint8Array): Buffer {
  const cipher = createCipheriv(cbcOf(key), secretOf(key), iv)
  return Buffer.concat([cipher.update(plaintext), cipher.final()])
}

/** Of whole blocks, with their padding: Deno takes one that is none. */
export function decryptCbcBlocks(key: Uint8Array, iv: Uint8Array, ciphertext: Uint8Array): Buffer {
  const decipher = createDecipheriv(cbcOf(key), secretOf(key), iv).setAutoPadding(false)
  return Buffer.concat([decipher.update(ciphertext), decipher.final()])
}

/** AES in counter mode, which is the same both ways. */
export function cryptCtr(key: Uint8Array, counter: Uint8Array, text: Uint8Array): Buffer {
  return createCipheriv(`aes-${key.length * 8}-ctr`, secretOf(key), counter).update(text)
}

const gcmOf = (key: Uint8Array): 'aes-256-gcm' | 'aes-128-gcm' =>
  key.length === 32 ? 'aes-256-gcm' : 'aes-128-gcm'
const TAG_SIZE = 16 // bytes
/** Without it Node 20 takes a tag of 4 bytes, which can be guessed. */
const GCM_OPTIONS = { authTagLength: TAG_SIZE }

/** @returns ciphertext ‖ tag */
export function sealGcm(
  key: Uint8Array,
  nonce: Uint8Array,
  plaintext: string | Uint8Array,
  aad: Uint8Array,
): Buffer {
  const cipher = createCipheriv(gcmOf(key), secretOf(key), nonce, GCM_OPTIONS)
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
  const decipher = createDecipheriv(gcmOf(key), secretOf(key), nonce, GCM_OPTIONS)
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
