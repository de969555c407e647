import { CookieSession } from './cookie-session.js'
import type { OpenSession } from './cookie-session.js'
import { cookiesOf, isRequest } from './cookie-source.js'
import { RequestCookies } from './request-cookies.js'
import type { CookieSource } from './cookie-source.js'
import type { BoundSession } from './request-session.js'
import { RevocableSession } from './revocable-session.js'
import type { DefaultData } from './session.js'
import type { SessionSettings } from './settings.js'
import { tokenKeysOf } from './token-keys.js'
import type { TokenKeys } from './token-keys.js'

export type { OpenSession } from './cookie-session.js'
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
  /**
   * Whether sessions must be loaded before they are used, and flushed before they are committed: they are in a store,
   * or the factory's `revocation` list may answer later. See `BoundSession.load`.
   */
  readonly needsLoad?: boolean
  /** Whether sessions are in a store, so that their cookie stays the same when their data are changed. */
  readonly isStored?: boolean
  /**
   * Whether its cookies depend on how the request came (`secure: 'auto'`). A binding asks for that at once then: of a
   * request whose handler left its body unread, Node cannot tell any more when the cookie is written.
   */
  readonly dependsOnHttps?: boolean
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

/** The factory that keeps sessions in a cookie, by `settings`. */
export function sessionFactory<Data extends object>(
  settings: SessionSettings,
): SessionFactory<Data> {
  const { cookieName, dependsOnHttps, revocation, tokenKeys } = settings
  const needsLoad = revocation ? revocation.answersAtOnce !== true : false
  const Opened = needsLoad ? RevocableSession<Data> : CookieSession<Data>
  const factory: SessionFactory<Data> = {
    cookieName,
    dependsOnHttps,
    open: (cookie, request = isRequest(cookie) ? cookie : undefined, isSecure) =>
      new Opened(new RequestCookies(cookiesOf(cookie), settings), request, isSecure, settings),
    [tokenKeysOf]: tokenKeys,
  }
  return needsLoad ? { ...factory, needsLoad } : factory
}
