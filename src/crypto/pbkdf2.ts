import { pbkdf2Of } from './native.js'

/**
 * PBKDF2 (RFC 8018, 5.2): a key of `size` bytes out of a secret.
 *
 * @param algorithm OpenSSL's name of a hash function
 */
export function pbkdf2(
  algorithm: string,
  secret: Uint8Array,
  salt: string,
  iterations: number,
  size: number,
): Buffer {
  return pbkdf2Of(algorithm, secret, salt, iterations, size)
}
