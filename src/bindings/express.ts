/** Sessions and CSRF protection for Express 4 and 5. */
import type { IncomingMessage } from 'node:http'
import type { Given } from '../lib/options.js'
import type { ErrorRequestHandler, NextFunction, Request, RequestHandler } from 'express'
import { asError, checkFactory, noteException } from './shared.js'
import { printError } from '../lib/hook.js'
import { attachedTo, attachOptions, attachSession, attachSpecs } from './shared-attach.js'
import type { AttachOptions } from './shared-attach.js'
import { addHeadersTo } from './shared-response.js'
import type { ErrorHandling } from './shared-takeover.js'
import { csrfHeaders, enforce, protect } from './shared-csrf.js'
import { hostOf, nodeView, sessionUnder } from './shared-node-csrf.js'
import type { CsrfView } from './shared-csrf.js'
import { csrfSettings } from '../csrf/protection.js'
import type { CsrfOptions as SharedCsrfOptions } from '../csrf/protection.js'
import type { SessionFactory } from '../session/factory.js'
import { OptionError } from '../errors.js'
import type { DefaultData, Session } from '../session/session.js'

export { checkCsrf, getCsrfToken, newCsrfToken } from './shared-csrf.js'

/** Options of {@link csrf}; what is left out has its default. */
export type CsrfOptions<AnyRequest = Request> = SharedCsrfOptions<AnyRequest> &
  Given<Pick<AttachOptions<Request>, 'property'>>

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
  factory: SessionFactory<Data>,
  options: SessionOptions = {},
): RequestHandler {
  checkFactory(factory)
  const settings = { ...attachOptions<Request>(options), isSecure }
  const untyped = factory as unknown as SessionFactory<object>
  return (request, response, next) => {
    attachSession(untyped, request, response, settings, handlingOf(request, next))
    next()
  }
}

/**
 * The session that a request has by `factory`, under whatever property: typed, without a word to the compiler of what
 * requests hold.
 *
 * @throws {OptionError} where no `session(factory)` came before
 *
 * @example
 * import express from 'express'
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 * import { session, sessionOf } from 'cartouche/express'
 *
 * const secret = process.env['SESSION_SECRET'] ?? ''
 * const sessions = unencryptedCookieSessionFactoryConfig<{ visits: number }>(secret)
 * const app = express()
 * app.use(session(sessions))
 * app.get('/', (req, res) => {
 *   const visits = sessionOf(req, sessions).get('visits', 0) + 1
 *   sessionOf(req, sessions).set('visits', visits)
 *   res.send(`Visit ${visits}`)
 * })
 */
export function sessionOf<Data extends object>(
  request: IncomingMessage,
  factory: SessionFactory<Data>,
): Session<Data> {
  const attached = attachedTo(request)?.of(factory as unknown as SessionFactory<object>)
  if (attached !== undefined) return attached.session as unknown as Session<Data>
  throw new OptionError('factory', 'has no session here: use session(factory) before')
}

/** Express's setting `trust proxy` decides whether X-Forwarded-Proto is believed. */
const isSecure = ({ secure }: Request): boolean => secure

/** Milliseconds in which your error handlers must begin to answer. */
const PATIENCE = 10_000

/** Express's error handlers: those of the router that is at work, then those around it. */
function handlingOf(request: Request, next: NextFunction): ErrorHandling {
  return {
    handle: (error) => (request.next ?? next)(asError(error)),
    patience: PATIENCE,
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

/** The routers in which {@link csrf} ran for a request, by their `next`. */
const routers = new WeakMap<object, readonly (NextFunction | undefined)[]>()

/** Says whether the router at work now has passed on to one around it in which {@link csrf} ran too. */
function leavingOf(request: Request): () => boolean {
  const around = routers.get(request) ?? []
  const own = request.next
  routers.set(request, [...around, own])
  return () => request.next !== own && around.includes(request.next)
}

/** With its port, as `req.host` of Express 5 has it; that of Express 4 has none. */
function hostFor(request: Request): string {
  const forwarded = request.get('X-Forwarded-Host')
  if (!forwarded || !isProxyTrusted(request)) return hostOf(request)
  return forwarded.split(',')[0]!.trim()
}

/** Whether the setting `trust proxy` believes who has sent the request. */
function isProxyTrusted({ app, socket }: Request): boolean {
  const trusts = app.get('trust proxy fn') as (address: string | undefined, hop: number) => boolean
  return trusts(socket.remoteAddress, 0)
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
  const settings = csrfSettings<Request, Pick<AttachOptions<Request>, 'property'>>(options, {
    property: attachSpecs.property,
  })
  return (request, response, next) => {
    const findSession = sessionUnder(request, settings.property)
    const makeView = (): CsrfView =>
      nodeView(request, findSession, { scheme: request.protocol, host: hostFor(request) })
    const view = protect(request, settings, findSession, makeView, leavingOf(request))
    if (settings.policy.commit !== undefined) {
      addHeadersTo(response, {
        source: csrfHeaders(settings, view),
        request,
        ...handlingOf(request, next),
        onCommitError: printError,
      })
    }
    try {
      if (!exempted.has(request)) enforce(request, settings, view)
    } catch (error) {
      noteException(request, error)
      throw error
    }
    next()
  }
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
