/** @remix-run/session kept in a signed cookie of @remix-run/cookie. It answers with promises. */
import { createCookie } from '@remix-run/cookie'
import { createCookieSessionStorage } from '@remix-run/session/cookie-storage'
import { cookieHeader, KEY, SECRET } from '../core/subject.js'

/** @import { Subject } from '../core/subject.js' */

const cookie = createCookie('session', { secrets: [SECRET] })
const storage = createCookieSessionStorage()

/** @type {Subject} */
export const remix = {
  name: '@remix-run/session, in a cookie',
  waits: true,
  prepare: (state) => ({
    async write() {
      const session = await storage.read(null)
      for (const [key, value] of Object.entries(state)) session.set(key, value)
      return cookie.serialize((await storage.save(session)) ?? '')
    },
    received: cookieHeader,
    async read(header) {
      const session = await storage.read(await cookie.parse(header))
      session.get(KEY)
      return session
    },
    dataOf: (session) => session.data[0],
  }),
}
