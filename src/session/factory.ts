import { CartoucheError } from '../errors.js'
import { isDifferent, linesOf, sizeOf } from './commit.js'
import { cookiesOf, isRequest } from './cookie-source.js'
import type { CookieSource, Cookies } from './cookie-source.js'
import { openState } from './open.js'
import type { Opened } from './open.js'
import { RequestSession } from './request-session.js'
import type { BoundSession, HeaderLine, RequestOutcome } from './request-session.js'
import { sessionCookie } from './session-cookie.js'
import type { SessionCookie } from './session-cookie.js'
import type { DefaultData } from './session.js'
import type { SessionSettings } from './settings.js'
import { tokenKeysOf } from './token-keys.js'
import type { TokenKeys } from './token-keys.js'

export type { CookieSource } from './cookie-source.js'
export type { BoundSession, HeaderLine, RequestOutcome } from './request-session.js'
export type { SessionCookie, SessionCookieOptions } from './session-cookie.js'

/** A factory as bindings use it: {@link SessionFactory}, or one whose sessions are in a store. */
export interface BindableFactory<Data extends object = DefaultData> {
  /**
   * The name of the session's cookie: factories of one name share a request's session. One that is made
   * around another hands its name on; without a name it shares with none.
   */
  readonly cookieName?: string
  /** Whether sessions must be loaded before they are used: see `BoundSession.load`. */
  readonly isStored?: boolean
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
   */
  readonly open: (
    cookie?: CookieSource,
    request?: unknown,
    isSecure?: () => boolean,
  ) => BoundSession<Data>
  /** @internal */
  readonly [tokenKeysOf]?: TokenKeys
}

/**
 * Opens the session of a request. Made by the functions named after Pyramid's factories.
 *
 * @example
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 *
 * const factory = unencryptedCookieSessionFactoryConfig(process.env['SESSION_SECRET'] ?? '')
 * const { session, commit } = factory.open('theme=dark')
 * session.set('userId', 7)
 * commit().length // → 1
 */
export interface SessionFactory<Data extends object = DefaultData> extends BindableFactory<Data> {
  readonly open: (
    cookie?: CookieSource,
    request?: unknown,
    isSecure?: () => boolean,
  ) => OpenSession<Data>
}

/** The session of one request. */
export interface OpenSession<Data extends object = DefaultData> extends BoundSession<Data> {
  /**
   * The headers that the response needs, to be appended to those it has; none when the session was
   * not touched. It is `headers()` and then `close()`: further calls return none, and the session
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
class CookieSession<Data extends object> extends RequestSession<Data> implements OpenSession<Data> {
  readonly #cookies: () => Cookies
  readonly #isSecure: (() => boolean) | undefined
  readonly #settings: SessionSettings

  constructor(
    cookies: () => Cookies,
    request: unknown,
    isSecure: (() => boolean) | undefined,
    settings: SessionSettings,
  ) {
    super(settings, request)
    this.#cookies = cookies
    this.#isSecure = isSecure
    this.#settings = settings
  }

  protected override opening(): Opened {
    return openState(this.#cookies(), this.#settings)
  }

  protected override linesNow(): string[] {
    return linesOf(this.state(), this.#settings, this.#isSecure)
  }

  override save(): void {
    const state = this.state()
    state.failedSave = state.changes
    linesOf(state, this.#settings)
    state.failedSave = undefined
  }

  override isDifferent(): boolean {
    return isDifferent(this.state(), this.#settings)
  }

  override byteLength(): number {
    return sizeOf(this.state(), this.#settings)
  }

  // These are functions of the object itself, so that they come along where it is copied by `...`.
  readonly commit = (outcome?: RequestOutcome): HeaderLine[] => {
    const headers = this.headers(outcome)
    this.close()
    return headers
  }

  readonly commitCookies = (outcome?: RequestOutcome): SessionCookie[] => {
    const cookies = this.lines(outcome).map(sessionCookie)
    this.close()
    return cookies
  }

  readonly commitCookie = (outcome?: RequestOutcome): SessionCookie | undefined => {
    const [cookie, ...others] = this.lines(outcome)
    if (others.length > 0) throw new CartoucheError('BAD_VALUE', SEVERAL)
    this.close()
    return cookie === undefined ? undefined : sessionCookie(cookie)
  }
}

const SEVERAL =
  'There are several cookies to set, as one of acceptFormats is taken away: use commitCookies() in place of commitCookie()'
