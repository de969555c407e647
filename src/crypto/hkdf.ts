import { hkdfSha256 } from './native.js'

const NO_SALT = new Uint8Array()

/**
 * HKDF with SHA-256: a key of `size` bytes out of a master key, another one for each `info`.
 *
 * Source: RFC 5869.
 *
 * @param master random bytes, never a password: to derive is cheap, and so is guessing
 * @param info what the key is for, up to 1,024 bytes; see length-prefixed.ts
 * @param size up to 8,160 bytes
 * @param salt none by default: master keys are random already
 */
export function hkdf(
  master: Uint8Array,
  info: Uint8Array,
  size: number,
  salt: Uint8Array = NO_SALT,
): Buffer {
  return hkdfSha256(master, salt, info, size)
}
