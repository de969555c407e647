/** A request as the checks see it, whatever the framework. */

/**
 * What the checks and the storage policies need of a session: any {@link Session}. Its type may name
 * keys other than the one that a policy uses, so that to use one takes a cast.
 */
export interface CsrfSession {
  get(key: never): unknown
  /** The value of a key, looked at without an access: all that a check needs. */
  peek(key: never): unknown
  set(key: never, value: never): unknown
  newCsrfToken(): string
  getCsrfToken(): string
}

/**
 * A request as the checks see it. The bindings make it; make it yourself for a framework that has none.
 *
 * @example
 * import { checkCsrfToken, unencryptedCookieSessionFactoryConfig } from 'cartouche'
 * import type { CsrfRequest } from 'cartouche'
 *
 * const { session } = unencryptedCookieSessionFactoryConfig(process.env['SESSION_SECRET'] ?? '').open()
 * const sent = new Headers({ 'X-CSRF-Token': session.getCsrfToken() })
 * const request: CsrfRequest = {
 *   method: 'POST',
 *   scheme: 'https',
 *   host: 'shop.example',
 *   header: (name) => sent.get(name),
 *   session,
 * }
 * checkCsrfToken(request) // → true
 */
export interface CsrfRequest {
  /** In capital letters. */
  readonly method: string
  /** `'https'` or `'http'`, as the browser sees it. */
  readonly scheme: string
  /** The Host header: a name, and a port where it is not the scheme's; empty if the request has none. */
  readonly host: string
  /** A header by its name in any letter case; `undefined` or `null` if the request does not have it. */
  header(name: string): string | null | undefined
  /**
   * The last value of a field of the body's form; `undefined` if there is none, or no form. To be left out
   * where no body was parsed.
   */
  bodyValue?: ((name: string) => string | undefined) | undefined
  /** The Cookie header. Only {@link CookieCSRFStoragePolicy} reads it. */
  readonly cookieHeader?: string | null | undefined
  /**
   * Whether the head of the answer has gone out, so that a cookie made now would not reach the browser: then
   * {@link CookieCSRFStoragePolicy} makes none. May be left out.
   */
  readonly isClosed?: boolean | undefined
  /** The session. {@link CookieCSRFStoragePolicy} needs none. */
  readonly session: CsrfSession
}

/**
 * The last value of a field in a parsed body, as `request.POST.get(name)` has it: of a URLSearchParams,
 * a FormData, or an object of texts and lists of texts as body parsers make it.
 */
export function lastValue(body: unknown, name: string): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const found = hasGetAll(body) ? body.getAll(name) : ownValue(body, name)
  const last: unknown = Array.isArray(found) ? found.at(-1) : found
  return typeof last === 'string' ? last : undefined
}

function hasGetAll(body: object): body is { getAll(name: string): unknown } {
  return 'getAll' in body && typeof body.getAll === 'function'
}

function ownValue(body: object, name: string): unknown {
  return Object.hasOwn(body, name) ? (body as Record<string, unknown>)[name] : undefined
}
