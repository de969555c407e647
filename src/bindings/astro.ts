/** Sessions and CSRF protection for Astro 7. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { isEmpty } from './shared/body.js'
import { checkResponse, plainAnswer } from './shared/handler.js'
import { checkFactory, noteStranger, outcomeOf } from './shared/outcome.js'
import * as shared from './shared/csrf.js'
import { answerTo, localsSpecs, setLocal } from './shared/locals.js'
import type { LocalsOptions, WithLocals } from './shared/locals.js'
import { Exchange } from './shared/web.js'
import { webSettings } from './shared/web-options.js'
import type { WebSettings } from './shared/web-options.js'
import type { CsrfSession } from '../csrf/request.js'
import { CartoucheError, OptionError } from '../errors.js'
import { makeNotes } from '../lib/notes.js'
import { resolveOptions } from '../lib/options.js'
import type { BindableFactory } from '../session/factory.js'

export type { LocalsOptions, SessionLocals } from './shared/locals.js'
export type { CsrfOptions } from '../csrf/protection.js'

/** What of Astro's `APIContext`, or of `Astro` in a page, is needed. */
export interface AstroContext extends WithLocals {
  readonly isPrerendered?: boolean
}

/** A `MiddlewareHandler` of Astro's. */
export type SessionMiddleware = (
  context: AstroContext,
  next: () => Promise<Response>,
) => Promise<Response>

/**
 * Middleware that gives every request a session: `context.locals.session`, in pages `Astro.locals.session`.
 *
 * The cookie is looked for and verified when the session is first used; the response is left as it is unless the
 * session was touched. A request that fails its CSRF check is answered with 400 or 408. A session that cannot be written
 * (too large, say) goes to Astro's error handling, as what a page throws does: it shows the page `500.astro`, on which the
 * session is there and its cookie set, unless the factory has `setOnException: false`. `onError` answers both
 * otherwise. To find out in a page, call `Astro.locals.session.save()`.
 *
 * Sessions of other cookies go under another name: `session(factory, { name: 'admin' })`. A page that is prerendered
 * has none.
 *
 * @throws {OptionError} when `factory` is none, or an option is not what it must be
 *
 * @example
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 * import { session } from 'cartouche/astro'
 *
 * const secret = process.env['SESSION_SECRET'] ?? ''
 * const sessions = unencryptedCookieSessionFactoryConfig<{ visits: number }>(secret)
 * export const onRequest = session(sessions, { csrf: {} }) // in src/middleware.ts
 */
export function session<Data extends object, const Name extends string = 'session'>(
  factory: BindableFactory<Data>,
  options: LocalsOptions<Data, Name> = {},
): SessionMiddleware {
  checkFactory(factory)
  const { name, onError, ...rest } = resolveOptions(localsSpecs, options)
  const settings = webSettings(factory, rest)
  const running = new AsyncLocalStorage<Pass>()
  return async (context, next) => {
    if (context.isPrerendered === true) {
      refuseLocal(context.locals, name)
      return next()
    }
    const known = passOf(context, settings, running.getStore())
    const pass = known ?? begin(context, settings, factory)
    register(context, pass)
    setLocal(context.locals, name, pass.session, settings)
    if (known !== undefined && !pass.hasFailed) return next()
    pass.hasFailed = false
    try {
      if (known === undefined) {
        await pass.exchange.open(factory)
        await pass.exchange.protect(pass.session as never)
      }
      const answer = checkResponse(await running.run(pass, next), 'The middleware after session()')
      return await end(pass, answer)
    } catch (error) {
      pass.exchange.fail(error)
      pass.hasFailed = pass.isOver = true
      const answered = async (): Promise<Response> =>
        end(pass, await answerTo(error, context, onError ?? plainAnswer, pass.exchange))
      return await (known === undefined ? answered() : orGiveUp(pass, answered))
    }
  }
}

/**
 * The CSRF token for the forms of a page; masked, so that it is another text each time, where the option `mask`
 * says so.
 *
 * @param context of an endpoint, or `Astro` of a page
 * @throws {SessionCommittedError} when a token is to be made and the headers have gone out
 */
export function getCsrfToken(context: WithLocals): string {
  return shared.getCsrfToken(requestOf(context))
}

/**
 * Makes a new CSRF token, which puts all forms handed out before out of use, and returns it: for the moment when a
 * user signs in.
 *
 * @throws {SessionCommittedError} when the headers have gone out
 */
export function newCsrfToken(context: WithLocals): string {
  return shared.newCsrfToken(requestOf(context))
}

/**
 * Checks a request by the options that {@link session} was given, whatever they say of its method and of
 * exemptions. For pages and endpoints that parse forms themselves.
 *
 * @param body the parsed form, as `context.request.formData()` gives it. Without it the token must be in the header or
 * in the form that {@link session} has read
 * @throws {BadCsrfOrigin} when the request comes from elsewhere
 * @throws {BadCsrfToken} when its token is wrong or missing; `reason` says which
 */
export function checkCsrf(context: WithLocals, body?: unknown): void {
  shared.checkCsrf(requestOf(context), body)
}

/**
 * A request on its way through one middleware, which Astro may call more than once for it: for a rewrite, while the first
 * call waits; and for an error page, after it.
 */
interface Pass {
  readonly request: Request
  readonly settings: WebSettings
  readonly exchange: Exchange
  readonly session: CsrfSession
  /** By which it is known: afterwards too, where it has set a cookie. */
  readonly requests: Set<Request>
  /** Whether an error page may follow, which has this session and sets its cookie. */
  hasFailed: boolean
  /** Whether nobody can read its locals any more: a page that is streamed still does. */
  isOver: boolean
}

/** By their requests, and the last of each by its locals: a rewrite makes another request. */
const passes = makeNotes<object, Map<WebSettings, Pass>>()

function begin<Data extends object>(
  context: WithLocals,
  settings: WebSettings,
  factory: BindableFactory<Data>,
): Pass {
  const [other] = passes.get(context.request)?.values() ?? []
  const { request } = other ?? context
  if (strangers.has(request)) noteStranger(request, true)
  const exchange = new Exchange(request, settings)
  const session = exchange.bind(factory).session as unknown as CsrfSession
  const requests = new Set<Request>()
  return { request, settings, exchange, session, requests, hasFailed: false, isOver: false }
}

/** Requests of other sites that were refused: pages that Astro makes in place of the answer are for these too. */
const strangers = new WeakSet<Request>()

/** @throws {OptionError} where each request would get the session of the one after it */
function register({ request, locals }: WithLocals, pass: Pass): void {
  if (livesIn(locals).some((before) => before.request !== pass.request)) {
    throw new OptionError('locals', "must be an object of the request's own: another has this one")
  }
  pass.isOver = false
  pass.requests.add(request).add(pass.request)
  for (const key of [locals, ...pass.requests]) {
    passes.set(key, (passes.get(key) ?? new Map<WebSettings, Pass>()).set(pass.settings, pass))
  }
}

/** The passes whose locals somebody may still read. */
function livesIn(locals: object): readonly Pass[] {
  return [...(passes.get(locals)?.values() ?? [])].filter(({ isOver }) => !isOver)
}

/** @param running the pass in which this call is made: by a rewrite, unless somebody has locals for all requests */
function passOf(
  { request, locals }: WithLocals,
  settings: WebSettings,
  running: Pass | undefined,
): Pass | undefined {
  const known = passes.get(request)?.get(settings)
  if (known !== undefined || running === undefined) return known
  const isRewrite = passes.get(locals)?.get(settings) === running
  return isRewrite && cookiesOf(running.request) === cookiesOf(request) ? running : undefined
}

const cookiesOf = ({ headers }: Request): string | null => headers.get('cookie')

/** The request by which the session and the token are known. */
function requestOf({ request, locals }: WithLocals): Request {
  const [pass] = passes.get(request)?.values() ?? livesIn(locals)
  return pass?.request ?? request
}

/** Puts the headers of the session on the response that ends a pass. */
async function end(pass: Pass, response: Response): Promise<Response> {
  const inner = await closeInner(pass)
  const finished = await pass.exchange.finish(response)
  if (outcomeOf(pass.request).refused) strangers.add(pass.request)
  pass.hasFailed = false
  pass.isOver = isEmpty(finished)
  pass.exchange.close()
  if (finished !== response) keepCookies(response, finished)
  else for (const over of [pass, ...inner]) forget(over)
  return finished
}

/** Where Astro renders an error page once more, it calls no middleware. */
async function orGiveUp(pass: Pass, answer: () => Promise<Response>): Promise<Response> {
  try {
    return await answer()
  } catch (error) {
    const [outermost, ...inner] = [...(passes.get(pass.request)?.values() ?? [])]
    if (outermost !== pass) throw error
    for (const lost of [...inner, pass]) {
      await lost.exchange.giveUp(NO_MIDDLEWARE)
      forget(lost)
    }
    throw error
  }
}

const NO_MIDDLEWARE =
  'to the error has no cookie of the session: middleware threw for 500.astro too, which Astro renders without any then'

/** Closes those inside a pass whose error was answered outside of them: their headers go out with that answer. */
async function closeInner(pass: Pass): Promise<readonly Pass[]> {
  const all = [...(passes.get(pass.request)?.values() ?? [])]
  const inner = all.filter((other) => other !== pass && other.hasFailed)
  for (const { exchange } of inner) {
    await exchange.flush()
    exchange.close()
  }
  for (const over of inner) over.hasFailed = false
  return inner
}

function forget({ settings, requests }: Pass): void {
  for (const request of requests) passes.get(request)?.delete(settings)
}

/** Under which Astro keeps the cookies of a response until it sends it. */
const COOKIES = Symbol.for('astro.cookies')

function keepCookies(from: Response, to: Response): void {
  const cookies: unknown = Reflect.get(from, COOKIES)
  if (cookies !== undefined) Reflect.set(to, COOKIES, cookies)
}

/** A page that is made once for all visitors has no request, and so no session. */
function refuseLocal(locals: object, name: string): void {
  const get = (): never => {
    throw new CartoucheError(
      'NO_ANSWER',
      `A page that is prerendered has no ${name}: say "export const prerender = false" in it`,
    )
  }
  Object.defineProperty(locals, name, { configurable: true, get })
}
