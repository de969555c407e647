/** Sessions and CSRF protection for Hono 4. */
import type { Context, MiddlewareHandler, Next } from 'hono'
import { checkFactory } from './shared/outcome.js'
import { asError, contextSpecs, takenName } from './shared/context.js'
import type { SessionOptions } from './shared/context.js'
import * as shared from './shared/csrf.js'
import { plainAnswer } from './shared/handler.js'
import { isStale } from './shared/stale.js'
import { Exchange, SPENT } from './shared/web.js'
import { webSettings } from './shared/web-options.js'
import { CartoucheError } from '../errors.js'
import { makeNotes } from '../lib/notes.js'
import { resolveOptions } from '../lib/options.js'
import type { BindableFactory } from '../session/factory.js'
import type { DefaultData, Session } from '../session/session.js'

export type { SessionOptions } from './shared/context.js'
export type { CsrfOptions } from '../csrf/protection.js'

/** The variables that {@link session} sets, for `new Hono<{ Variables: SessionVariables }>()`. */
export type SessionVariables<Data extends object = DefaultData, Name extends string = 'session'> = {
  [Key in Name]: Session<Data>
}

/**
 * Middleware that gives every request a session: `c.get('session')`, or `c.var.session`.
 *
 * The cookie is looked for and verified when the session is first used; the response is left as it is unless the
 * session was touched. A session that cannot be written (too large, say) goes to `app.onError`, as an error of a
 * handler does, and so does a request that fails its CSRF check: Hono's own error handling answers that by the
 * error's `status`, 400 or 408. The session's cookie is set on what `onError` answers too, unless the factory has
 * `setOnException: false`. To find out in the handler, call `c.var.session.save()`.
 *
 * Used twice for one cookie, as in an application and a part of it, it is one session. Sessions of other
 * cookies go under another name: `session(factory, { name: 'admin' })`.
 *
 * @throws {OptionError} when `factory` is none, or an option is not what it must be
 *
 * @example
 * import { Hono } from 'hono'
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 * import { session } from 'cartouche/hono'
 *
 * const secret = process.env['SESSION_SECRET'] ?? ''
 * const sessions = unencryptedCookieSessionFactoryConfig<{ visits: number }>(secret)
 * const app = new Hono().use(session(sessions)).get('/', (c) => {
 *   const visits = c.var.session.get('visits', 0) + 1
 *   c.var.session.set('visits', visits)
 *   return c.text(`Visit ${visits}`)
 * })
 * const response = await app.request('/')
 * await response.text() // → 'Visit 1'
 *
 * @example
 * import { Hono } from 'hono'
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 * import { getCsrfToken, session } from 'cartouche/hono'
 * import type { SessionVariables } from 'cartouche/hono'
 *
 * const sessions = unencryptedCookieSessionFactoryConfig(process.env['SESSION_SECRET'] ?? '')
 * const app = new Hono<{ Variables: SessionVariables }>()
 * app.use(session(sessions, { csrf: { trustedOrigins: ['pay.example'] } }))
 * app.get('/', (c) => {
 *   const field = `<input type="hidden" name="csrf_token" value="${getCsrfToken(c)}">`
 *   return c.html(`<form method="post">${field}<button>Buy</button></form>`)
 * })
 * app.post('/', (c) => c.text('Bought'))
 * const { status } = await app.request('/', { method: 'POST' })
 * status // → 400
 */
export function session<Data extends object, const Name extends string = 'session'>(
  factory: BindableFactory<Data>,
  options: SessionOptions<Name> = {},
): MiddlewareHandler<{ Variables: SessionVariables<Data, Name> }> {
  checkFactory(factory)
  const { name, ...rest } = resolveOptions(contextSpecs, options)
  const settings = webSettings(factory, rest)
  const handle = async (c: Context, next: Next): Promise<void> => {
    const exchange = new Exchange(requestOf(c), settings)
    try {
      const opened = await exchange.open(factory)
      setVariable(c, name, opened)
      await exchange.protect(opened)
      await next()
      if (c.error !== undefined) exchange.fail(c.error)
      if (!c.finalized) throw c.error ?? noAnswer()
      if (isOut(c)) return await exchange.giveUp(SPENT)
      await exchange.flush()
      finish(c, exchange)
      exchange.close()
    } catch (error) {
      exchange.fail(error)
      await exchange.flush()
      onAnswer(c, () => {
        finish(c, exchange)
        exchange.close()
      })
      throw answerable(error)
    }
  }
  return (c, next) => settingAnswers(c, handle(c, next))
}

/** Hono itself says so too late for the answer to carry the session. */
function noAnswer(): CartoucheError {
  return new CartoucheError(
    'NO_ANSWER',
    'The handler gave no Response: return one from every branch',
  )
}

/** What of a context the functions for CSRF need. */
interface HonoContext {
  readonly req: { readonly raw: Request }
}

/**
 * The CSRF token for the forms of a page; masked, so that it is another text each time, where the option `mask`
 * says so.
 *
 * @throws {SessionCommittedError} when a token is to be made and the headers have gone out
 */
export function getCsrfToken(c: HonoContext): string {
  return shared.getCsrfToken(requestOf(c))
}

/**
 * Makes a new CSRF token, which puts all forms handed out before out of use, and returns it: for the moment when a
 * user signs in.
 *
 * @throws {SessionCommittedError} when the headers have gone out
 */
export function newCsrfToken(c: HonoContext): string {
  return shared.newCsrfToken(requestOf(c))
}

/**
 * Checks a request by the options that {@link session} was given, whatever they say of its method and of
 * exemptions. For handlers that parse forms themselves.
 *
 * @param body the parsed form, as `c.req.parseBody()` and `c.req.formData()` give it. Without it the token must be
 * in the header or in the form that {@link session} has read
 * @throws {BadCsrfOrigin} when the request comes from elsewhere
 * @throws {BadCsrfToken} when its token is wrong or missing; `reason` says which
 */
export function checkCsrf(c: HonoContext, body?: unknown): void {
  try {
    shared.checkCsrf(requestOf(c), body)
  } catch (error) {
    throw answerable(error)
  }
}

/** The request of a context when it was first seen: other middleware may replace it (`bodyLimit()` does). */
const requests = makeNotes<HonoContext, Request>()

function requestOf(c: HonoContext): Request {
  const request = requests.get(c) ?? c.req.raw
  requests.set(c, request)
  return request
}

/** @throws {OptionError} when the variable is something else */
function setVariable(c: Context, name: string, opened: unknown): void {
  const taken: unknown = c.get(name)
  if (taken !== undefined && taken !== opened) throw takenName(name)
  c.set(name, opened)
}

/** Whether middleware around this one has answered by itself, as `timeout()` does, in a server of Node's. */
const isOut = ({ env }: Context): boolean =>
  (env as { outgoing?: { headersSent?: boolean } } | undefined)?.outgoing?.headersSent === true

/** Adds the headers of the session, which is written, to the response that is there. */
function finish(c: Context, exchange: Exchange): void {
  const response = c.res
  try {
    const finished = exchange.finishNow(response)
    if (finished !== response) replaceResponse(c, finished)
  } catch (error) {
    takeBack(c)
    throw asError(error)
  }
}

/** Hono would put the headers of the one before over those of the new one. */
function replaceResponse(c: Context, response: Response): void {
  c.res = undefined
  c.res = response
}

/** What the handler said of the answer that is not sent would stand in that of `onError`. */
function takeBack(c: Context): void {
  const headers = new Headers(c.res.headers)
  replaceResponse(c, new Response(null, { headers }))
  for (const name of headers.keys()) {
    if (isStale(name)) c.header(name, undefined)
  }
}

/**
 * Calls `listener` when the response of a context is set the next time. That is to what `onError` answers: Hono
 * calls it after the middleware that threw, and tells nobody.
 */
function onAnswer(c: Context, listener: () => void): void {
  const before = Object.getOwnPropertyDescriptor(c, 'res')
  Object.defineProperty(c, 'res', {
    configurable: true,
    get: () => Reflect.get(Object.getPrototypeOf(c) as object, 'res', c) as Response,
    set: (response: Response) => {
      delete (c as Partial<Context>).res
      if (before !== undefined) Object.defineProperty(c, 'res', before)
      c.res = response
      listener()
    },
  })
}

/**
 * Where nothing else matches a request than one middleware, Hono takes what that returns by `then(…).catch(…)`, and
 * sends what `onError` answers there as it is. Here it becomes the response of the context, as it does elsewhere.
 */
function settingAnswers(c: Context, handled: Promise<void>): Promise<void> {
  const setAnswer = (onError: OnError) => async (error: unknown) => {
    c.res = (await onError(error)) as Response
    return c.res
  }
  const then = (...args: Parameters<Promise<void>['then']>): Promise<unknown> => {
    const next = Promise.prototype.then.apply(handled, args)
    const fail = (onError: OnError): unknown =>
      Promise.prototype.catch.call(next, setAnswer(onError))
    return Object.defineProperty(next, 'catch', { value: fail })
  }
  // oxlint-disable-next-line unicorn/no-thenable -- a promise it is, and it stays one
  return Object.defineProperty(handled, 'then', { value: then })
}

type OnError = (error: unknown) => unknown

/** Hono's own error handling sends the response that an error brings along; any other error is a 500 to it. */
function answerable(error: unknown): unknown {
  if (shared.refusalOf(error) === undefined) return error
  return Object.defineProperty(error as Error, 'getResponse', {
    configurable: true,
    value: () => plainAnswer(error),
  })
}
