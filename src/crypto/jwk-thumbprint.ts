import { encodeUrlsafeBase64 } from '../lib/base64.js'
import { digest } from './native.js'

/**
 * What a secret key is known by: its JWK thumbprint, in base64url. It tells nothing of the key.
 *
 * Source: RFC 7638.
 *
 * @param key random bytes, never a password
 */
export function jwkThumbprint(key: Uint8Array, hash: 'sha256' | 'sha512'): string {
  const jwk = JSON.stringify({ k: encodeUrlsafeBase64(key), kty: 'oct' })
  return digest(hash, [jwk]).toString('base64url')
}
