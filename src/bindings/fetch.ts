/** Sessions and CSRF protection for everything that speaks the web's `Request` and `Response`. */
import { checkFactory, checkHandler } from './shared/outcome.js'
import { answer, checkResponse, handlerSpecs } from './shared/handler.js'
import type { HandlerOptions } from './shared/handler.js'
import { UPGRADE, isTaken } from './shared/upgrade.js'
import { Exchange } from './shared/web.js'
import { webSettings } from './shared/web-options.js'
import type { WebOptions } from './shared/web-options.js'
import { resolveOptions } from '../lib/options.js'
import type { Given } from '../lib/options.js'
import type { BindableFactory } from '../session/factory.js'
import type { DefaultData, Session } from '../session/session.js'

export { checkCsrf, getCsrfToken, newCsrfToken } from './shared/csrf.js'
export type { CsrfOptions } from '../csrf/protection.js'

/** Answers one request. Further arguments are those that the platform gives to its fetch handlers. */
export type SessionFetchHandler<Data extends object, Rest extends unknown[]> = (
  request: Request,
  session: Session<Data>,
  ...rest: Rest
) => Response | Promise<Response>

/** Options of {@link withSession}; what is left out has its default. */
export interface WithSessionOptions<Data extends object = DefaultData> extends Given<WebOptions> {
  /**
   * Answers a request whose handler threw, whose session cannot be written, or whose CSRF check failed. The
   * session's cookie is set on this response too, unless the factory has `setOnException: false`. Where it
   * fails itself or gives no response, the answer is a plain 500 and the error is printed. Default: a
   * `BadCsrfToken` or `BadCsrfOrigin` is answered with 400, a `CsrfBodyTimeout` with 408, any other error is
   * passed on to the platform.
   */
  readonly onError?: (
    error: unknown,
    request: Request,
    session: Session<Data>,
  ) => Response | Promise<Response>
}

/**
 * Gives every request that comes to `handler` a session, as its second argument.
 *
 * The cookie is looked for and verified when the session is first used; the response is left as it
 * is unless the session was touched. A session that cannot be written (too large, say) counts as an
 * error of the handler; to find out in the handler, call `session.save()`.
 *
 * Used twice for one request and one cookie, one handler inside another, it is one session. Handlers that have one
 * request at the same time need a copy each (`request.clone()`): the first to begin sets the cookie, and what another
 * writes after that is a `SessionCommittedError`.
 *
 * @throws {OptionError} when `factory` is none, or an option is not what it must be
 *
 * @example
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 * import { withSession } from 'cartouche/fetch'
 *
 * const secret = process.env['SESSION_SECRET'] ?? ''
 * const sessions = unencryptedCookieSessionFactoryConfig<{ visits: number }>(secret)
 * const fetch = withSession(sessions, (request, session) => {
 *   const visits = session.get('visits', 0) + 1
 *   session.set('visits', visits)
 *   return new Response(`Visit ${visits}`)
 * })
 * const response = await fetch(new Request('http://localhost/'))
 * await response.text() // → 'Visit 1'
 *
 * @example
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 * import { getCsrfToken, withSession } from 'cartouche/fetch'
 *
 * const sessions = unencryptedCookieSessionFactoryConfig(process.env['SESSION_SECRET'] ?? '')
 * const fetch = withSession(
 *   sessions,
 *   (request) => {
 *     const field = `<input type="hidden" name="csrf_token" value="${getCsrfToken(request)}">`
 *     return new Response(`<form method="post">${field}<button>Buy</button></form>`)
 *   },
 *   { csrf: { trustedOrigins: ['pay.example'] } },
 * )
 * const request = new Request('https://shop.example/', { method: 'POST' })
 * const { status } = await fetch(request)
 * status // → 400
 */
export function withSession<Data extends object, Rest extends unknown[] = []>(
  factory: BindableFactory<Data>,
  handler: SessionFetchHandler<Data, Rest>,
  options: WithSessionOptions<Data> = {},
): (request: Request, ...rest: Rest) => Promise<Response> {
  checkFactory(factory)
  checkHandler(handler)
  const { onError, ...rest } = resolveOptions<HandlerOptions<Session<Data>>>(handlerSpecs, options)
  const settings = webSettings(factory, rest)
  return async (request, ...more) => {
    const exchange = new Exchange(request, settings)
    let session: Session<Data> | undefined
    try {
      session = await exchange.open(factory)
      await exchange.protect(session)
      const response = await handler(request, session, ...more)
      if (isTaken(request, response)) {
        await exchange.finish(UPGRADE)
        return response
      }
      return await exchange.finish(checkResponse(response, 'The handler'))
    } catch (error) {
      exchange.fail(error)
      return await answer(error, request, session as Session<Data>, onError, exchange)
    } finally {
      exchange.close()
    }
  }
}
