import { CartoucheError } from '../errors.js'
import { linesOf } from './commit.js'
import { cookiesOf, isRequest } from './cookie-source.js'
import type { CookieSource, Cookies } from './cookie-source.js'
import { openState, tellOfOpening } from './open.js'
import { sessionCookie } from './session-cookie.js'
import type { SessionCookie } from './session-cookie.js'
import { Session } from './session.js'
import type { DefaultData } from './session.js'
import type { SessionSettings } from './settings.js'
import type { SessionState } from './state.js'
import { tokenKeysOf } from './token-keys.js'
import type { TokenKeys } from './token-keys.js'

export type { CookieSource } from './cookie-source.js'
export type { SessionCookie, SessionCookieOptions } from './session-cookie.js'

/** A response header: name and value, as `new Headers()` and `new Response(body, { headers })` take them. */
export type HeaderLine = [name: string, value: string]

/** How a request ended. */
export interface RequestOutcome {
  /** What the request's handler threw, if it threw. */
  readonly exception?: unknown
}

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
   * @param cookie the request's Cookie header, if it has one; what has that header: a `Request`, its
   * `Headers`, an `IncomingMessage`; or `{ value }`, what the session's cookie holds, where something else has
   * parsed the header
   * @param request what listeners (`onInvalid`, `onEvent`) are told of the request. Default: the request that
   * `cookie` is
   * @param isSecure whether the request came over HTTPS, for cookies with `secure: 'auto'`: these are secure
   * where nobody says
   * @throws {TypeError} for a `cookie` that is none of these
   * @example
   * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
   *
   * const factory = unencryptedCookieSessionFactoryConfig(process.env['SESSION_SECRET'] ?? '')
   * const { session, commit } = factory.open('theme=dark')
   * session.set('userId', 7)
   * commit().length // → 1
   */
  readonly open: (
    cookie?: CookieSource,
    request?: unknown,
    isSecure?: () => boolean,
  ) => OpenSession<Data>
  /** @internal */
  readonly [tokenKeysOf]?: TokenKeys
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
  readonly commit: (outcome?: RequestOutcome) => HeaderLine[]
  /**
   * What {@link commit} returns, as the cookie stores of frameworks take it: `cookies().set(…)` in Next.js,
   * `cookies.set(name, value, options)` in SvelteKit and Astro; `undefined` where no cookie is to be set.
   * Such stores write values percent-encoded: what has other characters than letters, digits, `-`, `_` and `.`
   * would be changed. The sealed and signed factories make none.
   *
   * @throws {CartoucheError} `BAD_VALUE` when there is more than one cookie to set: one that `acceptFormats`
   * took under another name is taken away as well. Use {@link commitCookies} then
   * @throws as {@link commit} does
   */
  readonly commitCookie: (outcome?: RequestOutcome) => SessionCookie | undefined
  /** All cookies that are to be set, each as in {@link commitCookie}. */
  readonly commitCookies: (outcome?: RequestOutcome) => SessionCookie[]
  /** What {@link commit} returns, for bindings that cannot be sure yet that the headers go out. */
  readonly headers: (outcome?: RequestOutcome) => HeaderLine[]
  /**
   * Says that the headers have gone out: what is written to the session from now on is an error.
   *
   * @param why nothing can be written, where that is not why: the end of 'The session cannot be changed …'
   */
  readonly close: (why?: string) => void
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

/** The factory that keeps sessions in a cookie, by `settings`. */
export function sessionFactory<Data extends object>(
  settings: SessionSettings,
): SessionFactory<Data> {
  return {
    cookieName: settings.cookieName,
    open: (cookie, request = isRequest(cookie) ? cookie : undefined, isSecure) =>
      new CookieSession<Data>(cookiesOf(cookie), request, isSecure, settings),
    [tokenKeysOf]: settings.tokenKeys,
  }
}

/** The way of one session: from the request's cookie to the response's headers. */
class CookieSession<Data extends object> implements OpenSession<Data> {
  readonly session: Session<Data>
  readonly #request: unknown
  readonly #isSecure: (() => boolean) | undefined
  readonly #settings: SessionSettings
  #opened: SessionState | undefined
  #isClosed = false
  #closedWhy: string | undefined

  constructor(
    cookies: () => Cookies,
    request: unknown,
    isSecure: (() => boolean) | undefined,
    settings: SessionSettings,
  ) {
    this.#settings = settings
    this.#request = request
    this.#isSecure = isSecure
    this.session = new Session<Data>(() => this.#opened ?? this.#open(cookies), settings, request)
  }

  #open(cookies: () => Cookies): SessionState {
    const opened = openState(cookies(), this.#settings)
    this.#opened = opened.state
    this.#opened.isClosed = this.#isClosed
    this.#opened.closedWhy = this.#closedWhy
    tellOfOpening(opened, this.#settings, this.#request)
    return this.#opened
  }

  // These are functions of the object itself, so that they come along where it is copied by `...`.
  readonly saveFailed = (): boolean => {
    const state = this.#opened
    return state !== undefined && state.failedSave === state.changes
  }

  readonly revision = (): number => this.#opened?.revision ?? 0

  readonly changes = (): number => this.#opened?.changes ?? 0

  readonly variesByCookie = (): boolean => this.#opened !== undefined && this.#settings.cacheHeaders

  readonly headers = (outcome?: RequestOutcome): HeaderLine[] =>
    this.#lines(outcome).map((line) => ['Set-Cookie', line])

  #lines({ exception }: RequestOutcome = {}): string[] {
    if (this.#isClosed || this.#opened === undefined) return []
    const failed = exception !== undefined && exception !== null
    this.#opened.isReissue = false
    if (failed && !this.#settings.setOnException) return []
    return linesOf(this.#opened, this.#settings, this.#isSecure)
  }

  readonly close = (why?: string): void => {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#closedWhy = why
    if (this.#opened === undefined) return
    this.#opened.isClosed = true
    this.#opened.closedWhy = why
    if (this.#opened.isReissue) this.#tellOfReissue(this.#opened)
  }

  #tellOfReissue({ record: { keyId } }: SessionState): void {
    const { format, hear } = this.#settings
    hear({ type: 'reissue', format: format.name, keyId, request: this.#request })
  }

  readonly commit = (outcome?: RequestOutcome): HeaderLine[] => {
    const headers = this.headers(outcome)
    this.close()
    return headers
  }

  readonly commitCookies = (outcome?: RequestOutcome): SessionCookie[] => {
    const cookies = this.#lines(outcome).map(sessionCookie)
    this.close()
    return cookies
  }

  readonly commitCookie = (outcome?: RequestOutcome): SessionCookie | undefined => {
    const [cookie, ...others] = this.#lines(outcome)
    if (others.length > 0) throw new CartoucheError('BAD_VALUE', SEVERAL)
    this.close()
    return cookie === undefined ? undefined : sessionCookie(cookie)
  }
}

const SEVERAL =
  'There are several cookies to set, as one of acceptFormats is taken away: use commitCookies() in place of commitCookie()'
