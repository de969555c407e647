/**
 * cookie-signature and JSON, as Express has them: `res.cookie(name, data, { signed: true })` percent-encodes
 * JSON and HMAC-SHA256 of it.
 */
import { createRequire } from 'node:module'
import { KEY, SECRET } from '../core/subject.js'

/** @import { Subject } from '../core/subject.js' */

const { sign, unsign } = createRequire(import.meta.url)('cookie-signature')

/** @type {Subject} */
export const cookieSignature = {
  name: 'cookie-signature, JSON',
  prepare: (state) => ({
    write: () => encodeURIComponent(sign(JSON.stringify(state), SECRET)),
    read(text) {
      const json = unsign(decodeURIComponent(text), SECRET)
      if (json === false) return undefined
      const session = JSON.parse(json)
      void session[KEY]
      return session
    },
    dataOf: (session) => session,
  }),
}
