/**
 * Tokens for pages, another text each time. A page that is compressed and echoes something of its request
 * tells by its length what of a text that stays the same was guessed (BREACH, 2013).
 *
 *     base64url( mask ‖ mask xor token )
 *
 * Without padding; the mask is random and as long as the token, which counts as bytes of UTF-8.
 */
import { randomBytes } from '../crypto/random.js'
import { CartoucheError } from '../errors.js'
import { encodeUrlsafeBase64 } from '../lib/base64.js'

/** Bytes of the longest token that a cookie can hold. */
const MAX_TOKEN = 4096
const MAX_MASKED = Math.ceil((MAX_TOKEN * 2 * 4) / 3)

/**
 * A token under a new mask.
 *
 * @throws {CartoucheError} `BAD_VALUE` for one that nobody would get back from under it
 */
export function maskToken(token: string): string {
  const bytes = Buffer.from(token)
  if (bytes.length > MAX_TOKEN || bytes.toString() !== token) throw noToken()
  const mask = randomBytes(bytes.length)
  return encodeUrlsafeBase64(Buffer.concat([mask, xor(bytes, mask)]))
}

const noToken = (): CartoucheError =>
  new CartoucheError(
    'BAD_VALUE',
    `A CSRF token can be masked up to ${MAX_TOKEN} bytes of UTF-8, without lone surrogates: let the policy make another one`,
  )

/** The token under a mask; `undefined` where the text is none, or not written as {@link maskToken} does. */
export function unmaskToken(text: string): string | undefined {
  if (text === '' || text.length > MAX_MASKED) return undefined
  const bytes = Buffer.from(text, 'base64url')
  // Node passes over what is no base64: a text counts only as it would be written.
  if (bytes.length % 2 !== 0 || encodeUrlsafeBase64(bytes) !== text) return undefined
  const half = bytes.length / 2
  return xor(bytes.subarray(half), bytes.subarray(0, half)).toString()
}

function xor(bytes: Uint8Array, mask: Uint8Array): Buffer {
  return Buffer.from(bytes.map((byte, index) => byte ^ mask[index]!))
}
