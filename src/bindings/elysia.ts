/** Sessions and CSRF protection for Elysia 1.4. */
import type { AnyElysia, Elysia } from 'elysia'
import { checkFactory } from './shared.js'
import { asError, contextSpecs, takenName } from './shared-context.js'
import type { SessionOptions } from './shared-context.js'
import * as shared from './shared-csrf.js'
import { isStale } from './shared-stale.js'
import { Exchange, cancel, webSettings } from './shared-web.js'
import { OptionError } from '../errors.js'
import { resolveOptions } from '../lib/options.js'
import type { SessionFactory } from '../session/factory.js'
import type { DefaultData, Session } from '../session/session.js'

export type { SessionOptions } from './shared-context.js'
export type { CsrfOptions } from '../csrf/protection.js'

/** What {@link session} adds to the context of handlers. */
export type SessionContext<Data extends object = DefaultData, Name extends string = 'session'> = {
  readonly [Key in Name]: Session<Data>
}

/** A plugin, for `app.use()`. */
export type SessionPlugin<Data extends object = DefaultData, Name extends string = 'session'> = (
  app: AnyElysia,
) => Elysia<'', { decorator: SessionContext<Data, Name>; store: {}; derive: {}; resolve: {} }>

/**
 * A plugin that gives the context of every request a `session`.
 *
 * The cookie is looked for and verified when the session is first used; the response is left as it is unless the
 * session was touched. A session that cannot be written (too large, say) goes to your `onError` hooks, as an error of
 * a handler does, and so does a request that fails its CSRF check: Elysia answers that by the error's `status`, 400
 * or 408. The session's cookie is set on the answer to an error too, unless the factory has
 * `cookieOnException: false`. To find out in the handler, call `session.save()`.
 *
 * Use it before the routes that need it. Used twice for one cookie, as in an application and a part of it, it is
 * one session. Sessions of other cookies go under another name: `session(factory, { name: 'admin' })`.
 *
 * @throws {OptionError} when `factory` is none, or an option is not what it must be; for each request where the
 * application has `aot: false`
 *
 * @example
 * import { Elysia } from 'elysia'
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 * import { session } from 'cartouche/elysia'
 *
 * const secret = process.env['SESSION_SECRET'] ?? ''
 * const sessions = unencryptedCookieSessionFactoryConfig<{ visits: number }>(secret)
 * const app = new Elysia().use(session(sessions)).get('/', ({ session }) => {
 *   const visits = session.get('visits', 0) + 1
 *   session.set('visits', visits)
 *   return `Visit ${visits}`
 * })
 * const response = await app.handle(new Request('http://localhost/'))
 * await response.text() // → 'Visit 1'
 *
 * @example
 * import { Elysia } from 'elysia'
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 * import { getCsrfToken, session } from 'cartouche/elysia'
 *
 * const sessions = unencryptedCookieSessionFactoryConfig(process.env['SESSION_SECRET'] ?? '')
 * const app = new Elysia()
 *   .use(session(sessions, { csrf: { trustedOrigins: ['pay.example'] } }))
 *   .get('/', ({ request, set }) => {
 *     set.headers['content-type'] = 'text/html; charset=utf-8'
 *     const field = `<input type="hidden" name="csrf_token" value="${getCsrfToken({ request })}">`
 *     return `<form method="post">${field}<button>Buy</button></form>`
 *   })
 *   .post('/', () => 'Bought')
 * const { status } = await app.handle(new Request('http://localhost/', { method: 'POST' }))
 * status // → 400
 */
export function session<Data extends object, const Name extends string = 'session'>(
  factory: SessionFactory<Data>,
  options: SessionOptions<Name> = {},
): SessionPlugin<Data, Name> {
  checkFactory(factory)
  const { name, ...rest } = resolveOptions(contextSpecs, options)
  const settings = webSettings(rest)
  return (app) => {
    const open = async (context: ElysiaContext): Promise<void> => {
      const exchange = new Exchange(context.request, settings)
      try {
        const opened = exchange.open(factory)
        sessionsOf(context).push({ exchange, context, app })
        addProperty(context, name, opened)
        await exchange.protect(opened)
      } catch (error) {
        // Elysia answers an error that has none with 200 here.
        context.set.status = (error as { status?: number } | null)?.status ?? 500
        throw error
      }
    }
    app.wrap(finishing as never)
    app.onRequest(unread(open) as never)
    app.onAfterHandle({ as: 'global' }, unread(prepare) as never)
    return app as never
  }
}

/** What of a context the functions for CSRF need. */
interface WithRequest {
  readonly request: Request
}

/**
 * The CSRF token for the forms of a page; masked, so that it is another text each time, where the option `mask`
 * says so.
 *
 * @param context of the handler, or its `{ request }`
 * @throws {SessionCommittedError} when a token is to be made and the headers have gone out
 */
export function getCsrfToken({ request }: WithRequest): string {
  return shared.getCsrfToken(request)
}

/**
 * Makes a new CSRF token, which puts all forms handed out before out of use, and returns it: for the moment when a
 * user signs in.
 *
 * @throws {SessionCommittedError} when the headers have gone out
 */
export function newCsrfToken({ request }: WithRequest): string {
  return shared.newCsrfToken(request)
}

/**
 * Checks a request by the options that {@link session} was given, whatever they say of its method and of
 * exemptions.
 *
 * @param body the parsed form, as the context has it. Without it the token must be in the header or in the form that
 * {@link session} has read
 * @throws {BadCsrfOrigin} when the request comes from elsewhere
 * @throws {BadCsrfToken} when its token is wrong or missing; `reason` says which
 */
export function checkCsrf({ request }: WithRequest, body?: unknown): void {
  shared.checkCsrf(request, body)
}

/** What of Elysia's context is needed here. */
interface ElysiaContext extends WithRequest {
  readonly set: {
    readonly headers: Record<string, unknown> | Headers
    status?: number | string
  }
  readonly error?: unknown
  response?: unknown
  responseValue?: unknown
}

/** A session of a request, until that is answered. */
interface Pending {
  readonly exchange: Exchange
  readonly context: ElysiaContext
  /** The application that uses the plugin. */
  readonly app: AnyElysia
}

const requests = new WeakMap<Request, Pending[]>()

function sessionsOf({ request }: ElysiaContext): Pending[] {
  const sessions = requests.get(request)
  if (sessions === undefined) {
    throw new OptionError('aot', 'of Elysia must not be false: its sessions would never be written')
  }
  return sessions
}

function addProperty(context: object, name: string, opened: unknown): void {
  const taken: unknown = (context as Record<string, unknown>)[name]
  if (taken === opened) return
  if (name in context) throw takenName(name)
  Object.defineProperty(context, name, {
    enumerable: true,
    get: () => opened,
    set: () => {
      throw new TypeError(
        `${name} of the context cannot be assigned: change the session by its methods, or empty it by invalidate()`,
      )
    },
  })
}

/**
 * Elysia reads what functions are written like, and prepares what they seem to use: for one that hands its
 * context on, all of it, the body of every request included.
 */
function unread<Hook extends (context: ElysiaContext) => unknown>(hook: Hook): Hook {
  return hook.bind(undefined) as Hook
}

type Handle = (request: Request, ...rest: unknown[]) => unknown

/**
 * Stands around all that Elysia does for a request. There is one for all sessions: of functions that are written
 * alike Elysia keeps one, where it finds several.
 */
function finishing(handle: Handle): Handle {
  return async (request, ...rest) => {
    if (requests.has(request)) return handle(request, ...rest)
    const sessions: Pending[] = []
    requests.set(request, sessions)
    try {
      const response = await handle(request, ...rest)
      if (isForNobody(request, response)) await finish(sessions, UPGRADE)
      return isResponse(response) ? await finish(sessions, response) : response
    } finally {
      for (const { exchange } of sessions) exchange.close()
      requests.delete(request)
    }
  }
}

/** What stands for the answer to a WebSocket's request, which cannot carry a cookie. */
const UPGRADE = { status: 101, headers: new Headers() } as Response

/** When the server has opened a WebSocket, Elysia gives an empty response, or none, that is not sent. */
function isForNobody(request: Request, response: unknown): boolean {
  if (!isResponse(response)) return true
  return response.status === 200 && request.headers.get('upgrade') === 'websocket'
}

/** That of an adapter may be of another class. */
function isResponse(response: unknown): response is Response {
  return typeof (response as Partial<Response> | undefined)?.headers?.get === 'function'
}

async function finish(sessions: readonly Pending[], response: Response): Promise<Response> {
  for (const { exchange, context } of sessions) {
    if (hasFailed(context)) exchange.fail(context.error)
  }
  const finishAll = (answer: Response): Response =>
    sessions.reduce((finished, { exchange }) => exchange.finish(finished), answer)
  try {
    return finishAll(response)
  } catch (error) {
    const { exchange, context, app } = sessions[0]!
    exchange.fail(error)
    takeBack(context)
    return finishAll((await app['handleError'](context as never, asError(error))) as Response)
  }
}

/** Once there is a response, the `onError` of a part of the application does not hear of an error. */
function prepare(context: ElysiaContext): void {
  if (!(statusOf(context) < 500)) return
  try {
    for (const { exchange } of requests.get(context.request) ?? []) exchange.prepare()
  } catch (error) {
    cancelBody(context.response)
    takeBack(context)
    throw asError(error)
  }
}

/** Whoever fills it need not go on. */
function cancelBody(response: unknown): void {
  if (response instanceof ReadableStream) cancel(response)
  else if (isResponse(response)) cancel(response.body)
}

function hasFailed({ error }: ElysiaContext): boolean {
  return error !== undefined && typeof error !== 'function'
}

/** `NaN` where it is said by its name. */
function statusOf({ set, response }: ElysiaContext): number {
  const { status, code } = (response ?? {}) as { status?: unknown; code?: unknown }
  if (response instanceof Response && status !== 200) return status as number
  const isStatus =
    (response as object | undefined)?.constructor.name === 'ElysiaCustomStatusResponse'
  return Number(isStatus ? code : (set.status ?? 200))
}

/** What was said of the answer that is not sent would stand in that to the error. */
function takeBack(context: ElysiaContext): void {
  const { headers } = context.set
  const isHeaders = headers instanceof Headers
  for (const name of isHeaders ? Array.from(headers.keys()) : Object.keys(headers)) {
    if (!isStale(name)) continue
    if (isHeaders) headers.delete(name)
    else delete headers[name]
  }
  context.set.status = 500
  context.response = context.responseValue = undefined
}
