/** Hono's signed cookies and JSON: percent-encoded, HMAC-SHA256 by WebCrypto. They answer with promises. */
import { parseSigned, serializeSigned } from 'hono/utils/cookie'
import { cookieHeader, KEY, SECRET } from '../core/subject.js'

/** @import { Subject } from '../core/subject.js' */

/**
 * The functions that `getSignedCookie` and `setSignedCookie` call with a request's header.
 *
 * @type {Subject}
 */
export const hono = {
  name: "Hono's signed cookies, JSON",
  waits: true,
  prepare: (state) => ({
    write: () => serializeSigned('session', JSON.stringify(state), SECRET, { path: '/' }),
    received: cookieHeader,
    async read(header) {
      const json = (await parseSigned(header, SECRET, 'session'))['session']
      if (typeof json !== 'string') return undefined
      const session = JSON.parse(json)
      void session[KEY]
      return session
    },
    dataOf: (session) => session,
  }),
}
