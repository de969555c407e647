import { checkedCookie, cookieSpecs } from '../cookie/attributes.js'
import type { CookieOptions } from '../cookie/attributes.js'
import { readCookie } from '../cookie/read.js'
import { setCookieWriter } from '../cookie/write.js'
import type { SetCookieWriter } from '../cookie/write.js'
import { equalInConstantTime } from '../crypto/mac.js'
import { randomBytesSpec } from '../crypto/random.js'
import type { RandomBytes } from '../crypto/random.js'
import { SessionCommittedError } from '../errors.js'
import { clockSpec } from '../lib/clock.js'
import { maskSecret, newSecret, secretOf } from '../lib/django-token.js'
import { isBoolean, resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import { CSRF_KEY } from '../lib/session-keys.js'
import type { HeaderLine } from '../session/factory.js'
import type { CSRFStoragePolicy } from './policy.js'
import type { CsrfRequest } from './request.js'

interface Options extends CookieOptions {
  /** The cookie's name: `CSRF_COOKIE_NAME`. Default `'csrftoken'`. */
  cookieName: string
  /** Whole seconds that the browser keeps the cookie: `CSRF_COOKIE_AGE`. Default 31,449,600, a year of weeks. */
  maxAge: number | null
  /** Whether the token is in the session, and in no cookie: `CSRF_USE_SESSIONS`. Default `false`. */
  csrfUseSessions: boolean
  /** Seconds since 1970, with fractions; for tests. Default: the system's clock. */
  clock: () => number
  /** The source of secrets and masks; for tests. Default: the system's generator. */
  randomBytes: RandomBytes
}

/** Options of {@link DjangoCSRFStoragePolicy}; what is left out has its default. */
export type DjangoCSRFStoragePolicyOptions = Given<Options>

const YEAR_OF_WEEKS = 31_449_600 // seconds

const specs: OptionSpecs<Options> = {
  ...cookieSpecs,
  cookieName: { ...cookieSpecs.cookieName, fallback: 'csrftoken' },
  maxAge: { ...cookieSpecs.maxAge, fallback: YEAR_OF_WEEKS },
  csrfUseSessions: { fallback: false, check: isBoolean },
  clock: clockSpec,
  randomBytes: randomBytesSpec,
}

/**
 * Shares the CSRF token with Django: in its cookie, or in a session that both share. Tokens for pages are under
 * another mask each time, as Django makes them; leave the option `mask` of a binding alone. What Django has put into
 * a page is right here, and the other way round, of all versions: a token under a mask, or without.
 *
 * Whose field and header they are: `csrfmiddlewaretoken` and `X-CSRFToken`.
 *
 * As in Django, a page that asks for a token renews the cookie. Where it holds something else than a token, it counts
 * as none. With the cookie, who can set cookies for your domain can choose the token, as with
 * `CookieCSRFStoragePolicy`.
 *
 * Source: `django.middleware.csrf`, Django 1.10 to 5.2.
 *
 * @throws {OptionError} when an option is not what it must be
 *
 * @example
 * import { checkCsrfToken } from 'cartouche'
 * import { DjangoCSRFStoragePolicy, djangoSessionFactory } from 'cartouche/django'
 *
 * const { session } = djangoSessionFactory(process.env['SECRET_KEY'] ?? 'the SECRET_KEY of the settings').open()
 * const policy = new DjangoCSRFStoragePolicy({ secure: true })
 * const page = { method: 'GET', scheme: 'https', host: 'shop.example', header: () => null, session }
 * const token = policy.getCsrfToken(page)
 * token.length // → 64
 * const [[, line]] = policy.commit(page) as [[string, string]]
 *
 * const form = { ...page, method: 'POST', cookieHeader: line.split(';')[0], bodyValue: () => token }
 * checkCsrfToken(form, { policy, token: 'csrfmiddlewaretoken', header: 'X-CSRFToken' }) // → true
 */
export class DjangoCSRFStoragePolicy implements CSRFStoragePolicy {
  readonly #options: Options
  readonly #setCookie: SetCookieWriter
  /** The secrets that requests have used, and whether their cookies are still to be given out. */
  readonly #used = new WeakMap<CsrfRequest, { readonly secret: string; isPending: boolean }>()

  constructor(options: DjangoCSRFStoragePolicyOptions = {}) {
    this.#options = resolveOptions(specs, options)
    this.#setCookie = setCookieWriter(checkedCookie(this.#options))
  }

  /** `undefined` where the token is in the session. */
  get cookieName(): string | undefined {
    return this.#options.csrfUseSessions ? undefined : this.#options.cookieName
  }

  /**
   * Makes another secret, as at sign-in (`rotate_token`), and gives it under a mask.
   *
   * @throws {SessionCommittedError} when the headers have gone out that would have set the cookie
   */
  newCsrfToken(request: CsrfRequest): string {
    const { csrfUseSessions, randomBytes } = this.#options
    const secret = newSecret(randomBytes)
    // In a session Django up to 4.0 reads no token but under a mask.
    if (csrfUseSessions) request.session.set(CSRF_KEY as never, this.#masked(secret) as never)
    else if (request.isClosed === true) throw new SessionCommittedError('CSRF token')
    else this.#used.set(request, { secret, isPending: true })
    return this.#masked(secret)
  }

  /** @throws {SessionCommittedError} when a secret is to be made, as {@link newCsrfToken} does */
  getCsrfToken(request: CsrfRequest): string {
    const secret = this.#secretIn(request, 'get')
    if (secret === undefined) return this.newCsrfToken(request)
    const isNoted = this.#options.csrfUseSessions || this.#used.has(request)
    if (!isNoted && request.isClosed !== true) this.#used.set(request, { secret, isPending: true })
    return this.#masked(secret)
  }

  checkCsrfToken(request: CsrfRequest, supplied: string): boolean {
    const [secret, given] = [this.#secretIn(request, 'peek'), secretOf(supplied)]
    return secret !== undefined && given !== undefined && equalInConstantTime(secret, given)
  }

  #masked(secret: string): string {
    return maskSecret(secret, this.#options.randomBytes)
  }

  /** The secret that was used for this request, or else came with it. */
  #secretIn(request: CsrfRequest, look: 'get' | 'peek'): string | undefined {
    const { csrfUseSessions, cookieName } = this.#options
    if (csrfUseSessions) return secretOf(request.session[look](CSRF_KEY as never))
    const used = this.#used.get(request)
    return used?.secret ?? secretOf(readCookie(request.cookieHeader ?? '', cookieName))
  }

  /** The Set-Cookie header, if a token was asked for while this request was handled; once. */
  commit(request: CsrfRequest): readonly Readonly<HeaderLine>[] {
    const used = this.#used.get(request)
    if (used === undefined || !used.isPending) return []
    const isSecure = (): boolean => request.scheme === 'https'
    const line = this.#setCookie(used.secret, this.#options.clock(), undefined, isSecure)
    used.isPending = false
    return [['Set-Cookie', line]]
  }
}
