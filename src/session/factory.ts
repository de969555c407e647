import { readCookie } from '../cookie/read.js'
import { commitState } from './commit.js'
import { openState } from './open.js'
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

/** Opens the session of a request. Made by the functions named after Pyramid's factories. */
export interface SessionFactory<Data extends object = DefaultData> {
  /**
   * Costs nothing by itself: the cookie is looked for and verified when the session is first used.
   *
   * @param cookieHeader the request's Cookie header, if it has one
   * @example
   * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
   *
   * const factory = unencryptedCookieSessionFactoryConfig('seekrit')
   * const { session, commit } = factory.open('theme=dark')
   * session.set('userId', 7)
   * commit().length // → 1
   */
  readonly open: (cookieHeader?: string | null) => OpenSession<Data>
}

/** The session of one request. */
export interface OpenSession<Data extends object = DefaultData> {
  readonly session: Session<Data>
  /**
   * The headers that the response needs, to be appended to those it has; none when the session was
   * not touched. Once they were given out, further calls return none and later changes are lost.
   *
   * @throws {CookieTooLargeError} when the session does not fit into a cookie
   * @throws {PickleError} when the session holds something that cannot be pickled; {CartoucheError}
   * `BAD_VALUE` when it is something that JSON cannot hold
   */
  readonly commit: (outcome?: RequestOutcome) => readonly HeaderLine[]
}

/** The factory that keeps sessions in a cookie, by the rules in `settings`. */
export function cookieSessionFactory<Data extends object>(
  settings: SessionSettings,
): SessionFactory<Data> {
  return { open: (cookieHeader) => openSession(cookieHeader, settings) }
}

function openSession<Data extends object>(
  cookieHeader: string | null | undefined,
  settings: SessionSettings,
): OpenSession<Data> {
  let state: SessionState | undefined
  let committed = false
  const open = (): SessionState => {
    const text = cookieHeader ? readCookie(cookieHeader, settings.cookieName) : undefined
    return openState(text, settings)
  }
  return {
    session: new Session<Data>(() => (state ??= open()), settings),
    commit: ({ exception } = {}) => {
      if (committed || !state?.marked) return []
      const failed = exception !== undefined && exception !== null
      if (failed && !settings.setOnException) return []
      const line = commitState(state, settings)
      committed = true
      return [['Set-Cookie', line]]
    },
  }
}
