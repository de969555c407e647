/** The session of one request, in a cookie. */
import type { Awaitable } from '../lib/awaitable.js'
import { isDifferent, linesAsRead, linesOf, sizeOf } from './commit.js'
import { openState } from './open.js'
import type { Opened } from './open.js'
import type { RequestCookies } from './request-cookies.js'
import { RequestSession } from './request-session.js'
import type { BoundSession, HeaderLine, RequestOutcome } from './request-session.js'
import { onlyLine, sessionCookie } from './session-cookie.js'
import type { SessionCookie } from './session-cookie.js'
import type { DefaultData } from './session.js'
import type { SessionSettings } from './settings.js'

/** The session of one request. */
export interface OpenSession<Data extends object = DefaultData> extends BoundSession<Data> {
  /**
   * The headers that the response needs, to be appended to those it has; none when the session was
   * not touched. It is `headers()` and then `close()`: further calls return none, and the session
   * can no longer be changed.
   *
   * Where the factory's `revocation` list answers later, {@link load} is awaited before the session is used, and
   * {@link flush} before this.
   *
   * @throws {CookieTooLargeError} when the session does not fit into a cookie
   * @throws {PickleError} when the session holds something that cannot be pickled; {CartoucheError}
   * `BAD_VALUE` when it is something that JSON cannot hold; `NOT_SAVED` where a list that answers later was not told
   * yet of what has ended
   * @throws {StoreUnavailable} when that list fails
   */
  readonly commit: (outcome?: RequestOutcome) => HeaderLine[]
  /**
   * What {@link commit} returns, as the cookie stores of frameworks take it: `cookies().set(…)` in Next.js,
   * `cookies.set(name, value, options)` in SvelteKit and Astro; `undefined` where no cookie is to be set.
   * Such stores write values percent-encoded: what has other characters than letters, digits, `-`, `_` and `.`
   * would be changed. The sealed and signed factories make none.
   *
   * At sign-out, what would take away cookies of the same name that need not be there (an unpartitioned one, or one of
   * `acceptFormats` with another `path` or `domain`) is left out: {@link commitCookies} has it.
   *
   * @throws {CartoucheError} `BAD_VALUE` when there is more than one cookie to set: the format has several, or one of
   * `acceptFormats` that came with the request, or may have come, is taken away as well. Use {@link commitCookies} then
   * @throws as {@link commit} does
   */
  readonly commitCookie: (outcome?: RequestOutcome) => SessionCookie | undefined
  /** All cookies that are to be set, each as in {@link commitCookie}. */
  readonly commitCookies: (outcome?: RequestOutcome) => SessionCookie[]
}

const ADVICE = 'use commitCookies() in place of commitCookie()'

/** The way of one session: from the request's cookie to the response's headers. */
export class CookieSession<Data extends object>
  extends RequestSession<Data>
  implements OpenSession<Data>
{
  readonly #cookies: RequestCookies
  readonly #isSecure: (() => boolean) | undefined
  readonly #settings: SessionSettings

  constructor(
    cookies: RequestCookies,
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
    return openState(this.#cookies, this.#settings)
  }

  protected override linesNow(): string[] {
    return linesOf(this.state(), this.#settings, this.#isSecure)
  }

  /** Where a list knows already that what the browser has is over, it gets the same under the new id. */
  protected override linesDue(): readonly string[] {
    const { hasRevoked, wasEnded } = this.state()
    return hasRevoked && !wasEnded ? linesAsRead(this.state(), this.#settings, this.#isSecure) : []
  }

  override save(): Awaitable<void> {
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
    const line = onlyLine(this.lines(outcome), this.session, ADVICE)
    this.close()
    return line === undefined ? undefined : sessionCookie(line)
  }
}
