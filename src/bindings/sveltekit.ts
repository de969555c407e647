/** Sessions and CSRF protection for SvelteKit 2 and 3. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { endBody, textResponse } from './shared/body.js'
import { answerForPlatform, checkResponse, plainAnswer, serverError } from './shared/handler.js'
import { checkFactory, noteException } from './shared/outcome.js'
import * as shared from './shared/csrf.js'
import { answerTo, localsSpecs, setLocal } from './shared/locals.js'
import type { LocalsOptions, WithLocals } from './shared/locals.js'
import { bringsCookies } from './shared/same-cookies.js'
import { Exchange } from './shared/web.js'
import { webSettings } from './shared/web-options.js'
import type { WebSettings } from './shared/web-options.js'
import { makeNotes } from '../lib/notes.js'
import { resolveOptions } from '../lib/options.js'
import { sessionCookie } from '../session/session-cookie.js'
import type { BindableFactory } from '../session/factory.js'
import type { Session } from '../session/session.js'

export type { LocalsOptions, SessionLocals } from './shared/locals.js'
export type { CsrfOptions } from '../csrf/protection.js'

/** What of SvelteKit's `RequestEvent` is needed. */
export interface SvelteKitEvent extends WithLocals {
  readonly isSubRequest?: boolean
  readonly cookies?: SvelteKitCookies
}

/** What of SvelteKit's `Cookies` is needed; only those of SvelteKit 3 can parse. */
interface SvelteKitCookies {
  set(name: string, value: string, options: { path: string }): void
}

/** A `Handle` of SvelteKit's. */
export type SessionHandle = <Event extends SvelteKitEvent>(input: {
  readonly event: Event
  readonly resolve: (event: Event) => Response | Promise<Response>
}) => Promise<Response>

/**
 * The hook `handle` that gives every request a session: `event.locals.session`.
 *
 * The cookie is looked for and verified when the session is first used; the response is left as it is unless the
 * session was touched. A request that fails its CSRF check is answered with 400 or 408. A session that cannot be written
 * (too large, say) goes to SvelteKit's error handling, as what a `handle` throws does. `onError` answers both otherwise.
 * To find out in an action or in `load`, call `event.locals.session.save()`.
 *
 * What `event.fetch` asks of the application itself has the session of the request that it is made for; once the head of
 * that has gone out, as in a promise that `load` streams, it can be read only. Where it brings another session's cookie, or
 * none, it has a session of its own, whose cookie goes to nobody. Sessions of
 * other cookies go under another name: `session(factory, { name: 'admin' })`.
 *
 * @throws {OptionError} when `factory` is none, or an option is not what it must be
 *
 * @example
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 * import { session } from 'cartouche/sveltekit'
 *
 * const secret = process.env['SESSION_SECRET'] ?? ''
 * const sessions = unencryptedCookieSessionFactoryConfig<{ visits: number }>(secret)
 * export const handle = session(sessions, { csrf: {} }) // in src/hooks.server.ts
 */
export function session<Data extends object, const Name extends string = 'session'>(
  factory: BindableFactory<Data>,
  options: LocalsOptions<Data, Name> = {},
): SessionHandle {
  checkFactory(factory)
  const { name, onError, ...rest } = resolveOptions(localsSpecs, options)
  const settings = webSettings(factory, rest)
  /** Those of requests that are answered: a page that is streamed may still ask the application for more. */
  const closed = makeNotes<Request, Session<Data>>()
  return async ({ event, resolve }) => {
    const { request, isPart, isApart, exchange, finish } = passOf(event, factory, settings)
    if (!isPart) closed.set(request, undefined)
    let opened: Session<Data> | undefined
    let redirect: unknown
    try {
      opened = closed.get(request) ?? (await exchange.open(factory))
      setLocal(event.locals, name, opened, settings)
      if (!isPart) await exchange.protect(opened)
      const resolved = current.run(request, async () => resolve(event))
      const response = await resolved.catch((thrown: unknown) => {
        redirect = thrown
        return responseTo(thrown)
      })
      const finished = await finish(checkResponse(response, 'The handle after session()'))
      if (redirect === undefined || !isGuarded(event)) return finished
      setCookies(event, finished)
    } catch (error) {
      if (!isPart) exchange.fail(error)
      const plain = (failure: unknown): Response | Promise<Response> =>
        isApart ? plainAnswer(failure) : answerForPlatform(failure, exchange, httpErrorOf)
      const answered = answerTo(error, event, onError ?? plain, exchange).then(finish)
      if (isGuarded(event)) return await answered
      const last = (failure: unknown): Promise<Response> =>
        exchange.answer(() => serverError(failure))
      return await answered.catch((failure: unknown) => last(failure).then(finish))
    } finally {
      exchange.close()
      if (!isPart) closed.set(request, opened)
    }
    throw redirect
  }
}

/** A request on its way through one `handle`. */
interface Pass {
  /** That whose session it has. */
  readonly request: Request
  /** Whether this is another one, around it. */
  readonly isPart: boolean
  /** Whether its cookies go to nobody. */
  readonly isApart: boolean
  readonly exchange: Exchange
  readonly finish: (response: Response) => Promise<Response>
}

function passOf(
  event: SvelteKitEvent,
  factory: Pick<BindableFactory, 'cookieName'>,
  settings: WebSettings,
): Pass {
  const around = requestAround(event)
  const isPart = around !== undefined && isOfSession(event, around, factory)
  if (isPart) parts.set(event.request, around)
  const request = isPart ? around : event.request
  const exchange = new Exchange(request, settings)
  const isApart = around !== undefined && !isPart
  const finish = async (response: Response): Promise<Response> => {
    const finished = await (isApart ? finishApart(exchange, response) : exchange.finish(response))
    return isPart ? finished : forVisitor(request, finished)
  }
  return { request, isPart, isApart, exchange, finish }
}

/** What SvelteKit's hook `handleError` is given. */
interface SvelteKitError {
  readonly error: unknown
  readonly event: SvelteKitEvent
  /** Of SvelteKit 3. */
  readonly kind?: string
  /** Of SvelteKit 2: 500, unless SvelteKit itself has thrown. */
  readonly status?: number
}

/** What the hook answers: the parts of `App.Error`. */
interface ErrorAnswer {
  readonly status: number
  readonly message: string
}

/**
 * The hook `handleError` that tells the session of what was thrown in a `load`, an action or an endpoint, of which
 * SvelteKit tells no `handle`: for `setOnException: false`. What `checkCsrf` threw is answered by its status; by
 * SvelteKit 2 with 500, as no hook of it can say another.
 *
 * @param handleError the application's own hook: what it answers counts
 *
 * @example
 * import { sessionErrors } from 'cartouche/sveltekit'
 *
 * export const handleError = sessionErrors(({ error }) => console.error(error)) // in src/hooks.server.ts
 */
export function sessionErrors<Input extends SvelteKitError = SvelteKitError, Answer = void>(
  handleError?: (input: Input) => Answer,
): (input: Input) => Answer | ErrorAnswer {
  return (input) => {
    const { error, event } = input
    const kind = kindOf(input)
    if (kind !== 'framework') noteException(requestOf(event), error)
    const refusal = shared.refusalOf(error)
    const isUnheard = handleError === undefined && refusal === undefined
    if (isUnheard && kind === 'unknown') console.error(error)
    const answer = handleError?.(input)
    if (refusal === undefined || answer !== undefined) return answer as Answer
    return { status: refusal.status, message: refusal.body.slice(4).trim() }
  }
}

function kindOf({ kind, status = 500 }: SvelteKitError): string {
  return kind ?? (status === 500 ? 'unknown' : 'framework')
}

/**
 * The CSRF token for the forms of a page; masked, so that it is another text each time, where the option `mask`
 * says so.
 *
 * @param event of `load`, of an action or of an endpoint
 * @throws {SessionCommittedError} when a token is to be made and the headers have gone out
 */
export function getCsrfToken(event: Pick<SvelteKitEvent, 'request'>): string {
  return shared.getCsrfToken(requestOf(event))
}

/**
 * Makes a new CSRF token, which puts all forms handed out before out of use, and returns it: for the moment when a
 * user signs in.
 *
 * @throws {SessionCommittedError} when the headers have gone out
 */
export function newCsrfToken(event: Pick<SvelteKitEvent, 'request'>): string {
  return shared.newCsrfToken(requestOf(event))
}

/**
 * Checks a request by the options that {@link session} was given, whatever they say of its method and of
 * exemptions. For actions and endpoints that parse forms themselves.
 *
 * @param body the parsed form, as `event.request.formData()` gives it. Without it the token must be in the header or in
 * the form that {@link session} has read
 * @throws {BadCsrfOrigin} when the request comes from elsewhere
 * @throws {BadCsrfToken} when its token is wrong or missing; `reason` says which. {@link sessionErrors} has both answered
 * with 400 in SvelteKit 3
 */
export function checkCsrf(event: Pick<SvelteKitEvent, 'request'>, body?: unknown): void {
  shared.checkCsrf(requestOf(event), body)
}

/** The request that is handled, for those that the application makes to itself meanwhile. */
const current = new AsyncLocalStorage<Request>()

/** Requests by those that the application makes to itself for them. */
const parts = makeNotes<Request, Request>()

function requestOf({ request }: Pick<SvelteKitEvent, 'request'>): Request {
  return parts.get(request) ?? request
}

/**
 * A visitor may leave while his session is being stored, and the body fail with that: SvelteKit would cancel it, and
 * nobody hear that this fails.
 */
function forVisitor({ signal }: Request, response: Response): Response {
  if (!signal.aborted || response.body === null) return response
  endBody(response)
  const { status, headers } = response
  return new Response(null, { status, headers })
}

/** The request for which the application makes this one to itself. */
function requestAround({ request, isSubRequest }: SvelteKitEvent): Request | undefined {
  const around = current.getStore()
  return isSubRequest === true && around !== request ? around : undefined
}

/** One without the visitor's cookies (`credentials: 'omit'`) is nobody's, and one with others is somebody else's. */
function isOfSession(
  { request: { headers } }: SvelteKitEvent,
  around: Request,
  { cookieName }: Pick<BindableFactory, 'cookieName'>,
): boolean {
  if (cookieName !== undefined) return bringsCookies(headers, around.headers, cookieName)
  return headers.has('cookie') || !around.headers.has('cookie')
}

/** SvelteKit hands the cookies of such an answer on to the visitor, whose session would be gone: it gets none. */
async function finishApart(exchange: Exchange, response: Response): Promise<Response> {
  await exchange.flush()
  exchange.lines(response)
  return response
}

/**
 * What stands for the redirect that a `handle` inside this one has thrown: SvelteKit answers it itself, with the cookies
 * of `event.cookies` alone.
 */
function responseTo(thrown: unknown): Response {
  const { status, location } = (thrown ?? {}) as { status?: unknown; location?: unknown }
  const isRedirect = typeof location === 'string' && Number(status) >= 300 && Number(status) <= 308
  if (!isRedirect) throw thrown
  return new Response(null, { status: Number(status), headers: { Location: location } })
}

/** What SvelteKit's `error()` throws, without its page. It is no Error: what others throw may hold what visitors must not see. */
function httpErrorOf(thrown: unknown): Response | undefined {
  if (thrown instanceof Error) return undefined
  const { status, body } = (thrown ?? {}) as { status?: unknown; body?: { message?: unknown } }
  const isHttpError = Number(status) >= 400 && Number(status) <= 599
  const message = body?.message
  if (!isHttpError || typeof message !== 'string') return undefined
  return textResponse(`${message}\n`, Number(status))
}

/**
 * Whether SvelteKit answers what a `handle` throws. It has none of its error handling around one for a path that is no
 * text (`/%`): what is thrown there is heard by nobody, and ends the process.
 */
function isGuarded({ request: { url } }: SvelteKitEvent): boolean {
  try {
    decodeURI(new URL(url).pathname)
    return true
  } catch {
    return false
  }
}

/** The path of a cookie that says none, as browsers have it (RFC 6265bis, 5.1.4). */
function folderOf({ url }: Request): string {
  const { pathname } = new URL(url)
  return pathname.slice(0, pathname.lastIndexOf('/')) || '/'
}

const asItIs = (value: string): string => value

function setCookies({ cookies, request }: SvelteKitEvent, { headers }: Response): void {
  for (const line of headers.getSetCookie()) {
    const { name, value, options } = sessionCookie(line)
    const path = options.path || folderOf(request)
    cookies!.set(name, value, { ...options, path, encode: asItIs } as { path: string })
  }
}
