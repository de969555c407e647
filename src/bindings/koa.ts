/** Sessions and CSRF protection for Koa 3. */
import { Readable } from 'node:stream'
import type { Context, Middleware } from 'koa'
import { asError, checkFactory, noteException } from './shared/outcome.js'
import { attachedUnder, attachOptions, attachSession, attachSpecs } from './shared/attach.js'
import type { AttachOptions } from './shared/attach.js'
import { endBody } from './shared/body.js'
import { checkOtherCookie, csrfHeaders, enforce, protect } from './shared/csrf.js'
import type { CsrfView } from './shared/csrf.js'
import { isOver } from './shared/dropping.js'
import { removeStale } from './shared/headers.js'
import { nodeView, sessionUnder } from './shared/node-csrf.js'
import { isNodeStream } from './shared/node-streams.js'
import { addHeadersTo, doneWith, failureBefore, flushWith } from './shared/response.js'
import type { ErrorHandling } from './shared/takeover.js'
import { addTokenKey, followTokenKeys } from './shared/token-keys.js'
import { csrfSettings } from '../csrf/protection.js'
import type { CsrfOptions as SharedCsrfOptions } from '../csrf/protection.js'
import { printError } from '../lib/hook.js'
import type { Given } from '../lib/options.js'
import type { BindableFactory } from '../session/factory.js'
import type { Session } from '../session/session.js'

export { checkCsrf, getCsrfToken, newCsrfToken } from './shared/csrf.js'

declare module 'koa' {
  interface DefaultContext {
    /** The web session. Say what it holds by extending `SessionData` of `'cartouche'`. */
    readonly session: Session
  }
}

/** Options of {@link session}; what is left out has its default. */
export type SessionOptions<Property extends string = string> = Given<
  AttachOptions<Context> & { property: Property }
>

/** Options of {@link csrf}; what is left out has its default. */
export type CsrfOptions = SharedCsrfOptions<Context> & Pick<SessionOptions, 'property'>

/** What {@link session} adds to the context. */
export type SessionContext<Data extends object, Property extends string = 'session'> = {
  readonly [Name in Property]: Session<Data>
}

/**
 * Middleware that gives every context a `session`.
 *
 * The session is opened when `ctx.session` is first read. Its cookie is added when the response's headers
 * are written, however that comes about: to the answers of `ctx.onerror` too. A session that cannot be written (too
 * large, say) is an error that this middleware throws when the handler is done, so that a `try` of middleware used
 * before it can answer. What is changed after that, or written to `ctx.res` past Koa, goes to `ctx.onerror`. To find
 * out in the handler, call `ctx.session.save()`.
 *
 * Used twice for one cookie it is one session. Sessions of other cookies go under another property:
 * `session(factory, { property: 'admin' })`.
 *
 * @throws {OptionError} when `factory` is none, or an option is not what it must be
 *
 * @example
 * import Koa from 'koa'
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 * import { session } from 'cartouche/koa'
 *
 * const app = new Koa()
 * app.use(session(unencryptedCookieSessionFactoryConfig(process.env['SESSION_SECRET'] ?? '')))
 * app.use((ctx) => {
 *   ctx.session.set('seen', true)
 *   ctx.body = 'Hello'
 * })
 */
export function session<Data extends object, Property extends string = 'session'>(
  factory: BindableFactory<Data>,
  options: SessionOptions<Property> = {},
): Middleware<object, SessionContext<Data, Property>> {
  checkFactory(factory)
  const settings = { ...attachOptions<Context>(options), isSecure, carrier: CARRIER }
  const untyped = factory as unknown as BindableFactory<object>
  followTokenKeys(settings.property, factory)
  return (context, next) => {
    const ctx = context as unknown as Context
    const attached = attachSession(untyped, ctx, ctx.res, settings, handlingOf(ctx))
    return noting(ctx, async () => {
      await attached.load()
      await next()
      if (ctx.respond !== false) await flushWith(ctx.res, ctx.body)
      checkSessions(ctx)
      leaveEnded(ctx)
    })
  }
}

/** What handlers call what the session is a property of. */
const CARRIER = 'ctx'

/** Koa's setting `app.proxy` decides whether X-Forwarded-Proto is believed. */
const isSecure = ({ secure }: Context): boolean => secure

/** Milliseconds in which an `onerror` of the application's own must begin to answer. */
const PATIENCE = 10_000

/** Koa's own error handling, which middleware like koa-onerror replaces: for what no middleware can catch. */
function handlingOf(ctx: Context): ErrorHandling {
  return { handle: (error) => ctx.onerror(asError(error)), patience: PATIENCE }
}

/** Has the sessions know of an exception that passes by. Koa gives no answer where the visitor has left. */
async function noting(ctx: Context, run: () => Promise<void>): Promise<void> {
  try {
    await run()
  } catch (error) {
    noteException(ctx, error)
    throw error
  } finally {
    doneWith(ctx.res)
  }
}

/**
 * Throws what keeps a session from being written, as long as middleware can answer, and takes back what was
 * said of the other answer. A handler that answers past Koa may do so later.
 */
function checkSessions(ctx: Context): void {
  if (ctx.respond === false) return
  const failure = failureBefore(ctx.res, ctx.status)
  if (failure === undefined) return
  removeStale(ctx.res)
  endBody(ctx.body)
  // Koa lets a stream be in whose place another comes. The request is needed for its connection.
  if (ctx.body === ctx.req) ctx.body = Readable.from([])
  ctx.body = undefined
  ctx.status = 500
  throw asError(failure.error)
}

/** Over HTTP/2 Koa sends the stream that it has destroyed as the visitor left, and would hear of an error. */
function leaveEnded(ctx: Context): void {
  const { body, res } = ctx
  if (isNodeStream(body) && body.destroyed === true && isOver(res)) ctx.respond = false
}

/**
 * Middleware that checks every request of an unsafe method for its CSRF token and, over HTTPS, its
 * origin. One that fails is thrown as a `BadCsrfToken` or `BadCsrfOrigin`, whose `status` is 400: Koa answers
 * with that where no middleware does.
 *
 * Use it after `session()`, with the same `property`, and after the parser of bodies: the token may be in the
 * header or in `ctx.request.body`. `ctx.protocol` and `ctx.host` say where the request went, so that Koa's setting
 * `app.proxy` decides whether X-Forwarded-Proto and X-Forwarded-Host are believed.
 *
 * With `mode: 'fetch-metadata'` it asks for no token, but that the browser does not tell of another origin (see
 * `checkFetchMetadata`): it needs neither `session()` nor a parser then.
 *
 * Used more than once, as in an application and its routers, the innermost counts for {@link checkCsrf} and
 * {@link getCsrfToken}, until what comes after it is done.
 *
 * Source: `Configurator.set_default_csrf_options`, Pyramid 2.1.
 *
 * @throws {OptionError} when an option is unknown or not what it must be
 *
 * @example
 * import { bodyParser } from '@koa/bodyparser'
 * import Koa from 'koa'
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 * import { csrf, getCsrfToken, session } from 'cartouche/koa'
 *
 * const app = new Koa()
 * app.use(session(unencryptedCookieSessionFactoryConfig(process.env['SESSION_SECRET'] ?? '')))
 * app.use(bodyParser())
 * app.use(csrf({ exempt: (ctx) => ctx.path === '/webhooks/paid' }))
 * app.use((ctx) => {
 *   const field = `<input type="hidden" name="csrf_token" value="${getCsrfToken(ctx)}">`
 *   ctx.body = `<form method="post">${field}<button>Buy</button></form>`
 * })
 */
export function csrf(options: CsrfOptions = {}): Middleware<object, object> {
  const settings = csrfSettings<Context, Pick<AttachOptions<Context>, 'property'>>(options, {
    property: attachSpecs.property,
  })
  addTokenKey(settings.property, settings.policy)
  return async (context, next) => {
    const ctx = context as unknown as Context
    let isOver = false
    const findSession = sessionUnder(ctx, settings.property, CARRIER)
    const makeView = (find: typeof findSession): CsrfView =>
      nodeView(ctx.request, find, { scheme: ctx.protocol, host: ctx.host })
    const view = protect(ctx, settings, findSession, makeView, () => isOver)
    if (settings.policy.commit !== undefined) {
      const attached = attachedUnder(ctx, settings.property)
      checkOtherCookie(settings, attached?.cookieName)
      const source = csrfHeaders(settings, view)
      const handling = handlingOf(ctx)
      addHeadersTo(ctx.res, { source, request: ctx, ...handling, onCommitError: printError })
    }
    try {
      enforce(ctx, settings, view)
      await next()
    } finally {
      isOver = true
    }
  }
}
