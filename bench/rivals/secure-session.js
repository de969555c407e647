/** @fastify/secure-session: libsodium's secretbox (XSalsa20 and Poly1305) over JSON. */
import secureSession from '@fastify/secure-session'
import fastify from 'fastify'
import { KEY } from '../core/subject.js'

/** @import { Subject } from '../core/subject.js' */

/** @type {Subject} */
export const fastifySecureSession = {
  name: '@fastify/secure-session',
  async prepare(state) {
    const app = fastify()
    await app.register(secureSession, { key: Buffer.alloc(32, 7) })
    await app.ready()
    return {
      // It marks the data it is given with the time.
      write: () => app.encodeSecureSession(app.createSecureSession({ ...state })),
      read(text) {
        const session = app.decodeSecureSession(text)
        session?.get(KEY)
        return session
      },
      dataOf: (session) => session?.data(),
    }
  },
}
