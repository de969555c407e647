/** A browser's cookies, without a browser. */
import { OptionError } from '../errors.js'
import { clockSpec } from '../lib/clock.js'
import type { Clock } from '../lib/clock.js'
import { resolveOptions } from '../lib/options.js'
import type { Given } from '../lib/options.js'
import { isSent, isShadowing, jarCookie } from './jar-cookie.js'
import type { Asked, JarCookie } from './jar-cookie.js'
import { parseSetCookie } from '../cookie/parse-set-cookie.js'
import { setCookieLines } from './set-cookie.js'
import type { SetCookieSource } from './set-cookie.js'

/** Options of {@link CookieJar}; what is left out has its default. */
export type CookieJarOptions = Given<{
  /** Seconds since 1970, such as a {@link testClock}. Default: the system's clock. */
  clock: Clock
}>

/** Where a request goes: an address, or a `Request`, whose method and `Sec-Fetch` headers count too. */
export type JarTarget = string | URL | Request

/** Answers a request: an application's handler, or `fetch`. */
export type FetchHandler = (request: Request) => Response | Promise<Response>

/**
 * Keeps cookies as browsers do, and sends them: by host, domain and path, until they end, `Secure` ones over HTTPS
 * and to localhost only. What a browser would not take is not kept, and {@link refused} tells why.
 *
 * Not known to it: which domains are public suffixes (but for those without a dot), partitions, and that other
 * sites' pages cannot set every cookie.
 *
 * Source: RFC 6265bis, and the `__Http-` prefixes of its successor's draft.
 *
 * @throws {OptionError} for options that are none
 *
 * @example
 * import { generateKey, sealedCookieSessionFactory } from 'cartouche'
 * import { withSession } from 'cartouche/fetch'
 * import { CookieJar } from 'cartouche/testing'
 *
 * const sessions = sealedCookieSessionFactory<{ visits: number }>(generateKey())
 * const app = withSession(sessions, (_, session) => {
 *   session.set('visits', session.get('visits', 0) + 1)
 *   return new Response(`Visit ${session.get('visits')}`)
 * })
 *
 * const jar = new CookieJar()
 * await jar.request(app, 'https://shop.example/')
 * const response = await jar.request(app, 'https://shop.example/')
 * await response.text() // → 'Visit 2'
 */
export class CookieJar {
  readonly #clock: Clock
  readonly #cookies = new Map<string, JarCookie>()
  readonly #refused: string[] = []

  constructor(options: CookieJarOptions = {}) {
    this.#clock = resolveOptions({ clock: clockSpec }, options).clock
  }

  /** Why cookies were not kept, in the order of their coming: each by its name, without its value. */
  get refused(): readonly string[] {
    return this.#refused
  }

  /** The cookies that are kept and have not ended, the oldest first. */
  cookies(): readonly JarCookie[] {
    const now = this.#clock()
    return [...this.#cookies.values()].filter(({ expires }) => expires === null || expires > now)
  }

  /**
   * Keeps the cookies of a response; one that has ended (`Max-Age=0`) takes away the one that is kept.
   *
   * @param url where the response came from
   * @throws {TypeError} for what is no address, or has no Set-Cookie lines
   */
  store(url: string | URL, source: SetCookieSource): void {
    const from = new URL(url)
    for (const line of setCookieLines(source)) this.#store(line, from)
  }

  #store(line: string, url: URL): void {
    try {
      this.#keep(jarCookie(line, url, this.#clock()), url)
    } catch (error) {
      if (!(error instanceof OptionError)) throw error
      const { name } = parseSetCookie(line)
      this.#refused.push(`${name || '(no name)'}: ${error.message}`)
    }
  }

  #keep(cookie: JarCookie, url: URL): void {
    if (this.cookies().some((kept) => isShadowing(cookie, kept, url))) {
      throw new OptionError('secure', 'is not set, and a secure cookie of that name is there')
    }
    const { name, domain, hostOnly, path } = cookie
    const key = JSON.stringify([name, domain, hostOnly, path])
    this.#cookies.set(key, cookie)
    if ((cookie.expires ?? Infinity) <= this.#clock()) this.#cookies.delete(key)
  }

  /**
   * The Cookie header of a request, `''` where it has none: longer paths first, then older cookies.
   *
   * Of a `Request` it matters whether another site made it, as `SameSite` asks: where its `Sec-Fetch-Site` is
   * `cross-site`, and whether that is a visit by a link (`Sec-Fetch-Mode: navigate`, a safe method).
   */
  header(target: JarTarget): string {
    const asked = askedOf(target)
    return this.cookies()
      .filter((cookie) => isSent(cookie, asked))
      .toSorted((one, other) => other.path.length - one.path.length)
      .map(({ name, value }) => (name === '' ? value : `${name}=${value}`))
      .join('; ')
  }

  /**
   * Makes a request with the cookies that belong to it, and keeps those of the response. Redirects are not
   * followed. A Cookie header of `init` goes in the place of the jar's.
   *
   * @param handler what answers: an application's handler, or `fetch`
   */
  async request(
    handler: FetchHandler,
    url: string | URL,
    init: RequestInit = {},
  ): Promise<Response> {
    const request = new Request(url, { redirect: 'manual', ...init })
    const header = this.header(request)
    if (header !== '' && !request.headers.has('cookie')) request.headers.set('cookie', header)
    const response = await handler(request)
    this.store(request.url, response)
    return response
  }

  /** Closes the browser and opens it again: what has no end of its own has ended. */
  restart(): void {
    for (const [key, { expires }] of this.#cookies) if (expires === null) this.#cookies.delete(key)
  }
}

const isRequest = (target: JarTarget): target is Request =>
  typeof target === 'object' && 'url' in target

function askedOf(target: JarTarget): Asked {
  if (!isRequest(target)) return { url: new URL(target), isCrossSite: false, isVisit: false }
  const { url, method, headers } = target
  const isTop = (headers.get('sec-fetch-dest') ?? 'document') === 'document'
  const isNavigation = headers.get('sec-fetch-mode') === 'navigate' && isTop
  return {
    url: new URL(url),
    isCrossSite: headers.get('sec-fetch-site') === 'cross-site',
    isVisit: isNavigation && /^(?:GET|HEAD|OPTIONS|TRACE)$/.test(method),
  }
}
