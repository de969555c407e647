/** How a proxy of Next.js, middleware once, lets a request go on. */
import { csrfSettings } from '../../csrf/protection.js'
import type { CsrfOptions } from '../../csrf/protection.js'

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
  const { headers } = response
  const listed = headers.get(OVERRIDDEN)?.split(',').filter(Boolean) ?? [...request.headers.keys()]
  if (!headers.has(OVERRIDDEN)) {
    for (const [name, value] of request.headers) headers.set(OVERRIDE + name, value)
  }
  headers.set(`${OVERRIDE}cookie`, withCookies(headers.get(`${OVERRIDE}cookie`), lines))
  headers.set(OVERRIDDEN, [...new Set([...listed, 'cookie'])].join(','))
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
