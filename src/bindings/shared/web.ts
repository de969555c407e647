/**
 * What the bindings for the web's `Request` and `Response` have in common: a request on its way through a
 * handler, with its session, its CSRF check, and the headers that its response gets.
 */
import { changesOf, closeSource, CommitFailure, exceptionOf, flushAll } from './outcome.js'
import { forgetException, headersForError, headersOf, isDue, lostSince } from './outcome.js'
import { noteException, openWith, outcomeOf, report, restoreException } from './outcome.js'
import type { Attachment, HeaderSource } from './outcome.js'
import { csrfHeaders, enforceWithForm, protect, viewOf } from './csrf.js'
import type { CsrfView } from './csrf.js'
import { endBody } from './body.js'
import { noteForm } from './foreign-form.js'
import { beside } from './node-streams.js'
import {
  canBeCopied,
  hasCookieOf,
  isCookieLine,
  isOfSameCookie,
  isSpent,
  unsaid,
  withLines,
  withoutCookies,
} from './copies.js'
import { readForm } from './form.js'
import { isUpgrade } from './upgrade.js'
import type { OriginOf, WebSettings } from './web-options.js'
import type { CsrfSession } from '../../csrf/request.js'
import { CartoucheError } from '../../errors.js'
import type { HeaderLine, BoundSession, BindableFactory } from '../../session/factory.js'
import type { Session } from '../../session/session.js'

/** The sessions that requests have while they are handled, for handlers inside each other. */
const sessions = new WeakMap<Request, Map<unknown, BoundSession<object>>>()

type Lines = readonly Readonly<HeaderLine>[]

/** What handlers inside others hand on to these, for an answer to an error that takes the place of theirs. */
interface HandedOn {
  /** What theirs had: a framework may put it on the other one too. */
  readonly sent: Lines
  /** What the other one is to have. */
  readonly forError: Lines
  /** Whether it must have some of that, see {@link Exchange.mustAnswer}. */
  readonly mustAnswer: boolean
}

const NOTHING: HandedOn = { sent: [], forError: [], mustAnswer: false }

const handedOn = new WeakMap<Request, HandedOn>()

/** Why a response cannot carry a cookie that is out of the application's hands. */
export const SPENT = 'has gone out already, or its body was read: it cannot carry a cookie'

/** What of a response its headers depend on, where the framework has not made it yet. */
export type Answer = Pick<Response, 'status'> & Partial<Response>

/**
 * One request on its way through one handler: `open()`, `protect()`, then `finish()` with the response, or
 * `fail()` with what was thrown; in any case `close()`.
 */
export class Exchange {
  readonly #request: Request
  readonly #settings: WebSettings
  readonly #attachments: Attachment[] = []
  /** The cookies whose sessions were opened here. */
  readonly #cookies: unknown[] = []
  /** What `onCommitError` is told when the sessions are closed: it may write to them. */
  #untold: CommitFailure[] = []
  /** The session that could not be written, as the error handling was told. */
  #told: CommitFailure | undefined
  /** How often the sessions had been changed when their headers were made. */
  #changes: readonly number[] | undefined
  /** The headers of the last answer. */
  #sent: Lines = []
  #isClosed = false
  /** Whether the session is that of a handler around this one. */
  #isShared = false
  #isAnswered = false
  /** The exception that there was before, of a handler around this one. */
  readonly #before: unknown

  constructor(request: Request, settings: WebSettings) {
    this.#request = request
    this.#settings = settings
    this.#before = exceptionOf(request)
  }

  /**
   * The session of the request: of a handler around this one, which will set the cookie, or a new one. One in a store
   * is read from there, where the request has the cookie of one.
   *
   * @throws {StoreUnavailable}
   */
  async open<Data extends object>(factory: BindableFactory<Data>): Promise<Session<Data>> {
    const opened = this.bind(factory)
    await opened.load?.()
    return opened.session
  }

  /** The same, for a framework in which errors are answered by what comes later: {@link open} is to be called there. */
  bind<Data extends object>(factory: BindableFactory<Data>): BoundSession<Data> {
    const request = this.#request
    const ofRequest = sessions.get(request) ?? new Map<unknown, BoundSession<object>>()
    const cookie = factory.cookieName ?? factory
    const known = ofRequest.get(cookie)
    if (known !== undefined) {
      this.#isShared = this.#cookies.length === 0
      return known as unknown as BoundSession<Data>
    }
    const isSecure = (): boolean => this.#settings.originOf(request).scheme === 'https'
    const opened = openWith(factory, request.headers.get('cookie'), request, isSecure)
    noteWebForm(request, this.#settings.originOf)
    sessions.set(request, ofRequest.set(cookie, opened as unknown as BoundSession<object>))
    this.#cookies.push(cookie)
    this.#add(opened as unknown as HeaderSource)
    return opened
  }

  /**
   * Makes the automatic CSRF check, where the settings ask for one.
   *
   * @param session that which `open()` gave
   * @throws {BadCsrfOrigin}
   * @throws {BadCsrfToken}
   * @throws {CsrfBodyTimeout} when a form does not come in time
   */
  async protect(session: Pick<Session, keyof CsrfSession>): Promise<void> {
    const { csrf } = this.#settings
    if (csrf === undefined) return
    const opened = session as CsrfSession
    const view = protect(
      this.#request,
      csrf,
      () => opened,
      (find) => webView(this.#request, find, this.#settings.originOf),
      () => this.#isClosed,
    )
    this.#add(csrfHeaders(csrf, view))
    const { csrfBodyLimit: bytes, csrfBodyTimeout: seconds } = this.#settings
    const read = (): Promise<FormData | undefined> => readForm(this.#request, { bytes, seconds })
    await enforceWithForm(this.#request, csrf, view, read)
  }

  #add(source: HeaderSource): void {
    const { onCommitError } = this.#settings
    this.#attachments.push({ source, request: this.#request, onCommitError })
  }

  /** Says that the request ended in an exception, whoever answers it. Once all is over it may be handled again. */
  fail(error: unknown): void {
    if (!this.#isClosed) noteException(this.#request, error)
  }

  /**
   * The answer to the exception, where `make` has one: for a handler around this one, with another session, there was
   * no exception then. Otherwise that handler may answer it: sessions in a store are written before.
   *
   * @throws what `make` throws
   */
  async answer(make: () => Response | Promise<Response>): Promise<Response> {
    try {
      const response = await make()
      this.#isAnswered = true
      return response
    } catch (error) {
      if (this.#isInside()) await this.flush()
      throw error
    }
  }

  /**
   * Whether the answer to an error must carry lines of a session, as what the browser has is worth nothing any more: who
   * leaves that answer to a platform signs the visitor out. A handler around this one may answer it as well.
   */
  async mustAnswer(): Promise<boolean> {
    if (this.#isInside()) return false
    if (this.#inner.mustAnswer) return true
    return (await Promise.all(this.#attachments.map(isDue))).includes(true)
  }

  /**
   * The response with the headers of the session; the response itself where there are none.
   *
   * @throws what keeps a session from being written, unless the response reports an error already
   */
  async finish(response: Response): Promise<Response> {
    await this.flush()
    return this.finishNow(response)
  }

  /**
   * Has sessions in a store written: what keeps one from being written is thrown by what comes next.
   *
   * @param body of the answer, where the framework has not made a response of it yet
   * @throws what the body fails with meanwhile
   */
  async flush(body?: unknown): Promise<void> {
    await beside(body, flushAll(this.#attachments))
  }

  /** The same as {@link finish}, after {@link flush}. */
  finishNow(response: Response): Response {
    const lines = this.lines(response)
    const left = withoutCookies(response, this.replaced)
    return withLines(left, this.withLost(lines, left))
  }

  /**
   * What handlers inside this one have put on their answer, and is not to be on this one: all of it where an error comes
   * after theirs, else the cookies that this one sets anew. After {@link lines}.
   */
  get replaced(): Lines {
    const { sent } = this.#inner
    return this.#isFailed ? sent : sent.filter((line) => isOfSameCookie(line, this.#sent))
  }

  /**
   * The headers of this answer with those that handlers inside this one have lost, as an error comes after theirs.
   *
   * @param lines what {@link lines} gave
   * @param answer what has headers already
   */
  withLost(lines: Lines, answer: Pick<Response, 'headers'>): Lines {
    if (!this.#isFailed) return lines
    this.#sent = [...lines, ...unsaid(this.#inner.forError, answer.headers, lines)]
    return this.#sent
  }

  get #isFailed(): boolean {
    return exceptionOf(this.#request) !== undefined
  }

  get #inner(): HandedOn {
    return handedOn.get(this.#request) ?? NOTHING
  }

  /**
   * The headers of the session, for a framework that adds them itself; after {@link flush}. Asked for again, they
   * are those of another answer, in place of the one before.
   *
   * @throws what keeps a session from being written, unless the answer reports an error already
   */
  lines(answer: Answer): Lines {
    this.#changes = changesOf(this.#attachments)
    const outcome = headersOf(this.#attachments, answer.status)
    if (outcome instanceof CommitFailure) {
      // Another response takes its place: whoever fills its body need not go on.
      endBody(answer.body, this.#request)
      throw this.#thrown(outcome)
    }
    const { lines, unwritten } = outcome
    this.#untold = [...unwritten]
    if (lines.length > 0) this.#noteLoss(answer, lines)
    this.#sent = lines
    return lines
  }

  /**
   * For frameworks whose error handling is over when there is a response. What `session.save()` has told of is known.
   *
   * @throws what keeps a session from being written, and what `body` fails with meanwhile
   */
  async prepare(body: unknown): Promise<void> {
    await this.flush(body)
    for (const attachment of this.#attachments) {
      const { source, request } = attachment
      if (source.saveFailed?.() === true) continue
      try {
        source.headers(outcomeOf(request))
      } catch (error) {
        throw this.#thrown(new CommitFailure(error, attachment))
      }
    }
  }

  /** What the application hears of by its error handling. */
  #thrown(failure: CommitFailure): unknown {
    this.#told = failure
    return failure.error
  }

  #isInside(): boolean {
    return (sessions.get(this.#request)?.size ?? 0) > this.#cookies.length
  }

  /** What is written to the sessions from now on would be lost. */
  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    const lost = this.#changes === undefined ? [] : lostSince(this.#changes, this.#attachments)
    if (this.#isInside()) this.#untold.push(...this.#handOn())
    for (const { source } of this.#attachments) closeSource(source)
    this.#forget()
    for (const failure of [...lost, ...this.#untold.splice(0)]) report(failure)
  }

  /**
   * Closes sessions after an error that is answered where this has no say: of cookies that are lost by it
   * `onCommitError` hears.
   */
  async giveUp(problem: string): Promise<void> {
    await this.flush()
    if (this.lines({ status: 500 }).some(isCookieLine)) this.#note(problem)
    this.close()
  }

  /** Those whose cookies no handler inside this one has set. */
  #unknown(lines: Lines): Lines {
    return lines.filter((line) => isCookieLine(line) && !isOfSameCookie(line, this.#inner.sent))
  }

  /** @returns the sessions that the answer to an error, made outside of this, will be without */
  #handOn(): readonly CommitFailure[] {
    const before = this.#inner
    const { lines, unwritten } = headersForError(this.#attachments)
    const sent = [...before.sent, ...this.#sent]
    // What one of the same cookie has handed on before is out of date.
    const other = before.forError.filter((line) => !isOfSameCookie(line, lines))
    const mustAnswer = before.mustAnswer || this.#attachments.some((one) => isDue(one) === true)
    handedOn.set(this.#request, { sent, forError: [...other, ...lines], mustAnswer })
    return this.#isFailed ? unwritten.filter((failure) => !this.#isTold(failure)) : []
  }

  #isTold({ attachment }: CommitFailure): boolean {
    return [this.#told, ...this.#untold].some((failure) => failure?.attachment === attachment)
  }

  #forget(): void {
    const ofRequest = sessions.get(this.#request)
    for (const cookie of this.#cookies) ofRequest?.delete(cookie)
    if (this.#isAnswered && !this.#isShared) restoreException(this.#request, this.#before)
    if ((ofRequest?.size ?? 0) > 0) return
    forgetException(this.#request)
    handedOn.delete(this.#request)
  }

  /** A cookie that does not get through is no reason for another answer, but no secret either. */
  #noteLoss(answer: Answer, lines: Lines): void {
    const cookies = lines.filter(isCookieLine)
    if (cookies.length > 0 && isUpgrade(this.#request, answer)) {
      this.#note('to an upgrade cannot carry a cookie')
    } else if (cookies.length > 0 && !canBeCopied(answer)) {
      this.#note(isSpent(answer) ? SPENT : `of status ${answer.status} cannot carry a cookie`)
    } else if (answer.headers !== undefined && hasCookieOf(answer.headers, this.#unknown(lines))) {
      this.#note(
        "has the session's cookie already: give a handler inside another one no copy of the request",
      )
    }
  }

  #note(problem: string): void {
    const error = new CartoucheError('NO_ANSWER', `The response ${problem}`)
    this.#untold.push(new CommitFailure(error, this.#attachments[0]!))
  }
}

/**
 * The way of middleware, where what comes after it is a function that gives the response, and errors are
 * answered by the framework.
 *
 * @param next gives the response; what it throws is passed on
 */
export async function around<Data extends object>(
  request: Request,
  factory: BindableFactory<Data>,
  settings: WebSettings,
  next: (session: Session<Data>, exchange: Exchange) => Response | Promise<Response>,
): Promise<Response> {
  const exchange = new Exchange(request, settings)
  try {
    const session = await exchange.open(factory)
    await exchange.protect(session)
    return await exchange.finish(await next(session, exchange))
  } catch (error) {
    exchange.fail(error)
    throw error
  } finally {
    exchange.close()
  }
}

/** Notes a form of another site. */
function noteWebForm(request: Request, originOf: OriginOf): void {
  noteForm(request, request.method, headerOf(request), () => originOf(request).host)
}

/** Finds the headers of a request. */
const headerOf =
  ({ headers }: Request): CsrfView['header'] =>
  (name) =>
    headers.get(name)

function webView(request: Request, findSession: () => CsrfSession, originOf: OriginOf): CsrfView {
  const { method, headers } = request
  const cookieHeader = headers.get('cookie')
  return viewOf({
    method,
    ...originOf(request),
    cookieHeader,
    header: headerOf(request),
    findSession,
    findBody: noBody,
  })
}

/** No framework here parses bodies by itself. */
const noBody = (): undefined => undefined
