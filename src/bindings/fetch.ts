/** Sessions and CSRF protection for everything that speaks the web's `Request` and `Response`. */
import { addLines, checkFactory, headersOf, noteException, printError } from './shared.js'
import type { HeaderSource, OnCommitError } from './shared.js'
import { csrfHeaders, protect, refusalOf, valueIn } from './shared-csrf.js'
import type { CsrfView } from './shared-csrf.js'
import { readForm } from './shared-form.js'
import { headerToken } from '../csrf/check-token.js'
import { checkCsrfRequest, csrfSettings, isChecked, isCsrfOptions } from '../csrf/protection.js'
import type { CsrfOptions, CsrfSettings } from '../csrf/protection.js'
import type { CsrfSession } from '../csrf/request.js'
import { CartoucheError } from '../errors.js'
import { isFunction, isIntegerBetween, orNull, resolveOptions } from '../lib/options.js'
import type { Check, OptionSpecs } from '../lib/options.js'
import type { HeaderLine, OpenSession, SessionFactory } from '../session/factory.js'
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
   * Answers a request whose handler threw, whose session cannot be written, or whose CSRF check failed. The
   * session's cookie is set on this response too, unless the factory has `cookieOnException: false`. Where it
   * fails itself or gives no response, the answer is a plain 500 and the error is printed. Default: a
   * `BadCsrfToken` or `BadCsrfOrigin` is answered with 400, a `CsrfBodyTimeout` with 408, any other error is
   * passed on to the platform.
   */
  readonly onError?: (
    error: unknown,
    request: Request,
    session: Session<Data>,
  ) => Response | Promise<Response>
  /**
   * Hears of a session that could not be written into the answer to an error: that one goes out without it.
   * Default: prints the error.
   */
  readonly onCommitError?: (error: unknown, request: Request) => void
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
  /** The most seconds in which a form must have come that is read to find its token. Default 10. */
  readonly csrfBodyTimeout?: number
}

/**
 * Gives every request that comes to `handler` a session, as its second argument.
 *
 * The cookie is looked for and verified when the session is first used; the response is left as it
 * is unless the session was touched. A session that cannot be written (too large, say) counts as an
 * error of the handler; to find out in the handler, call `session.save()`.
 *
 * Used twice for one request and one cookie, one handler inside another, it is one session.
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
  factory: SessionFactory<Data>,
  handler: SessionFetchHandler<Data, Rest>,
  options: WithSessionOptions<Data> = {},
): (request: Request, ...rest: Rest) => Promise<Response> {
  checkFactory(factory)
  const resolved = resolveOptions<Resolved<Session<Data>>>(optionSpecs, options)
  const { onError, csrf, onCommitError } = resolved
  const settings = csrf === null ? undefined : csrfSettings<Request>(csrf)
  return async (request, ...rest) => {
    const { opened, isOurs } = openOnce(factory, request)
    const { session } = opened
    const sources: HeaderSource[] = isOurs ? [opened] : []
    try {
      if (settings !== undefined) {
        const view = protect(
          request,
          settings,
          () => session,
          () => viewOf(request, session),
        )
        sources.push(csrfHeaders(settings, view))
        await enforceWithForm(request, settings, view, resolved)
      }
      const response = await handler(request, session, ...rest)
      return addHeaders(checkResponse(response, 'The handler'), sources, request, onCommitError)
    } catch (error) {
      noteException(request, error)
      const response = await answer(error, request, session, onError)
      return addHeaders(response, sources, request, onCommitError)
    }
  }
}

/** The sessions that requests have, for handlers inside each other. */
const sessions = new WeakMap<Request, Map<unknown, OpenSession<object>>>()

/** The session of a request; `isOurs` where nobody has opened it before, who will set its cookie. */
function openOnce<Data extends object>(
  factory: SessionFactory<Data>,
  request: Request,
): { opened: OpenSession<Data>; isOurs: boolean } {
  const ofRequest = sessions.get(request) ?? new Map<unknown, OpenSession<object>>()
  sessions.set(request, ofRequest)
  const cookie = factory.cookieName ?? factory
  const known = ofRequest.get(cookie) as OpenSession<Data> | undefined
  const opened = known ?? factory.open(request.headers.get('cookie'), request)
  ofRequest.set(cookie, opened as unknown as OpenSession<object>)
  return { opened, isOurs: known === undefined }
}

type OnError<AnySession> = (
  error: unknown,
  request: Request,
  session: AnySession,
) => Response | Promise<Response>

interface Resolved<AnySession> {
  onError: OnError<AnySession> | null
  onCommitError: OnCommitError<Request>
  csrf: CsrfOptions<Request> | null
  csrfBodyLimit: number
  csrfBodyTimeout: number
}

/** The longest time that a timer keeps to: a longer one would be over at once. */
const LONGEST_TIMEOUT = 2 ** 31 / 1000 - 1

const isTimeout: Check = (value) =>
  typeof value === 'number' && value > 0 && value <= LONGEST_TIMEOUT
    ? undefined
    : 'must be a number of seconds above 0'

const optionSpecs: OptionSpecs<Resolved<unknown>> = {
  onError: { fallback: null, check: orNull(isFunction) },
  onCommitError: { fallback: printError, check: isFunction },
  csrf: { fallback: null, check: isCsrfOptions },
  csrfBodyLimit: { fallback: 65_536, check: isIntegerBetween(0, Number.MAX_SAFE_INTEGER) },
  csrfBodyTimeout: { fallback: 10, check: isTimeout },
}

async function answer<AnySession>(
  error: unknown,
  request: Request,
  session: AnySession,
  onError: OnError<AnySession> | null,
): Promise<Response> {
  if (onError === null) {
    const { status, body } = refusalOf(error) ?? passOn(error)
    return new Response(body, { status })
  }
  try {
    return checkResponse(await onError(error, request, session), 'onError')
  } catch (failure) {
    console.error(failure)
    return new Response('Internal Server Error\n', { status: 500 })
  }
}

function passOn(error: unknown): never {
  throw error
}

/** By its form: a platform or a test may have another class of this name. */
function checkResponse(response: unknown, whose: string): Response {
  const { status, headers } = (response ?? {}) as Partial<Response>
  if (typeof status === 'number' && headers !== undefined) return response as Response
  throw new CartoucheError('NO_ANSWER', `${whose} gave no Response: return one from every branch`)
}

function viewOf(request: Request, session: CsrfSession): CsrfView {
  const { protocol, host } = new URL(request.url)
  return {
    method: request.method,
    scheme: protocol.slice(0, -1),
    host,
    header: (name) => request.headers.get(name),
    cookieHeader: request.headers.get('cookie'),
    findSession: () => session,
    pending: new Set(),
    get session() {
      return this.findSession()
    },
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
  limits: Pick<Resolved<unknown>, 'csrfBodyLimit' | 'csrfBodyTimeout'>,
): Promise<void> {
  if (!isChecked(settings, view, request)) return
  if (settings.token !== null && headerToken(view, settings) === '') {
    const { csrfBodyLimit: bytes, csrfBodyTimeout: seconds } = limits
    view.body = await readForm(request, { bytes, seconds })
  }
  checkCsrfRequest(settings, view)
}

/** A copy of a response with the headers of the session; the response itself where there are none. */
function addHeaders(
  response: Response,
  sources: readonly HeaderSource[],
  request: Request,
  onCommitError: OnCommitError<Request>,
): Response {
  try {
    const { status } = response
    const lines = headersOf(sources, { request, status, onCommitError })
    const sent = lines.length === 0 || isUpgrade(response) ? response : withLines(response, lines)
    for (const source of sources) source.close?.()
    return sent
  } catch (error) {
    // Another response takes its place: whoever fills its body need not go on.
    response.body?.cancel().catch(() => undefined)
    throw error
  }
}

/** The answer to a WebSocket's request has no headers of its own, and cannot be copied. */
function isUpgrade({ status }: Response): boolean {
  return status === 101
}

/** A copy: the headers of Response.redirect() and of a fetched response cannot be changed. */
function withLines(response: Response, lines: readonly HeaderLine[]): Response {
  const copy = new Response(response.body, response)
  addLines(copy.headers, lines)
  return copy
}
