/** Sessions and CSRF protection for everything that speaks the web's `Request` and `Response`. */
import { addLines, checkFactory, checkHandler, CommitFailure, headersOf } from './shared.js'
import { forgetException, noteException, openWith, report } from './shared.js'
import { isUnawaited, printError } from '../lib/hook.js'
import type { Attachment, HeaderSource, OnCommitError } from './shared.js'
import { csrfHeaders, protect, refusalOf, valueIn } from './shared-csrf.js'
import type { CsrfView } from './shared-csrf.js'
import { readForm } from './shared-form.js'
import { checkSource, checkToken, csrfSettings, isChecked } from '../csrf/protection.js'
import { isCsrfOptions, needsForm } from '../csrf/protection.js'
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
   * say `ownOrigin` then. Without a token in the header, the body is looked at if it is a form, with files
   * or without. The handler can read it all the same.
   *
   * With `mode: 'fetch-metadata'` no token is asked for and no body is read: see `checkFetchMetadata`.
   */
  readonly csrf?: CsrfOptions<Request>
  /**
   * The most bytes of a form, files and all, that are read to find its token; a longer one needs the header, or an
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
  checkHandler(handler)
  const resolved = resolveOptions<Resolved<Session<Data>>>(optionSpecs, options)
  const settings = resolved.csrf === null ? undefined : csrfSettings<Request>(resolved.csrf)
  return async (request, ...rest) => {
    const exit = new Exit(request, resolved.onCommitError)
    let session: Session<Data> | undefined
    try {
      session = exit.open(factory)
      if (settings !== undefined) {
        const opened = session
        const view = protect(
          request,
          settings,
          () => opened,
          () => viewOf(request, opened),
          () => exit.isClosed,
        )
        exit.add(csrfHeaders(settings, view))
        await enforceWithForm(request, settings, view, resolved)
      }
      return exit.finish(checkResponse(await handler(request, session, ...rest), 'The handler'))
    } catch (error) {
      noteException(request, error)
      return await answer(error, request, session as Session<Data>, resolved.onError, exit)
    } finally {
      exit.close()
    }
  }
}

/** The sessions that requests have while they are handled, for handlers inside each other. */
const sessions = new WeakMap<Request, Map<unknown, OpenSession<object>>>()

/** What is added to the response of one handler. */
class Exit {
  readonly #request: Request
  readonly #onCommitError: OnCommitError<Request>
  readonly #attachments: Attachment[] = []
  /** The cookies whose sessions were opened here. */
  readonly #cookies: unknown[] = []
  isClosed = false

  constructor(request: Request, onCommitError: OnCommitError<Request>) {
    this.#request = request
    this.#onCommitError = onCommitError
  }

  /** The session of the request: of a handler around this one, which will set the cookie, or a new one. */
  open<Data extends object>(factory: SessionFactory<Data>): Session<Data> {
    const request = this.#request
    const ofRequest = sessions.get(request) ?? new Map<unknown, OpenSession<object>>()
    const cookie = factory.cookieName ?? factory
    const known = ofRequest.get(cookie)
    if (known !== undefined) return known.session as unknown as Session<Data>
    const opened = openWith(factory, request.headers.get('cookie'), request)
    sessions.set(request, ofRequest.set(cookie, opened as unknown as OpenSession<object>))
    this.#cookies.push(cookie)
    this.add(opened as unknown as HeaderSource)
    return opened.session
  }

  add(source: HeaderSource): void {
    const request = this.#request
    this.#attachments.push({ source, request, onCommitError: this.#onCommitError as never })
  }

  /** The response with the headers of the session; the response itself where there are none. */
  finish(response: Response): Response {
    const lines = headersOf(this.#attachments, response.status)
    if (lines instanceof CommitFailure) {
      // Another response takes its place: whoever fills its body need not go on.
      cancel(response.body)
      throw lines.error
    }
    if (lines.length === 0) return response
    this.#tellOfLoss(response, lines)
    return isUpgrade(response) ? response : withLines(response, lines)
  }

  /** What is written to the sessions from now on would be lost. */
  close(): void {
    this.isClosed = true
    for (const { source } of this.#attachments) source.close?.()
    const ofRequest = sessions.get(this.#request)
    for (const cookie of this.#cookies) ofRequest?.delete(cookie)
    if (ofRequest?.size === 0) forgetException(this.#request)
  }

  /** A cookie that does not get through is no reason for another answer, but no secret either. */
  #tellOfLoss(response: Response, lines: readonly HeaderLine[]): void {
    const cookies = lines
      .filter(isCookieLine)
      .map(([, line]) => line.slice(0, line.indexOf('=') + 1))
    const own = response.headers.getSetCookie?.() ?? []
    const tell = (problem: string): void =>
      report(this.#attachments[0]!, new CartoucheError('NO_ANSWER', `The response ${problem}`))
    if (cookies.length > 0 && isUpgrade(response)) tell('to an upgrade cannot carry a cookie')
    else if (cookies.some((name) => own.some((line) => line.startsWith(name)))) {
      tell(
        "has the session's cookie already: give a handler inside another one no copy of the request",
      )
    }
  }
}

/** It may be a stream of another kind, or fail: whoever fills it is told what can be told. */
function cancel(body: Partial<ReadableStream> | null): void {
  try {
    isUnawaited(body?.cancel?.())
  } catch {
    // It is not needed any more.
  }
}

const isCookieLine = ([name]: HeaderLine): boolean => name === 'Set-Cookie'

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
  exit: Exit,
): Promise<Response> {
  if (onError === null) {
    const { status, body } = refusalOf(error) ?? passOn(error)
    return exit.finish(new Response(body, { status }))
  }
  try {
    return exit.finish(checkResponse(await onError(error, request, session), 'onError'))
  } catch (failure) {
    printError(failure)
    return exit.finish(new Response('Internal Server Error\n', { status: 500 }))
  }
}

function passOn(error: unknown): never {
  throw error
}

/** By its form: a platform or a test may have another class of this name. */
function checkResponse(response: unknown, whose: string): Response {
  const { status, headers, bodyUsed, body } = (response ?? {}) as Partial<Response>
  const isOne = typeof status === 'number' && typeof headers?.get === 'function'
  if (!isOne) throw noAnswer(`${whose} gave no Response: return one from every branch`)
  if (status === 0) throw noAnswer(`${whose} gave Response.error(), which answers nothing`)
  if (bodyUsed === true || body?.locked === true) {
    throw noAnswer(`${whose} gave a Response whose body was used before: make one for each request`)
  }
  return response as Response
}

function noAnswer(problem: string): CartoucheError {
  return new CartoucheError('NO_ANSWER', problem)
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
  checkSource(settings, view)
  if (needsForm(settings, view)) {
    const { csrfBodyLimit: bytes, csrfBodyTimeout: seconds } = limits
    view.body = await readForm(request, { bytes, seconds })
  }
  checkToken(settings, view)
}

/** The answer to a WebSocket's request cannot be copied. */
function isUpgrade({ status }: Response): boolean {
  return status === 101
}

/** A copy: the headers of Response.redirect() and of a fetched response cannot be changed. */
function withLines(response: Response, lines: readonly HeaderLine[]): Response {
  const copy = new Response(response.body, response)
  addLines(copy.headers, lines)
  return copy
}
