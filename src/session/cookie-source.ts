/** Where the cookies of a request are found. */
import { isThenable } from '../lib/hook.js'

/** Headers of the web, of `fetch` and its kin. */
interface WebHeaders {
  get(name: string): string | null
  append(name: string, value: string): void
}

/** Headers of Node's requests, and others that are an object of texts. */
type PlainHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

/** The value of the session's cookie, where something else has parsed the header. */
interface CookieValue {
  readonly value: string | null | undefined
}

/**
 * What a session is read from: the text of a Cookie header, or `null` or `undefined` where there is none; what has
 * that header: a `Request`, its `Headers`, an `IncomingMessage` of Node's; or `{ value }`, what the session's
 * cookie holds.
 */
export type CookieSource =
  | string
  | null
  | undefined
  | CookieValue
  | WebHeaders
  | { readonly headers: WebHeaders | PlainHeaders }

/** A Cookie header, or the value of the session's cookie. */
export type Cookies = string | undefined | { readonly value: string | undefined }

const SOURCES =
  "open() takes the text of a Cookie header, a Request, its Headers, a request of Node's, or { value: '…' }"

/**
 * Says how the cookies are found in `source`; they are looked for when somebody asks.
 *
 * @throws {TypeError} for what would pass for a request without a cookie, so that everybody is signed out
 */
export function cookiesOf(source: CookieSource): () => Cookies {
  if (isText(source)) return () => source ?? undefined
  if (typeof source !== 'object') throw new TypeError(SOURCES)
  if ('value' in source && isText(source.value)) {
    const value = source.value ?? undefined
    return () => ({ value })
  }
  const headers: unknown = 'headers' in source ? source.headers : source
  if (isWebHeaders(headers)) return () => headers.get('cookie') ?? undefined
  if (isPlainHeaders(headers) && 'headers' in source) {
    const cookie = cookieOf(headers)
    return () => cookie
  }
  throw new TypeError(SOURCES)
}

/** Node writes the names of headers small, others keep them as they came; a class may have a getter. */
function cookieOf(headers: PlainHeaders): string | undefined {
  const isSmall = 'cookie' in headers
  const name = isSmall ? 'cookie' : Object.keys(headers).find((key) => /^cookie$/i.test(key))
  const cookie: unknown = name === undefined ? undefined : headers[name]
  if (isText(cookie)) return cookie ?? undefined
  throw new TypeError(SOURCES)
}

const isText = (value: unknown): value is string | null | undefined =>
  typeof value === 'string' || value === undefined || value === null

/** A Map has a `get` too, and what a query or a form holds an `append` as well. */
const isWebHeaders = (value: unknown): value is WebHeaders => {
  if (value instanceof URLSearchParams || value instanceof FormData) return false
  const { get, append } = (value ?? {}) as Partial<WebHeaders>
  return typeof get === 'function' && typeof append === 'function'
}

/** Not a list or Map of headers, in whose properties there is no cookie, nor the promise of some. */
const isPlainHeaders = (value: unknown): value is PlainHeaders =>
  typeof value === 'object' &&
  value !== null &&
  ('cookie' in value || !(Symbol.iterator in value)) &&
  !isThenable(value)

/** Whether a source is the request itself, and not a part of it. */
export function isRequest(source: CookieSource): boolean {
  return typeof source === 'object' && source !== null && 'headers' in source
}
