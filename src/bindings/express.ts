/** Sessions for Express 5. */
import type { ErrorRequestHandler, RequestHandler } from 'express'
import { attachSession, noteException } from './shared.js'
import type { SessionFactory } from '../session/factory.js'
import type { Session } from '../session/session.js'

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- how Express's types are extended
  namespace Express {
    interface Request {
      /** The web session. Say what it holds by extending `SessionData` of `'cartouche'`. */
      readonly session: Session
    }
  }
}

/**
 * Middleware that gives every request a `session`.
 *
 * The session is opened when `req.session` is first read. Its cookie is added when the response's
 * headers are written, however that comes about. A session that cannot be written (too large, say)
 * makes that call throw (`res.send`, `res.redirect`, `res.write`), which Express hands to your error
 * handler; before you pipe a stream, call `res.flushHeaders()`, so that it throws in your handler.
 *
 * @example
 * import express from 'express'
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 * import { session } from 'cartouche/express'
 *
 * const app = express()
 * app.use(session(unencryptedCookieSessionFactoryConfig('seekrit')))
 * app.get('/', (req, res) => {
 *   req.session.set('seen', true)
 *   res.send('Hello')
 * })
 */
export function session<Data extends object>(factory: SessionFactory<Data>): RequestHandler {
  return (request, response, next) => {
    attachSession(factory, request, response)
    next()
  }
}

/**
 * Error middleware for factories with `cookieOnException: false`: tells the session that the request
 * ended in an exception and passes the error on. Use it after your routes and before your own error
 * handlers: Express tells nobody else of an error.
 *
 * @example
 * import express from 'express'
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 * import { session, sessionExceptions } from 'cartouche/express'
 *
 * const factory = unencryptedCookieSessionFactoryConfig('seekrit', { cookieOnException: false })
 * const app = express()
 * app.use(session(factory))
 * app.get('/', () => {
 *   throw new Error('no cookie will be set')
 * })
 * app.use(sessionExceptions())
 */
export function sessionExceptions(): ErrorRequestHandler {
  return (error, request, _response, next) => {
    noteException(request, error)
    next(error)
  }
}
