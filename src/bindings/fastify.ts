/** Sessions and CSRF protection for Fastify 5. */
import type { FastifyInstance } from 'fastify'
import { mountSession, settingsOf } from './shared/fastify.js'
import type { SessionOptions } from './shared/fastify.js'

export { checkCsrf, getCsrfToken, newCsrfToken } from './shared/csrf.js'
export type { CsrfOptions } from '../csrf/protection.js'
export type { SessionOptions } from './shared/fastify.js'

/**
 * The plugin that gives every request of the instance that it is registered with, and of those below it, a
 * `session`.
 *
 * The session is opened when `request.session` is first read. Its cookie is added when the reply's headers
 * are written, however that comes about, past `reply.hijack()` too. A session that cannot be written (too large,
 * say) goes to your `setErrorHandler`, as an error of the handler does; with a reply that was hijacked, where there
 * is no error handler, the answer is a plain 500 and the error is logged. To find out in the handler, call
 * `request.session.save()`.
 *
 * Requests that a CSRF check refuses go there too, as a `BadCsrfToken` or `BadCsrfOrigin`, whose `status` is 400:
 * Fastify answers with that where nobody else does.
 *
 * Registered twice for one cookie, as in an instance and one below it, it is one session, and the CSRF rules of the
 * one below count. Sessions of other cookies go under another property: `{ factory, property: 'admin' }`. The type of
 * `request.session` comes with `import 'cartouche/fastify/types'`.
 *
 * @throws {OptionError} when `factory` is none, or an option is not what it must be
 *
 * @example
 * import formbody from '@fastify/formbody'
 * import Fastify from 'fastify'
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 * import { getCsrfToken, session } from 'cartouche/fastify'
 *
 * const factory = unencryptedCookieSessionFactoryConfig(process.env['SESSION_SECRET'] ?? '')
 * const app = Fastify()
 * await app.register(formbody)
 * await app.register(session, { factory, csrf: {} })
 * app.get('/', (request, reply) => {
 *   const field = `<input type="hidden" name="csrf_token" value="${getCsrfToken(request)}">`
 *   reply.type('text/html').send(`<form method="post">${field}<button>Buy</button></form>`)
 * })
 * app.post('/', () => 'Bought')
 */
export async function session<Data extends object>(
  fastify: FastifyInstance,
  options: SessionOptions<Data>,
): Promise<void> {
  mountSession(fastify, settingsOf(options))
}

// What fastify-plugin would set: the hooks are those of the instance that registers it.
Object.assign(session, {
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: 'cartouche',
  [Symbol.for('plugin-meta')]: { name: 'cartouche', fastify: '>=5' },
})
