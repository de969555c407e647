/** jose: a JWT signed with HMAC-SHA256 (JWS HS256). It answers with promises. */
import { jwtVerify, SignJWT } from 'jose'
import { KEY, SECRET } from '../core/subject.js'

/** @import { Subject } from '../core/subject.js' */

/** @type {Subject} */
export const jose = {
  name: 'jose, HS256',
  waits: true,
  async prepare(state) {
    // Imported once: it is faster so than the bytes, which jose imports for every call.
    const key = await crypto.subtle.importKey(
      'raw',
      new TextEncoder().encode(SECRET),
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['sign', 'verify'],
    )
    return {
      write: () => new SignJWT(state).setProtectedHeader({ alg: 'HS256' }).sign(key),
      async read(text) {
        const { payload } = await jwtVerify(text, key)
        void payload[KEY]
        return payload
      },
      dataOf: (session) => session,
    }
  },
}
