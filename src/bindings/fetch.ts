/** Sessions and CSRF protection for everything that speaks the web's `Request` and `Response`. */
import { committer, noteException } from './shared.js'
import { BAD_REQUEST, csrfHeaders, isCsrfError, protect, valueIn } from './shared-csrf.js'
import type { CsrfView } from './shared-csrf.js'
import { readForm } from './shared-form.js'
import { headerToken } from '../csrf/check-token.js'
import { checkCsrfRequest, csrfSettings, isChecked } from '../csrf/protection.js'
import type { CsrfOptions, CsrfSettings } from '../csrf/protection.js'
import type { CsrfSession } from '../csrf/request.js'
import { isFunction, isIntegerBetween, resolveOptions } from '../lib/options.js'
import type { OptionSpecs } from '../lib/options.js'
import type { HeaderLine, SessionFactory } from '../session/factory.js'
import type { DefaultData, Session } from '../session/session.js'

export { checkCsrf, getCsrfToken, newCsrfToken } from './shared-csrf.js'
export type { CsrfOptions } from '../csrf/protection.js'

/** Answers one request. Further arguments are those that the platform gives to its fetch handlers. */
export type SessionFetchHandler<Data extends object, Rest extends unknown[]> = (
  request: Request,
  session: Session<Data>,
  ...rest: Rest
) => Response | Promise<Response>

/** Options of {@link withSession}. */
export interface WithSessionOptions<Data extends object = DefaultData> {
  /**
   * Answers a request whose handler threw, or whose CSRF check failed. The session's cookie is set on
   * this response too, unless the factory has `cookieOnException: false`. Default: a `BadCsrfToken` or
   * `BadCsrfOrigin` is answered with 400, any other error is passed on to the platform.
   */
  readonly onError?: (
    error: unknown,
    request: Request,
    session: Session<Data>,
  ) => Response | Promise<Response>
  /**
   * Checks every request of an unsafe method for its CSRF token and, over HTTPS, its origin, before the
   * handler runs; `{}` for Pyramid's defaults. Default: nothing is checked.
   *
   * The URL of the request says where it went. Where a proxy ends TLS it may not be what browsers see:
   * say `ownOrigin` then. Without a token in the header, the body is looked at if it is a form. The
   * handler can read it all the same.
   */
  readonly csrf?: CsrfOptions<Request>
  /**
   * The most bytes of a form that are read to find its token; a longer one needs the header, or an
   * exemption and {@link checkCsrf} in its handler. Default 65536.
   */
  readonly csrfBodyLimit?: number
}

/**
 * Gives every request that comes to `handler` a session, as its second argument.
 *
 * The cookie is looked for and verified when the session is first used; the response is left as it
 * is unless the session was touched. A session that cannot be written (too large, say) counts as an
 * error of the handler.
 *
 * @example
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 * import { withSession } from 'cartouche/fetch'
 *
 * const sessions = unencryptedCookieSessionFactoryConfig<{ visits: number }>('seekrit')
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
 * const sessions = unencryptedCookieSessionFactoryConfig('seekrit')
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
  factory: SessionFactory<Data>,
  handler: SessionFetchHandler<Data, Rest>,
  options: WithSessionOptions<Data> = {},
): (request: Request, ...rest: Rest) => Promise<Response> {
  const { onError, csrf, csrfBodyLimit } = resolveOptions<Resolved<Session<Data>>>(
    optionSpecs,
    options,
  )
  const settings = csrf === null ? undefined : csrfSettings<Request>(csrf)
  return async (request, ...rest) => {
    const { session, commit } = factory.open(request.headers.get('cookie'))
    const commits = [committer(commit, request)]
    try {
      if (settings !== undefined) {
        const view = protect(request, settings, () => viewOf(request, session))
        commits.push(committer(csrfHeaders(settings, view), request))
        await enforceWithForm(request, settings, view, csrfBodyLimit)
      }
      return addHeaders(await handler(request, session, ...rest), commits)
    } catch (error) {
      noteException(request, error)
      return addHeaders(await onError(error, request, session), commits)
    }
  }
}

interface Resolved<AnySession> {
  onError: (error: unknown, request: Request, session: AnySession) => Response | Promise<Response>
  csrf: CsrfOptions<Request> | null
  csrfBodyLimit: number
}

const optionSpecs: OptionSpecs<Resolved<unknown>> = {
  onError: { fallback: answerCsrfError, check: isFunction },
  csrf: { fallback: null, check: () => undefined },
  csrfBodyLimit: { fallback: 65_536, check: isIntegerBetween(0, Number.MAX_SAFE_INTEGER) },
}

function answerCsrfError(error: unknown): Response {
  if (!isCsrfError(error)) throw error
  return new Response(BAD_REQUEST, { status: 400 })
}

function viewOf(request: Request, session: CsrfSession): CsrfView {
  const { protocol, host } = new URL(request.url)
  return {
    method: request.method,
    scheme: protocol.slice(0, -1),
    host,
    header: (name) => request.headers.get(name),
    cookieHeader: request.headers.get('cookie'),
    session,
    body: undefined,
    get bodyValue() {
      return valueIn(this.body)
    },
  }
}

/** Makes the automatic check; the body is read only where the token can be nowhere else. */
async function enforceWithForm(
  request: Request,
  settings: CsrfSettings<Request>,
  view: CsrfView,
  limit: number,
): Promise<void> {
  if (!isChecked(settings, view, request)) return
  if (settings.token !== null && headerToken(view, settings) === '') {
    view.body = await readForm(request, limit)
  }
  checkCsrfRequest(settings, view)
}

function addHeaders(
  response: Response,
  commits: readonly (() => readonly HeaderLine[])[],
): Response {
  const lines = commits.flatMap((commit) => commit())
  if (lines.length === 0) return response
  // A copy: the headers of Response.redirect() and of a fetched response cannot be changed.
  const copy = new Response(response.body, response)
  for (const [name, value] of lines) copy.headers.append(name, value)
  return copy
}
