/** The master keys that applications have, and how they are made. */
import { encodeUrlsafeBase64 } from '../lib/base64.js'
import { randomBytes } from './random.js'
import { SMALLEST_KEY } from './weak-key.js'

/**
 * A master key: 32 random bytes or more, as bytes or as text in base64url or hexadecimal. A password is none.
 */
export type Key = string | Uint8Array

/** One key, or several: the first seals, all open. For replacing a key without signing users out. */
export type Keys = Key | readonly Key[]

/**
 * Makes a key: 32 random bytes (256 bits) as base64url, 43 characters. To be made once and kept where the
 * application's secrets are: a new one opens nothing that was sealed before.
 *
 * @example
 * import { generateKey } from 'cartouche'
 *
 * const key = generateKey()
 * key.length // → 43
 * key === generateKey() // → false
 */
export function generateKey(): string {
  return encodeUrlsafeBase64(randomBytes(SMALLEST_KEY))
}
