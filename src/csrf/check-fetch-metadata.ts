/**
 * Whether a request comes from a page of another origin, as its browser tells: no token, no session, no body.
 *
 * The rules are those of Go's `net/http.CrossOriginProtection` (1.25), but for the Referer:
 *
 * 1. GET, HEAD and OPTIONS pass: they must change nothing.
 * 2. `Sec-Fetch-Site` of `same-origin` or `none` (typed in, a bookmark) passes. With any other value the Origin
 *    must be a trusted one.
 * 3. Without it (browsers before 2023; plain HTTP) the host of the Origin, or of the Referer where there is no
 *    Origin, must be that of the request or trusted. Schemes are not compared, so that a proxy may end TLS.
 * 4. A request with none of the three is not from a page of another origin in any browser since 2020, and passes.
 */
import { BadCsrfOrigin } from '../errors.js'
import { resolveOptions } from '../lib/options.js'
import { answerOf, checkSpecs, isSecure, missingOrigin } from './check-origin.js'
import type { CheckCsrfOriginOptions, OriginRules } from './check-origin.js'
import { canonicalHost, matchesEntry } from './host.js'
import type { CsrfRequest } from './request.js'
import { urlFront } from './url.js'
import type { UrlFront } from './url.js'

type Sent = Pick<CsrfRequest, 'scheme' | 'host' | 'header'>

/** Options of {@link checkFetchMetadata}; what is left out has its default. */
export type CheckFetchMetadataOptions = CheckCsrfOriginOptions

export const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS']

/**
 * Checks that a request that may change something does not come from a page of another origin: by its
 * Sec-Fetch-Site header or, where it has none, by comparing the host of its Origin or Referer with its own. A
 * request that has none of the three passes, as no browser sends it from another origin, unless `allowNoOrigin` is
 * `false`. The origin `null` is refused, unless it is listed.
 *
 * Source: `net/http.CrossOriginProtection`, Go 1.25; Sec-Fetch-Site: W3C Fetch Metadata. The Referer is ours.
 *
 * @returns `true`; `false` only where `raises` is `false`
 * @throws {BadCsrfOrigin} when the request comes from elsewhere (`reason` `'cross-origin'`), or does not tell
 * (`'missing'`)
 * @throws {OptionError} when an option is not what it must be
 *
 * @example
 * import { checkFetchMetadata } from 'cartouche'
 *
 * const sent = new Headers({ 'Sec-Fetch-Site': 'cross-site', Origin: 'https://pay.example' })
 * const request = {
 *   method: 'POST',
 *   scheme: 'https',
 *   host: 'shop.example',
 *   header: (name: string) => sent.get(name),
 * }
 * checkFetchMetadata(request, { raises: false }) // → false
 * checkFetchMetadata(request, { trustedOrigins: ['pay.example'] }) // → true
 * checkFetchMetadata({ ...request, method: 'GET' }) // → true
 */
export function checkFetchMetadata(
  request: Sent & Pick<CsrfRequest, 'method'>,
  options: CheckFetchMetadataOptions = {},
): boolean {
  const { raises, ...rules } = resolveOptions(checkSpecs, options)
  if (SAFE_METHODS.includes(request.method)) return true
  return answerOf(fetchMetadataProblem(request, rules as OriginRules), raises)
}

/** Those by which nobody else is trusted. */
export const NO_RULES: OriginRules = { trustedOrigins: [], allowNoOrigin: null }

/** Why the request is refused, whatever its method; `undefined` when it is not. */
export function fetchMetadataProblem(request: Sent, rules: OriginRules): BadCsrfOrigin | undefined {
  const site = request.header('Sec-Fetch-Site')
  if (site === 'same-origin' || site === 'none') return undefined
  const origin = request.header('Origin') || (site ? 'unknown' : request.header('Referer'))
  if (!origin) return rules.allowNoOrigin === false ? missingOrigin() : undefined
  if (origin === 'null') return rules.trustedOrigins.includes(origin) ? undefined : foreign(origin)
  const front = writtenFront(origin)
  if (front === undefined) return foreign('another origin')
  const isOwn = !site && front.netloc === canonicalHost(request.host, front.scheme)
  const isListed = rules.trustedOrigins.some((entry) => matchesEntry(front.netloc, entry))
  if (isOwn || (isListed && isSecure(request, front))) return undefined
  return foreign(`${front.scheme}://${front.netloc}`, isListed ? INSECURE : UNLISTED)
}

/** The front of a URL as browsers write it, who write no other schemes and hosts of pages. */
function writtenFront(url: string): UrlFront | undefined {
  const front = urlFront(url)
  const isWritten =
    front !== undefined &&
    /^https?$/.test(front.scheme) &&
    canonicalHost(front.netloc, front.scheme) === front.netloc
  return isWritten ? front : undefined
}

const UNLISTED = 'which is not in trustedOrigins.'
const INSECURE = 'whose host is in trustedOrigins: these are trusted over HTTPS only.'

function foreign(origin: string, problem = UNLISTED): BadCsrfOrigin {
  return new BadCsrfOrigin(`the request comes from ${origin}, ${problem}`, 'cross-origin')
}
