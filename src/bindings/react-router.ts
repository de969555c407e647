/** Sessions and CSRF protection for React Router 8, on its server. */
import type { MiddlewareFunction, RouterContext, RouterContextProvider } from 'react-router'
import type { ServerEntryModule } from 'react-router'
import { checkFactory, noteException } from './shared/outcome.js'
import * as shared from './shared/csrf.js'
import { serverError } from './shared/handler.js'
import { Exchange } from './shared/web.js'
import { webSettings, webSpecs } from './shared/web-options.js'
import type { WebOptions } from './shared/web-options.js'
import { OptionError } from '../errors.js'
import type { BadCsrfOrigin, BadCsrfToken, CsrfBodyTimeout } from '../errors.js'
import { printError } from '../lib/hook.js'
import { makeNotes } from '../lib/notes.js'
import { resolveOptions } from '../lib/options.js'
import type { Check, Given, OptionSpecs } from '../lib/options.js'
import type { BindableFactory } from '../session/factory.js'
import type { DefaultData, Session } from '../session/session.js'

export { createSessionStorage } from './shared/storage.js'
export type { StoredSession, StoredSessions } from './shared/storage.js'
export type { CsrfOptions } from '../csrf/protection.js'

/** What loaders, actions and middleware are given as `context`. */
type Context = Readonly<RouterContextProvider>

/** Middleware of the server, by whichever of React Router's types a route asks for it. */
export type SessionMiddleware = (
  args: Parameters<MiddlewareFunction>[0],
  next: () => Promise<unknown>,
) => Promise<Response>

/** Options of {@link session}; what is left out has its default. */
export interface SessionOptions<Data extends object = DefaultData> extends Given<WebOptions> {
  /** The key under which the context has the session. Default {@link sessionContext}. */
  readonly context?: RouterContext<Session<Data>> | undefined
}

/**
 * The key of the session: `context.get(sessionContext)`. For sessions of other types, or several, make keys of
 * your own: `createContext<Session<{ visits: number }>>()`.
 */
export const sessionContext: RouterContext<Session> = {}

/**
 * Middleware that gives every request a session, for `export const middleware` of a route: two functions, which
 * stand side by side.
 *
 * The cookie is looked for and verified when the session is first used; the response is left as it is unless the
 * session was touched. A session that cannot be written (too large, say) goes to your `ErrorBoundary` and
 * `handleError`, as an error of a loader does. A request that fails its CSRF check goes to the `ErrorBoundary` with status
 * 400, or 408, as what is thrown by `data()`: `isRouteErrorResponse()` knows it. The session's cookie is set on these answers
 * too, unless the factory has `setOnException: false`: then see {@link sessionExceptions}. To find out in a loader
 * or action, call `session.save()`.
 *
 * Used twice for one cookie, as in a route and one below it, it is one session. Sessions of other cookies go under
 * another key: `[...session(users), ...session(admins, { context: adminContext })]`.
 *
 * @throws {OptionError} when `factory` is none, or an option is not what it must be
 *
 * @example
 * import { createContext } from 'react-router'
 * import type { LoaderFunctionArgs } from 'react-router'
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 * import type { Session } from 'cartouche'
 * import { session } from 'cartouche/react-router'
 *
 * const secret = process.env['SESSION_SECRET'] ?? ''
 * const sessions = unencryptedCookieSessionFactoryConfig<{ visits: number }>(secret)
 * const visitor = createContext<Session<{ visits: number }>>()
 * export const middleware = session(sessions, { context: visitor })
 * export function loader({ context }: LoaderFunctionArgs) {
 *   const visits = context.get(visitor).get('visits', 0) + 1
 *   context.get(visitor).set('visits', visits)
 *   return { visits }
 * }
 *
 * @example
 * import type { LoaderFunctionArgs } from 'react-router'
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 * import { getCsrfToken, session } from 'cartouche/react-router'
 *
 * const sessions = unencryptedCookieSessionFactoryConfig(process.env['SESSION_SECRET'] ?? '')
 * export const middleware = session(sessions, { csrf: { trustedOrigins: ['pay.example'] } })
 * export const loader = ({ context }: LoaderFunctionArgs) => ({ token: getCsrfToken(context) })
 */
export function session<Data extends object>(
  factory: BindableFactory<Data>,
  options: SessionOptions<Data> = {},
): [SessionMiddleware, SessionMiddleware] {
  checkFactory(factory)
  const { context: key, ...rest } = resolveOptions(optionSpecs, options as object)
  const settings = webSettings(factory, rest)
  const running = makeNotes<Request, Running<Data>>()
  const outside: SessionMiddleware = async ({ request, context }, next) => {
    const exchange = new Exchange(request, settings)
    try {
      const { session: opened } = exchange.bind(factory)
      const run: Running<Data> = { exchange, session: opened, finished: undefined }
      running.set(request, run)
      requests.set(context, request)
      setKey(context, key, run.session)
      const response = await orGiveUp(exchange, next)
      return response === run.finished ? response : await exchange.finish(response)
    } catch (error) {
      exchange.fail(error)
      throw error
    } finally {
      exchange.close()
    }
  }
  // What it throws React Router answers before the one outside has to finish, so that the cookie goes along.
  const inside: SessionMiddleware = async ({ request, context }, next) => {
    const run = running.get(request) ?? notTogether()
    try {
      await run.exchange.open(factory)
      await run.exchange.protect(run.session)
      return (run.finished = await run.exchange.finish((await next()) as Response))
    } catch (error) {
      run.exchange.fail(error)
      throw answerable(context, error)
    }
  }
  return [outside, inside]
}

/**
 * What comes back through `next()` as an error React Router answers by itself, when all middleware is done: unless the answer must
 * have the cookie.
 */
async function orGiveUp(exchange: Exchange, next: () => Promise<unknown>): Promise<Response> {
  try {
    return (await next()) as Response
  } catch (error) {
    exchange.fail(error)
    await exchange.flush()
    if (await exchange.mustAnswer()) return serverError(error)
    await exchange.giveUp(NO_MIDDLEWARE)
    throw error
  }
}

const NO_MIDDLEWARE =
  'to the error has no cookie of the session: middleware threw on a resource route, which React Router answers without any then'

/** A request on its way through both functions. */
interface Running<Data extends object> {
  readonly exchange: Exchange
  readonly session: Session<Data>
  /** The response that has the headers of the session. */
  finished: Response | undefined
}

interface Resolved extends WebOptions {
  context: RouterContext<Session>
}

const isKey: Check = (value) =>
  typeof value === 'object' && value !== null
    ? undefined
    : 'must be a key that createContext() of React Router has made'

const optionSpecs: OptionSpecs<Resolved> = {
  context: { fallback: sessionContext, check: isKey },
  ...webSpecs,
}

function notTogether(): never {
  throw new OptionError(
    'middleware',
    'must have both functions of session(): [...session(factory)]',
  )
}

/** The sessions of a request, by their keys. */
const known = makeNotes<Context, Map<object, unknown>>()

/** @throws {OptionError} when the key has the session of another cookie */
function setKey(context: Context, key: RouterContext<unknown>, opened: unknown): void {
  const ofContext = known.get(context) ?? new Map<object, unknown>()
  if ((ofContext.get(key) ?? opened) !== opened) throw takenKey()
  known.set(context, ofContext.set(key, opened))
  context.set(key, opened)
}

function takenKey(): OptionError {
  return new OptionError(
    'context',
    'must be another key: it has the session of another cookie. Make one by createContext()',
  )
}

type HandleError = NonNullable<ServerEntryModule['handleError']>

/**
 * Tells the sessions of what loaders and actions throw, for factories with `setOnException: false`. React Router
 * makes responses of errors before middleware sees them, and tells nobody else: `export const handleError =
 * sessionExceptions()` in `entry.server`.
 *
 * @param handleError what hears of the error besides. Default: prints it, unless the request was aborted
 */
export function sessionExceptions(handleError: HandleError = printUnlessAborted): HandleError {
  return (error, args) => {
    noteException(args.request, error)
    handleError(error, args)
  }
}

const printUnlessAborted: HandleError = (error, { request }) => {
  if (!request.signal.aborted) printError(error)
}

/** The requests of contexts. */
const requests = makeNotes<Context, Request>()

/** @throws {OptionError} where no session() came before */
function requestOf(context: Context): Request {
  const request = requests.get(context)
  if (request !== undefined) return request
  throw new OptionError(
    'context',
    'has no session: use session(factory) in the middleware of a route',
  )
}

/**
 * The CSRF token for the forms of a page, to be given to it by a loader; masked, so that it is another text each
 * time, where the option `mask` says so.
 *
 * @throws {SessionCommittedError} when a token is to be made and the headers have gone out
 */
export function getCsrfToken(context: Context): string {
  return shared.getCsrfToken(requestOf(context))
}

/**
 * Makes a new CSRF token, which puts all forms handed out before out of use, and returns it: for the moment when a
 * user signs in.
 *
 * @throws {SessionCommittedError} when the headers have gone out
 */
export function newCsrfToken(context: Context): string {
  return shared.newCsrfToken(requestOf(context))
}

/**
 * Checks a request by the options that {@link session} was given, whatever they say of its method and of
 * exemptions. For actions that were exempt.
 *
 * @param body the parsed form, as `request.formData()` gives it. Without it the token must be in the header or in the
 * form that {@link session} has read
 * @throws {BadCsrfOrigin} when the request comes from elsewhere
 * @throws {BadCsrfToken} when its token is wrong or missing; `reason` says which
 */
export function checkCsrf(context: Context, body?: unknown): void {
  try {
    shared.checkCsrf(requestOf(context), body)
  } catch (error) {
    throw answerable(context, error)
  }
}

/** Why the request of a context was refused, for logs: an `ErrorBoundary` is told the status and the message alone. */
export function csrfRefusal(
  context: Context,
): BadCsrfOrigin | BadCsrfToken | CsrfBodyTimeout | undefined {
  return refusals.get(context)
}

const refusals = new WeakMap<Context, BadCsrfOrigin | BadCsrfToken | CsrfBodyTimeout>()

/**
 * React Router answers errors with 500, and what is made by its `data()` by the status that it says: the error becomes
 * one that both take for their own, and that they tell no `handleError`. What an `ErrorBoundary` is to tell goes to the
 * browser: the message alone.
 */
function answerable(context: Context, error: unknown): unknown {
  const refusal = shared.refusalOf(error)
  if (refusal === undefined) return error
  const refused = error as BadCsrfToken
  refusals.set(context, refused)
  const { status, body, isExpected } = refusal
  if (!isExpected) printError(error)
  const init = { status, statusText: body.slice(4).trim() }
  return Object.defineProperties(refused, {
    type: hidden('DataWithResponseInit'),
    data: hidden(refused.message),
    init: hidden(init),
  })
}

/** One that can be set again, for an error that comes twice. */
const hidden = (value: unknown): PropertyDescriptor => ({ configurable: true, value })
