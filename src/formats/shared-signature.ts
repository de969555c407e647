/**
 * How readable tokens are protected:
 *
 *     body = payload mac, the latter of 32 bytes: HMAC-SHA-256 of what is bound in and the payload
 *
 * The rest is in shared-token.ts.
 */
import { signingKeys } from '../crypto/keyring.js'
import type { Keys } from '../crypto/keys.js'
import type { Mac } from '../crypto/mac.js'
import { latin1ToText } from '../lib/text.js'
import { HEAD } from './shared-token.js'
import type { Protection } from './shared-token.js'

const MAC = 32

/** @throws {OptionError} when a key is not what it must be */
export function signature(keys: Keys): Omit<Protection<Mac>, 'name' | 'version'> {
  return {
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
  }
}
