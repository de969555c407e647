/** What a request has under the names of cookies. */
import { readStrictly } from '../cookie/read-strictly.js'
import { unquote } from '../cookie/unquote.js'
import { warnOnce } from '../lib/warn.js'
import type { Cookies } from './cookie-source.js'
import type { SessionSettings } from './settings.js'

/** A format, and the cookie that holds it. */
export type Holder = Pick<SessionSettings, 'format' | 'cookieName'>

/** Characters of a Cookie header. Node takes 16 KiB for all headers together, other servers 8. */
const LARGE = 8192
const TOO_LARGE = `A request has more than ${LARGE} characters of cookies: servers on the way may refuse it`

/** Each name is looked for once, however many formats have it: a long header may hold nothing but a short name. */
export class RequestCookies {
  readonly #cookies: () => Cookies
  /** As they were when somebody asked first: headers may be taken away while the request is handled. */
  #known: { readonly cookie: Cookies } | undefined
  readonly #settings: SessionSettings
  #values: Map<string, readonly string[]> | undefined
  /** Made for the first that is set: most requests set none. */
  #counts: Map<string, number> | undefined

  /** @param cookies is asked when a name is looked for: most requests have no use for their session */
  constructor(cookies: () => Cookies, settings: SessionSettings) {
    this.#cookies = cookies
    this.#settings = settings
  }

  /** What may be the session in that format, the first choice first. */
  textsOf({ format: { cookies }, cookieName }: Holder): readonly string[] {
    if (cookies === undefined) return this.#valuesOf(cookieName)
    return cookies.join((name) => this.#valuesOf(name), cookieName)
  }

  #valuesOf(name: string): readonly string[] {
    this.#values ??= new Map()
    return once(this.#values, name, () => this.#find(name, this.#settings.valuesIn))
  }

  /** How many cookies of that name came; of more than four, four. */
  countOf(name: string): number {
    this.#counts ??= new Map()
    return once(this.#counts, name, () => this.#find(name, readStrictly).length)
  }

  #find(name: string, valuesIn: SessionSettings['valuesIn']): readonly string[] {
    const { cookie } = (this.#known ??= { cookie: this.#cookies() })
    if (typeof cookie === 'string') {
      if (cookie.length > LARGE) warnOnce('CARTOUCHE_LARGE_COOKIES', TOO_LARGE)
      return cookie === '' ? [] : valuesIn(cookie, name)
    }
    // A value is that of the factory's own cookie.
    const value = name === this.#settings.cookieName ? cookie?.value : undefined
    return typeof value === 'string' ? readings(value) : []
  }
}

/** What parses cookies takes the quotes away at most: the escapes may be left. */
const readings = (value: string): readonly string[] =>
  /^"|\\/.test(value) ? [value, unquote(value)] : [value]

function once<T>(found: Map<string, T>, name: string, find: () => T): T {
  const known = found.get(name) ?? find()
  found.set(name, known)
  return known
}
