/**
 * Signed sessions: whoever has the browser can read one, but only who has the key can change or make one.
 *
 *     body = payload mac, the latter of 32 bytes: HMAC-SHA-256 of what is bound in and the payload
 *
 * The rest is in shared-token.ts. A page's script that is to read it finds the data as JSON: see docs/security.md.
 */
import { signingKeys } from '../crypto/keyring.js'
import type { Keys } from '../crypto/keys.js'
import type { Mac } from '../crypto/mac.js'
import { latin1ToText } from '../lib/text.js'
import type { SessionFormat } from './shared-format.js'
import { HEAD, tokenFormat } from './shared-token.js'

const VERSION = 2
const MAC = 32

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
  return tokenFormat<Mac>({
    name: 'signed',
    version: VERSION,
    keyring: signingKeys(keys),
    overhead: MAC,
    protect: ({ header, data }, key, context, head) => {
      const payload = header + data
      const start = context.length
      const end = start + Buffer.byteLength(payload)
      const signed = Buffer.allocUnsafe(end + MAC)
      signed.set(context)
      signed.write(payload, start)
      signed.write(key.sign(signed.subarray(0, end), 'binary'), end, 'latin1')
      // What was bound in is not sent: the head takes its place before the payload.
      signed.set(head, start - HEAD)
      return signed.toString('base64url', start - HEAD)
    },
    unprotect: (bytes, key, context) => {
      const end = bytes.length - MAC
      const signed = Buffer.concat([context, bytes.subarray(HEAD, end)])
      const isGenuine = key.verify(signed, latin1ToText(bytes, end), 'binary')
      return isGenuine ? bytes.toString('utf8', HEAD, end) : undefined
    },
  })
}
