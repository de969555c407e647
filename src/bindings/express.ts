/** Sessions and CSRF protection for Express 4 and 5. */
import type { ErrorRequestHandler, Request, RequestHandler } from 'express'
import { noteException } from './shared/outcome.js'
import type { AttachOptions } from './shared/attach.js'
import { csrfMiddleware, sessionMiddleware } from './shared/express.js'
import type { CsrfOptions } from './shared/express.js'
import type { Given } from '../lib/options.js'
import type { BindableFactory } from '../session/factory.js'
import type { DefaultData, Session } from '../session/session.js'

export { checkCsrf, getCsrfToken, newCsrfToken } from './shared/csrf.js'
export { sessionOf } from './shared/express.js'
export type { CsrfOptions } from './shared/express.js'

/**
 * A request with its session, under the property of that name: for functions of yours that take requests. Handlers
 * whose requests Express gives see it with `import 'cartouche/express/types'`, or by {@link sessionOf}.
 */
export type SessionRequest<
  Data extends object = DefaultData,
  Property extends string = 'session',
> = Omit<Request, Property> & { readonly [Name in Property]: Session<Data> }

/** Options of {@link session}; what is left out has its default. */
export type SessionOptions = Given<AttachOptions<Request>>

/**
 * Middleware that gives every request a `session`.
 *
 * The session is opened when `req.session` is first read. Its cookie is added when the response's
 * headers are written, however that comes about. A session that cannot be written (too large, say) goes to
 * your error handlers, as an error of the handler does: they answer, and what the handler writes after that
 * goes nowhere. To find out in the handler, call `req.session.save()`.
 *
 * Used twice for one cookie, as in an application and a part of it, it is one session. Sessions of other
 * cookies go under another property: `session(factory, { property: 'admin' })`.
 *
 * @throws {OptionError} when `factory` is none, or an option is not what it must be
 *
 * @example
 * import express from 'express'
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 * import { session } from 'cartouche/express'
 * import 'cartouche/express/types'
 *
 * const app = express()
 * app.use(session(unencryptedCookieSessionFactoryConfig(process.env['SESSION_SECRET'] ?? '')))
 * app.get('/', (req, res) => {
 *   req.session.set('seen', true)
 *   res.send('Hello')
 * })
 */
export function session<Data extends object>(
  factory: BindableFactory<Data>,
  options: SessionOptions = {},
): RequestHandler {
  return sessionMiddleware(factory, options)
}

/**
 * Error middleware for factories with `setOnException: false`, in Pyramid’s `cookieOnException`: tells the session that the request
 * ended in an exception and passes the error on. Use it after your routes and before your own error
 * handlers: Express tells nobody else of an error.
 *
 * @example
 * import express from 'express'
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 * import { session, sessionExceptions } from 'cartouche/express'
 *
 * const factory = unencryptedCookieSessionFactoryConfig(process.env['SESSION_SECRET'] ?? '', {
 *   cookieOnException: false,
 * })
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

/** Requests that {@link exemptFromCsrf} has seen. */
const exempted = new WeakSet<object>()

/**
 * Middleware that checks every request of an unsafe method for its CSRF token and, over HTTPS, its
 * origin. One that fails goes to your error handlers as a `BadCsrfToken` or `BadCsrfOrigin`, whose
 * `status` is 400; Express's own handler answers with that.
 *
 * Use it after `session()`, with the same `property`, and after the parsers of bodies: the token may be in the
 * header or in `req.body`. `req.protocol` and the host say where the request went, so that Express's setting `trust
 * proxy` decides whether X-Forwarded-Proto and X-Forwarded-Host are believed.
 *
 * With `mode: 'fetch-metadata'` it asks for no token, but that the browser does not tell of another origin (see
 * `checkFetchMetadata`): it needs neither `session()` nor parsers then.
 *
 * Routes that are defined before it are not checked; see also {@link exemptFromCsrf} and `exempt`. With
 * `requireCsrf: false` it checks nothing by itself: then use it once more on the routes that need it,
 * or call {@link checkCsrf} in them. Forms that are parsed in the route (uploads: `express.urlencoded()` does
 * not read them) need that too, or the token in the header. Used more than once, the one that ran last in the
 * router at work counts for {@link checkCsrf} and {@link getCsrfToken}, or the one that ran last at all where
 * that router has none.
 *
 * Source: `Configurator.set_default_csrf_options`, Pyramid 2.1.
 *
 * @throws {OptionError} when an option is unknown or not what it must be
 *
 * @example
 * import express from 'express'
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 * import { csrf, getCsrfToken, session } from 'cartouche/express'
 *
 * const app = express()
 * app.use(session(unencryptedCookieSessionFactoryConfig(process.env['SESSION_SECRET'] ?? '')))
 * app.use(express.urlencoded())
 * app.use(csrf({ trustedOrigins: ['pay.example'] }))
 * app.get('/', (req, res) => {
 *   const field = `<input type="hidden" name="csrf_token" value="${getCsrfToken(req)}">`
 *   res.send(`<form method="post">${field}<button>Buy</button></form>`)
 * })
 * app.post('/', (_req, res) => {
 *   res.send('Bought')
 * })
 *
 * @example
 * import express from 'express'
 * import { csrf } from 'cartouche/express'
 *
 * const app = express()
 * app.use(csrf({ mode: 'fetch-metadata', trustedOrigins: ['pay.example'] }))
 * app.post('/', (_req, res) => {
 *   res.send('Bought')
 * })
 */
export function csrf(options: CsrfOptions = {}): RequestHandler {
  return csrfMiddleware(options, (request) => exempted.has(request))
}

/**
 * Middleware that exempts requests from every {@link csrf} after it: for what other servers call, who
 * prove in another way who they are. Mount it at the path of such routes.
 *
 * @example
 * import express from 'express'
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 * import { csrf, exemptFromCsrf, session } from 'cartouche/express'
 *
 * const app = express()
 * app.use(session(unencryptedCookieSessionFactoryConfig(process.env['SESSION_SECRET'] ?? '')))
 * app.use('/webhooks', exemptFromCsrf())
 * app.use(csrf())
 * app.post('/webhooks/paid', (_req, res) => {
 *   res.send('Thank you')
 * })
 */
export function exemptFromCsrf(): RequestHandler {
  return (request, _response, next) => {
    exempted.add(request)
    next()
  }
}
