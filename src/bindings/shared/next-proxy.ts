/** How a proxy of Next.js, middleware once, lets a request go on. */
import { csrfSettings } from '../../csrf/protection.js'
import type { CsrfOptions } from '../../csrf/protection.js'
import type { ReadHeaders } from './next.js'

/** The headers by which a proxy tells Next.js to go on, and what the request's headers are from then on. */
const NEXT = 'x-middleware-next'
const REWRITE = 'x-middleware-rewrite'
const OVERRIDDEN = 'x-middleware-override-headers'
const OVERRIDE = 'x-middleware-request-'

/** What `NextResponse.next()` gives. */
export function passedOn(): Response {
  return new Response(null, { headers: { [NEXT]: '1' } })
}

/** Whether a response of a proxy is no answer: the request goes on, to a page or a route handler. */
export function goesOn({ headers }: Response): boolean {
  return headers.has(NEXT) || headers.has(REWRITE)
}

/**
 * Has those who come after a proxy see the cookies that it sets.
 *
 * @param response of the proxy, whose headers are changed
 * @param lines the Set-Cookie lines of the response
 */
export function showCookies(request: Request, response: Response, lines: readonly string[]): void {
  if (lines.length === 0) return
  const others = noted(response)
  override(request, response, 'cookie', (sent) => withCookies(sent, [...others, ...lines]))
}

/** Where `NextResponse` notes what its `cookies` set besides. */
const NOTED = 'x-middleware-set-cookie'

/** The cookies that a `NextResponse` has set, taken from its notes: a page that redirects would send those alone. */
function noted({ headers }: Response): readonly string[] {
  const lines = headers.has(NOTED) ? headers.getSetCookie() : []
  headers.delete(NOTED)
  return lines
}

/** By which a proxy tells a page of the cookies whose sessions' messages it is to end. */
const FLASH = 'x-cartouche-flash'

/** Has the page end the messages of a session that it can write to without a cookie. */
export function leaveFlash(request: Request, response: Response, cookieName: string): void {
  override(request, response, FLASH, (sent) => [...namesIn(sent), cookieName].join(','))
}

/** Whether the proxy has left the messages to the page. */
export function isFlashLeft(headers: ReadHeaders, cookieName: string): boolean {
  return namesIn(headers.get(FLASH)).includes(cookieName)
}

const namesIn = (list: string | null): string[] => list?.split(',') ?? []

/** Has those who come after a proxy see another header of the request. */
function override(
  request: Request,
  { headers }: Response,
  name: string,
  valueAfter: (before: string | null) => string,
): void {
  const listed = headers.get(OVERRIDDEN)?.split(',').filter(Boolean) ?? [...request.headers.keys()]
  if (!headers.has(OVERRIDDEN)) {
    for (const [sent, value] of request.headers) headers.set(OVERRIDE + sent, value)
  }
  headers.set(OVERRIDE + name, valueAfter(headers.get(OVERRIDE + name)))
  headers.set(OVERRIDDEN, [...new Set([...listed, name])].join(','))
}

function withCookies(header: string | null, lines: readonly string[]): string {
  const set = lines.map((line) => line.split(';', 1)[0]!)
  const names = set.map((pair) => pair.slice(0, pair.indexOf('=') + 1))
  const before = (header ?? '').split(/; */)
  const others = before.filter((pair) => !names.some((name) => pair.startsWith(name)))
  const kept = set.filter((pair) => pair.indexOf('=') < pair.length - 1)
  return [...others, ...kept].filter((pair) => pair !== '').join('; ')
}

/** What the client part of Next.js sends to a server action. */
function isOfClient({ headers }: Request): boolean {
  return headers.has('next-action')
}

/** @throws {OptionError} when an option is unknown or not what it must be */
export function forForms(given: CsrfOptions<Request>): CsrfOptions<Request> {
  const { exempt, ...csrf } = csrfSettings(given)
  return { ...csrf, exempt: (request) => isOfClient(request) || (exempt?.(request) ?? false) }
}

/** Whether a request is for a page that is shown. */
export function isPage({ method, headers }: Request): boolean {
  const purpose = headers.get('sec-purpose') ?? headers.get('purpose') ?? ''
  return method === 'GET' && !purpose.includes('prefetch')
}
