import { checkedCookie, cookieSpecs } from '../cookie/attributes.js'
import type { CookieOptions } from '../cookie/attributes.js'
import { readCookie } from '../cookie/read.js'
import { setCookieWriter } from '../cookie/write.js'
import type { SetCookieWriter } from '../cookie/write.js'
import { SessionCommittedError } from '../errors.js'
import { clockSpec } from '../lib/clock.js'
import { resolveOptions } from '../lib/options.js'
import type { OptionSpecs, Given } from '../lib/options.js'
import type { HeaderLine } from '../session/factory.js'
import type { CSRFStoragePolicy } from './policy.js'
import type { CsrfRequest } from './request.js'
import { isSameToken, isToken, makeToken, tokenFactorySpec } from './token.js'
import type { TokenFactory } from './token.js'

interface Options extends CookieOptions {
  /** The cookie's name. Default `'csrf_token'`. */
  cookieName: string
  /** Whether scripts in the page cannot read the cookie. Default `false`: those that send the header must. */
  httpOnly: boolean
  /** Makes tokens; for tests. Default: random UUIDs (version 4) as 32 hex digits. */
  tokenFactory: TokenFactory
  /** Seconds since 1970, with fractions; for tests. Default: the system's clock. */
  clock: () => number
}

/** Options of {@link CookieCSRFStoragePolicy}; what is left out has its default. */
export type CookieCSRFStoragePolicyOptions = Given<Options>

const specs: OptionSpecs<Options> = {
  ...cookieSpecs,
  cookieName: { ...cookieSpecs.cookieName, fallback: 'csrf_token' },
  tokenFactory: tokenFactorySpec,
  clock: clockSpec,
}

/**
 * Keeps the token in a cookie of its own, not signed: a request is good when cookie and form (or header)
 * have the same token. Needs no session, but protects less than one: who can set cookies for your
 * domain (another host below it, or plain HTTP) can choose the token.
 *
 * A token made while a request is handled is the token of that request from then on; {@link commit}
 * gives out its cookie. The bindings call it. A cookie that holds no possible token (beyond visible ASCII, or
 * with one of `"&'<>`, for tokens are written into pages) counts as none.
 *
 * Source: `pyramid.csrf.CookieCSRFStoragePolicy`, Pyramid 1.9 to 2.1 (`sameSite` from 1.10).
 *
 * @throws {OptionError} when an option is not what it must be
 *
 * @example
 * import { CookieCSRFStoragePolicy, unencryptedCookieSessionFactoryConfig } from 'cartouche'
 *
 * const { session } = unencryptedCookieSessionFactoryConfig(process.env['SESSION_SECRET'] ?? '').open()
 * const request = { method: 'GET', scheme: 'https', host: 'shop.example', header: () => null, session }
 * const policy = new CookieCSRFStoragePolicy({ secure: true })
 * const token = policy.getCsrfToken(request)
 * policy.commit(request) // → [['Set-Cookie', `csrf_token=${token}; Path=/; secure; SameSite=Lax`]]
 */
export class CookieCSRFStoragePolicy implements CSRFStoragePolicy {
  readonly #options: Options
  readonly #setCookie: SetCookieWriter
  /** Tokens made for requests, and whether their cookies are still to be given out. */
  readonly #made = new WeakMap<CsrfRequest, { readonly token: string; isPending: boolean }>()

  constructor(options: CookieCSRFStoragePolicyOptions = {}) {
    this.#options = resolveOptions(specs, options)
    this.#setCookie = setCookieWriter(checkedCookie(this.#options))
  }

  get cookieName(): string {
    return this.#options.cookieName
  }

  /**
   * @throws {CartoucheError} `BAD_VALUE` when `tokenFactory` makes what is no token
   * @throws {SessionCommittedError} when the headers have gone out that would have set the cookie
   */
  newCsrfToken(request: CsrfRequest): string {
    if (request.isClosed === true) throw new SessionCommittedError('CSRF token')
    const token = makeToken(this.#options.tokenFactory)
    this.#made.set(request, { token, isPending: true })
    return token
  }

  /** @throws {SessionCommittedError} when a token is to be made, as {@link newCsrfToken} does */
  getCsrfToken(request: CsrfRequest): string {
    return this.#tokenOf(request) ?? this.newCsrfToken(request)
  }

  checkCsrfToken(request: CsrfRequest, supplied: string): boolean {
    return isSameToken(this.#tokenOf(request), supplied)
  }

  /** The token that was made for this request, or else came with it. */
  #tokenOf(request: CsrfRequest): string | undefined {
    const made = this.#made.get(request)
    if (made !== undefined) return made.token
    const sent = readCookie(request.cookieHeader ?? '', this.#options.cookieName)
    return isToken(sent) ? sent : undefined
  }

  /**
   * The Set-Cookie header, if a token was made for this request; once.
   *
   * @throws {CookieTooLargeError} when name and token are longer than the 4096 bytes that browsers keep
   */
  commit(request: CsrfRequest): readonly Readonly<HeaderLine>[] {
    const made = this.#made.get(request)
    if (made === undefined || !made.isPending) return []
    const isSecure = (): boolean => request.scheme === 'https'
    const line = this.#setCookie(made.token, this.#options.clock(), undefined, isSecure)
    made.isPending = false
    return [['Set-Cookie', line]]
  }
}
