/**
 * Signed sessions: whoever has the browser can read one, but only who has the key can change or make one.
 *
 *     body = payload mac, the latter of 32 bytes: HMAC-SHA-256 of what is bound in and the payload
 *
 * The rest is in shared-token.ts. A page's script that is to read it finds the data as JSON: see docs/security.md.
 */
import type { Keys } from '../crypto/keys.js'
import type { SessionFormat } from './shared-format.js'
import { signature } from './shared-signature.js'
import { tokenFormat } from './shared-token.js'

const VERSION = 2

/**
 * The format of sessions that a page's own scripts can read: for `cookieSessionFactory` and `acceptFormats`.
 *
 * @param keys of 32 random bytes or more, as `generateKey()` makes them; of a list, the first signs and all verify
 * @throws {OptionError} when a key is not what it must be
 *
 * @example
 * import { cookieSessionFactory, generateKey, signedFormat } from 'cartouche'
 *
 * const { session, commit } = cookieSessionFactory(signedFormat(generateKey()), { httpOnly: false }).open()
 * session.set('theme', 'dark')
 *
 * // In the page, from document.cookie:
 * const text = commit()[0]?.[1].split(/[=;]/)[1] ?? ''
 * const latin1 = atob(text.replaceAll('-', '+').replaceAll('_', '/')).slice(5, -32)
 * const bytes = Uint8Array.from(latin1, (character) => character.charCodeAt(0))
 * const [, data = ''] = new TextDecoder().decode(bytes).split('\n')
 * JSON.parse(data) // → { theme: 'dark' }
 */
export function signedFormat(keys: Keys): SessionFormat {
  return tokenFormat({ name: 'signed', version: VERSION, ...signature(keys) })
}
