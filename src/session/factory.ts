import { readCookie, readStrictly } from '../cookie/read.js'
import { commitState } from './commit.js'
import { openState, tellOfInvalid } from './open.js'
import { Session } from './session.js'
import type { DefaultData } from './session.js'
import type { SessionSettings, SessionState } from './state.js'

/** A response header: name and value. */
export type HeaderLine = readonly [name: string, value: string]

/** How a request ended. */
export interface RequestOutcome {
  /** What the request's handler threw, if it threw. */
  readonly exception?: unknown
}

/** Where a session is read from: the request's Cookie header, or the value of its cookie. */
export type CookieSource = string | null | undefined | { readonly value: string | null | undefined }

/** Opens the session of a request. Made by the functions named after Pyramid's factories. */
export interface SessionFactory<Data extends object = DefaultData> {
  /**
   * The name of the session's cookie: factories of one name share a request's session. One that is made
   * around another hands its name on; without a name it shares with none.
   */
  readonly cookieName?: string
  /**
   * Costs nothing by itself: the cookie is looked for and verified when the session is first used.
   *
   * @param cookie the request's Cookie header, if it has one; or `{ value }`, what the session's cookie
   * holds, where something else has parsed the header
   * @param request what `onInvalid` is told of the request: the bindings give the one they have
   * @example
   * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
   *
   * const factory = unencryptedCookieSessionFactoryConfig(process.env['SESSION_SECRET'] ?? '')
   * const { session, commit } = factory.open('theme=dark')
   * session.set('userId', 7)
   * commit().length // → 1
   */
  readonly open: (cookie?: CookieSource, request?: unknown) => OpenSession<Data>
}

/** The session of one request. */
export interface OpenSession<Data extends object = DefaultData> {
  readonly session: Session<Data>
  /**
   * The headers that the response needs, to be appended to those it has; none when the session was
   * not touched. It is {@link headers} and then {@link close}: further calls return none, and the session
   * can no longer be changed.
   *
   * @throws {CookieTooLargeError} when the session does not fit into a cookie
   * @throws {PickleError} when the session holds something that cannot be pickled; {CartoucheError}
   * `BAD_VALUE` when it is something that JSON cannot hold
   */
  readonly commit: (outcome?: RequestOutcome) => readonly HeaderLine[]
  /** What {@link commit} returns, for bindings that cannot be sure yet that the headers go out. */
  readonly headers: (outcome?: RequestOutcome) => readonly HeaderLine[]
  /** Says that the headers have gone out: what is written to the session from now on is an error. */
  readonly close: () => void
  /** Whether `session.save()` has told the application that the session, as it is, cannot be written. */
  readonly saveFailed: () => boolean
  /** Counts what may have changed {@link headers}: accesses and changes. */
  readonly revision: () => number
  /** Counts changes, which would be lost after the headers have gone out. */
  readonly changes: () => number
  /**
   * Whether caches must be told that the answer depends on the cookie, and not to keep it where it sets one:
   * the session was touched, and the factory's `cacheHeaders` is not `false`.
   */
  readonly variesByCookie: () => boolean
}

/** The factory that keeps sessions in a cookie, by the rules in `settings`. */
export function cookieSessionFactory<Data extends object>(
  settings: SessionSettings,
): SessionFactory<Data> {
  return {
    cookieName: settings.cookieName,
    open: (cookie, request) => new CookieSession<Data>(cookie, request, settings),
  }
}

/** The way of one session: from the request's cookie to the response's headers. */
class CookieSession<Data extends object> implements OpenSession<Data> {
  readonly session: Session<Data>
  readonly #settings: SessionSettings
  readonly #state: () => SessionState
  #opened: SessionState | undefined
  #isClosed = false

  constructor(cookie: CookieSource, request: unknown, settings: SessionSettings) {
    checkSource(cookie)
    this.#settings = settings
    this.#state = () => {
      if (this.#opened !== undefined) return this.#opened
      const opened = openState(valuesOf(cookie, settings), settings)
      this.#opened = opened.state
      this.#opened.isClosed = this.#isClosed
      tellOfInvalid(opened, settings, request)
      return this.#opened
    }
    this.session = new Session<Data>(this.#state, settings)
  }

  // These are functions of the object itself, so that they come along where it is copied by `...`.
  readonly saveFailed = (): boolean => {
    const state = this.#opened
    return state !== undefined && state.failedSave === state.changes
  }

  readonly revision = (): number => this.#opened?.revision ?? 0

  readonly changes = (): number => this.#opened?.changes ?? 0

  readonly variesByCookie = (): boolean => this.#opened !== undefined && this.#settings.cacheHeaders

  readonly headers = ({ exception }: RequestOutcome = {}): readonly HeaderLine[] => {
    if (this.#isClosed || this.#opened?.marked !== true) return []
    const failed = exception !== undefined && exception !== null
    if (failed && !this.#settings.setOnException) return []
    return [['Set-Cookie', commitState(this.#opened, this.#settings)]]
  }

  readonly close = (): void => {
    this.#isClosed = true
    if (this.#opened !== undefined) this.#opened.isClosed = true
  }

  readonly commit = (outcome?: RequestOutcome): readonly HeaderLine[] => {
    const headers = this.headers(outcome)
    this.close()
    return headers
  }
}

/** What may be the session, the first choice first. */
function valuesOf(cookie: CookieSource, settings: SessionSettings): readonly string[] {
  if (typeof cookie === 'string' && settings.duplicates === 'verify') {
    return readStrictly(cookie, settings.cookieName)
  }
  const value = valueOf(cookie, settings.cookieName)
  return value === undefined ? [] : [value]
}

function valueOf(cookie: CookieSource, name: string): string | undefined {
  if (typeof cookie === 'object') return cookie?.value ?? undefined
  return cookie ? readCookie(cookie, name) : undefined
}

/** @throws {TypeError} for what would pass for a request without a cookie, so that everybody is signed out */
function checkSource(cookie: unknown): void {
  const value =
    typeof cookie === 'object' && cookie !== null && 'value' in cookie ? cookie.value : cookie
  if (value === undefined || value === null || typeof value === 'string') return
  throw new TypeError("open() takes the text of a Cookie header, or { value: '…' }")
}
