/** Sessions and CSRF protection for Elysia 1.4. */
import type { AnyElysia, Elysia } from 'elysia'
import { checkFactory } from './shared/outcome.js'
import { contextSpecs, takenName } from './shared/context.js'
import { putGetter } from './shared/getter.js'
import type { SessionOptions } from './shared/context.js'
import * as shared from './shared/csrf.js'
import { finishing, isMadeUp, prepare, sessionsOf } from './shared/elysia.js'
import type { ElysiaContext, WithRequest } from './shared/elysia.js'
import { Exchange } from './shared/web.js'
import { webSettings } from './shared/web-options.js'
import { resolveOptions } from '../lib/options.js'
import type { BindableFactory } from '../session/factory.js'
import type { DefaultData, Session } from '../session/session.js'

export type { SessionOptions } from './shared/context.js'
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
 * `setOnException: false`. To find out in the handler, call `session.save()`.
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
  factory: BindableFactory<Data>,
  options: SessionOptions<Name> = {},
): SessionPlugin<Data, Name> {
  checkFactory(factory)
  const { name, ...rest } = resolveOptions(contextSpecs, options)
  const settings = webSettings(factory, rest)
  return (app) => {
    const open = async (context: ElysiaContext): Promise<void> => {
      if (isMadeUp(context)) return
      const exchange = new Exchange(context.request, settings)
      try {
        sessionsOf(context).push({ exchange, context, app })
        const opened = await exchange.open(factory)
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

function addProperty(context: object, name: string, opened: unknown): void {
  const taken: unknown = (context as Record<string, unknown>)[name]
  if (taken === opened) return
  if (name in context) throw takenName(name)
  const refuse = (): never => {
    throw new TypeError(
      `${name} of the context cannot be assigned: change the session by its methods, or empty it by invalidate()`,
    )
  }
  putGetter(context, name, () => opened, refuse)
}

/**
 * Elysia reads what functions are written like, and prepares what they seem to use: for one that hands its
 * context on, all of it, the body of every request included.
 */
function unread<Hook extends (context: ElysiaContext) => unknown>(hook: Hook): Hook {
  return hook.bind(undefined) as Hook
}
