/** Sessions and CSRF protection for Next.js 16: route handlers, server actions, server components and its proxy. */
import {
  checkFactory,
  checkHandler,
  closeSource,
  CommitFailure,
  refuseUnchecked,
} from './shared/outcome.js'
import { flushAll, headersOf, linesDue, noteException, report } from './shared/outcome.js'
import type { Attachment, HeaderSource, OnCommitError } from './shared/outcome.js'
import { answer, checkResponse, handlerSpecs } from './shared/handler.js'
import type { HandlerOptions } from './shared/handler.js'
import { copyOf } from './shared/copies.js'
import { checkDynamic, cookieLines, nextHeaders, openIn, originOf } from './shared/next.js'
import { permanentRedirectOf, setCookies, signalOf, storable } from './shared/next.js'
import type { CookieStore, Signal } from './shared/next.js'
import { OuterSessions } from './shared/next-nested.js'
import {
  forForms,
  goesOn,
  isFlashLeft,
  isPage,
  leaveFlash,
  passedOn,
  showCookies,
} from './shared/next-proxy.js'
import { Exchange } from './shared/web.js'
import { webSettings } from './shared/web-options.js'
import type { WebOptions, WebSettings } from './shared/web-options.js'
import { isCsrfOptions } from '../csrf/protection.js'
import type { CsrfOptions } from '../csrf/protection.js'
import { StoreUnavailable } from '../errors.js'
import { makeNotes } from '../lib/notes.js'
import { isBoolean, resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import type { BoundSession, BindableFactory } from '../session/factory.js'
import type { DefaultData, Session } from '../session/session.js'

export { checkCsrf, getCsrfToken, newCsrfToken } from './shared/csrf.js'
export type { CsrfOptions } from '../csrf/protection.js'

/** Options of {@link nextSession}; what is left out has its default. */
export interface NextSessionOptions<Data extends object = DefaultData> extends Given<
  Omit<WebOptions, 'onCommitError'>
> {
  /**
   * Hears of a session that could not be written into the answer to an error: that one goes out without it. Of
   * a server action there is no request. Default: prints the error.
   */
  readonly onCommitError?: OnCommitError<Request | undefined> | undefined
  /**
   * Answers a request of a route handler or of the proxy that threw, whose session cannot be written, or whose
   * CSRF check failed. The session's cookie is set on this response too, unless the factory has
   * `setOnException: false`. Default: a `BadCsrfToken` or `BadCsrfOrigin` is answered with 400, a
   * `CsrfBodyTimeout` with 408, any other error is passed on to Next.js.
   */
  readonly onError?: (
    error: unknown,
    request: Request,
    session: Session<Data>,
  ) => Response | Promise<Response>
}

/** Options of {@link NextSession.sessionProxy}; what is left out has its default. */
export interface SessionProxyOptions {
  /**
   * Checks the forms that are sent to server actions, as the option `csrf` of {@link nextSession} does for route
   * handlers. What the client part of Next.js sends to server actions is left to Next.js, which checks its
   * origin: it has a header that no other site can send. Default: nothing is checked.
   */
  readonly csrf?: CsrfOptions<Request> | null | undefined
  /**
   * Whether the flash messages of the queue `''` are over once a page was asked for that may show them by
   * `peekFlash()`, which still has them: the browser's cookie is without them. Those of a session in a store are over
   * once the page has read it by `getSession()`. Default `false`.
   */
  readonly flash?: boolean | undefined
}

/** What {@link nextSession} makes. */
export interface NextSession<Data extends object = DefaultData> {
  /**
   * The session. In a route handler of `withSession`, an action of `action` and a proxy of `sessionProxy` it is
   * theirs. In server components it can be read only: to write to it is a `SessionCommittedError`.
   */
  readonly getSession: () => Promise<Session<Data>>
  /**
   * Makes a route handler of a function that is given the session as its second argument. One that another handler or
   * an action calls has their session where it is given the same request, or one with the same text of the session's
   * cookie; otherwise that of the request that it is given. In a route that says `dynamic = 'force-static'` it throws: Next.js
   * gives everybody the answer that such a route made for one.
   */
  readonly withSession: <Req extends Request = Request, Context = unknown>(
    handler: (
      request: Req,
      session: Session<Data>,
      context: Context,
    ) => Response | Promise<Response>,
  ) => (request: Req, context: Context) => Promise<Response>
  /**
   * Makes a server action of a function that is given the session before the arguments of the action. The cookie
   * is set when it is done, also where it ends by `redirect()` or throws. One that a handler or another action calls has
   * their session, whose cookie they set, while these are at work and Next.js is at the same request.
   */
  readonly action: <Args extends unknown[], Result>(
    run: (session: Session<Data>, ...args: Args) => Result | Promise<Result>,
  ) => (...args: Args) => Promise<Result>
  /**
   * Makes a proxy (middleware, before Next.js 16) of a function that may write to the session before components
   * read it. What it returns is the answer; nothing, or `NextResponse.next()`, lets the request go on.
   */
  readonly sessionProxy: <Req extends Request = Request, Event = unknown>(
    handler: (
      request: Req,
      session: Session<Data>,
      event: Event,
    ) => Response | undefined | void | Promise<Response | undefined | void>,
    options?: SessionProxyOptions,
  ) => (request: Req, event: Event) => Promise<Response>
}

interface ProxyOptions {
  csrf: CsrfOptions<Request> | null
  flash: boolean
}

const proxySpecs: OptionSpecs<ProxyOptions> = {
  csrf: { fallback: null, check: isCsrfOptions },
  flash: { fallback: false, check: isBoolean },
}

const READ_ONLY =
  'here: Next.js sets no cookies while it renders. Write to it in a server action that action() has made, a route ' +
  'handler that withSession() has made, or the proxy that sessionProxy() has made'

/**
 * Sessions for an application of Next.js, once for each cookie: `lib/session.ts`, say, exports what it makes.
 *
 * The cookie is looked for and verified when the session is first used; a response is left as it is unless the
 * session was touched. A session that cannot be written (too large, say) counts as an error of the handler; to
 * find out in the handler, call `session.save()`.
 *
 * @throws {OptionError} when `factory` is none, or an option is not what it must be
 *
 * @example
 * import { sealedCookieSessionFactory } from 'cartouche'
 * import { nextSession } from 'cartouche/next'
 *
 * const sessions = sealedCookieSessionFactory<{ visits: number }>(process.env['SESSION_KEY'] ?? '')
 * export const { getSession, withSession, action, sessionProxy } = nextSession(sessions)
 */
export function nextSession<Data extends object>(
  factory: BindableFactory<Data>,
  options: NextSessionOptions<Data> = {},
): NextSession<Data> {
  checkFactory(factory)
  const { onError, ...rest } = resolveOptions<HandlerOptions<Session<Data>>>(handlerSpecs, options)
  return new Sessions(factory, rest, onError)
}

/** Handles a request with its session. */
type Handle<Data extends object> = (
  session: Session<Data>,
  exchange: Exchange,
) => Response | Promise<Response>

class Sessions<Data extends object> implements NextSession<Data> {
  readonly #factory: BindableFactory<Data>
  readonly #options: WebOptions
  readonly #settings: WebSettings
  readonly #onError: HandlerOptions<Session<Data>>['onError']
  /** Those of handlers and actions at work: what these call has them. */
  readonly #outer: OuterSessions<Data>
  /** Those that components read: Next.js has one store for what it renders, and a new one after an action. */
  readonly #read = makeNotes<CookieStore, Promise<Session<Data>>>()

  constructor(
    factory: BindableFactory<Data>,
    options: WebOptions,
    onError: HandlerOptions<Session<Data>>['onError'],
  ) {
    this.#factory = factory
    this.#options = options
    this.#settings = webSettings(factory, options, originOf)
    this.#onError = onError
    this.#outer = new OuterSessions(factory)
  }

  // These are functions of the object itself, so that they can be taken out of it.
  readonly getSession = async (): Promise<Session<Data>> => {
    const outer = await this.#outer.here()
    if (outer !== undefined) return outer
    const store = await (await nextHeaders()).cookies()
    const known = this.#read.get(store)
    if (known !== undefined) return known
    // Components may ask at the same time.
    const read = this.#readIn(store)
    this.#read.set(store, read)
    return read
  }

  readonly withSession: NextSession<Data>['withSession'] = (handler) => {
    checkHandler(handler)
    return async (request, context) => {
      checkDynamic(request)
      return await this.#handle(request, this.#settings, async (session) =>
        checkResponse(await answerOf(() => handler(request, session, context)), 'The handler'),
      )
    }
  }

  readonly sessionProxy: NextSession<Data>['sessionProxy'] = (handler, options = {}) => {
    checkHandler(handler)
    const { csrf, flash } = resolveOptions(proxySpecs, options)
    const own = { ...this.#options, csrf: csrf && forForms(csrf) }
    const settings = webSettings(this.#factory, own, originOf)
    return (request, event) =>
      this.#handle(request, settings, async (session, exchange) => {
        const given = await handler(request, session, event)
        const response = given === undefined ? passedOn() : checkResponse(given, 'The handler')
        if (!goesOn(response)) return response
        refuseUnchecked(request)
        const changed = copyOf(response)
        const isShown = flash && isPage(request) && session.peekFlash().length > 0
        await exchange.flush()
        showCookies(request, changed, cookieLines(exchange.lines(changed)))
        if (isShown) this.#endFlash(session, request, changed)
        return changed
      })
  }

  readonly action: NextSession<Data>['action'] = (run) => {
    checkHandler(run)
    return async (...args) => {
      const outer = await this.#outer.here()
      if (outer !== undefined) return await run(outer, ...args)
      const store = await (await nextHeaders()).cookies()
      const { opened, sent } = await openIn(this.#factory, store)
      const attachment = this.#attachmentOf(opened)
      const { request } = attachment
      const { session } = opened
      const begun = { session, request, sent, store: async () => store }
      try {
        return await this.#outer.run(begun, () => run(session, ...args))
      } catch (error) {
        if (signalOf(error) === undefined) noteException(request, error)
        throw error
      } finally {
        await flushAll([attachment])
        commitTo(store, attachment)
      }
    }
  }

  async #readIn(store: CookieStore): Promise<Session<Data>> {
    const isLeft = isFlashLeft(await (await nextHeaders()).headers(), this.#cookieName)
    // It is read first: it must end no message that is not shown.
    const ending = isLeft ? (await openIn(this.#factory, store)).opened : undefined
    const { session, close } = (await openIn(this.#factory, store)).opened
    close(READ_ONLY)
    if (ending !== undefined) await endFlashIn(ending)
    return session
  }

  /**
   * Ends the messages that a page shows: in the cookie of the browser, which is another one than the page sees. Of a store
   * they would be gone before the page reads it.
   */
  #endFlash(session: Session<Data>, request: Request, response: Response): void {
    if (this.#factory.isStored === true) leaveFlash(request, response, this.#cookieName)
    else session.popFlash()
  }

  get #cookieName(): string {
    return this.#factory.cookieName ?? ''
  }

  /** That of an action, of whose request nothing is known. */
  #attachmentOf(opened: BoundSession<Data>): Attachment {
    const { onCommitError } = this.#options
    return {
      source: storable(opened as unknown as HeaderSource),
      request: {},
      onCommitError: (error: unknown) => onCommitError(error, undefined as never),
    }
  }

  async #handle(request: Request, settings: WebSettings, handle: Handle<Data>): Promise<Response> {
    const exchange = new Exchange(request, settings)
    try {
      const run = (session: Session<Data>): Promise<Response> =>
        this.#run(request, session, exchange, handle)
      const outer = this.#outer.of(request)
      if (outer !== undefined) return await run(outer)
      const start = this.#outer.startOf(request)
      const session = await exchange.open(this.#factory)
      return await this.#outer.run({ session, ...start }, () => run(session))
    } catch (error) {
      // What `open()` throws may be how Next.js learns that a handler needs a request.
      if (!(error instanceof StoreUnavailable)) throw error
      return await answer(error, request, undefined as never, this.#onError, exchange)
    } finally {
      exchange.close()
    }
  }

  async #run(
    request: Request,
    session: Session<Data>,
    exchange: Exchange,
    handle: Handle<Data>,
  ): Promise<Response> {
    try {
      await exchange.protect(session)
      return await exchange.finish(await handle(session, exchange))
    } catch (thrown) {
      return await this.#answer(thrown, request, session, exchange)
    }
  }

  /** The answer to what a handler throws: an error, or how it tells Next.js to answer. */
  async #answer(
    thrown: unknown,
    request: Request,
    session: Session<Data>,
    exchange: Exchange,
  ): Promise<Response> {
    const fail = (error: unknown): Promise<Response> => {
      exchange.fail(error)
      return answer(error, request, session, this.#onError, exchange)
    }
    const signal = signalOf(thrown)
    if (signal === undefined) return fail(thrown)
    let response: Response | undefined
    try {
      response = await obey(signal, exchange)
    } catch (failure) {
      return fail(failure)
    }
    if (response === undefined) throw thrown
    return response
  }
}

/** @throws what keeps the session from being written */
async function endFlashIn<Data extends object>({
  session,
  flush,
  headers,
}: BoundSession<Data>): Promise<void> {
  if (session.popFlash().length === 0) return
  await flush?.()
  headers()
}

/** What a route handler returns, or answers by `permanentRedirect()`. */
async function answerOf(run: () => Response | Promise<Response>): Promise<Response> {
  try {
    return await run()
  } catch (thrown) {
    const response = permanentRedirectOf(thrown)
    if (response === undefined) throw thrown
    return response
  }
}

/**
 * Sends the session along with the answer that Next.js makes: that of `redirect()` gets the cookies that its store
 * has, those of `notFound()` and its kin get none, so that it is made here.
 */
async function obey(signal: Signal, exchange: Exchange): Promise<Response | undefined> {
  if (signal.kind === 'other') return undefined
  if (signal.kind === 'status') {
    return await exchange.finish(new Response(null, { status: signal.status }))
  }
  await exchange.flush()
  const lines = exchange.lines({ status: 307 })
  setCookies(await (await nextHeaders()).cookies(), cookieLines(lines))
  return undefined
}

/**
 * Sets the cookies of an action, whose session nobody writes to from then on.
 *
 * @throws what keeps the session from being written, unless the action has thrown
 */
function commitTo(store: CookieStore, attachment: Attachment): void {
  let unwritten: readonly CommitFailure[] = []
  try {
    const outcome = headersOf([attachment], 200)
    if (outcome instanceof CommitFailure) {
      setCookies(store, cookieLines(linesDue(attachment)))
      throw outcome.error
    }
    unwritten = outcome.unwritten
    setCookies(store, cookieLines(outcome.lines))
  } finally {
    closeSource(attachment.source)
    for (const failure of unwritten) report(failure)
  }
}
