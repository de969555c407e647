import { BadCsrfOrigin } from '../errors.js'
import { isBoolean, orNull, resolveOptions } from '../lib/options.js'
import type { Check, OptionSpecs, Given } from '../lib/options.js'
import { canonicalHost, isLoopback, likelyEntry, matchesEntry, trustedEntry } from './host.js'
import type { CsrfRequest } from './request.js'
import { urlFront } from './url.js'
import type { UrlFront } from './url.js'

/** The parts of a request that the check looks at. */
type Origined = Pick<CsrfRequest, 'scheme' | 'host' | 'header'>

/** Which origins a request may come from. */
export interface OriginOptions {
  /**
   * Hosts to trust besides the request's own, with a port where it is not 443: `'example.com'`,
   * `'dev.example.com:8080'`, `'[::1]:8080'`, `'.example.com'` for a domain and all below it, `'null'` for
   * pages without an origin. No scheme, no path. A list, or text with blanks between them. Default: none.
   */
  trustedOrigins: readonly string[] | string
  /**
   * Whether a request may come with neither Origin nor Referer, unless the browser says that it comes from
   * another origin. Default `null`: it may not by Pyramid's check, which asks over HTTPS only; it may by that of
   * Fetch Metadata.
   */
  allowNoOrigin: boolean | null
}

/** {@link OriginOptions} that were checked and have one form. */
export interface OriginRules extends OriginOptions {
  readonly trustedOrigins: readonly string[]
}

const HOSTS = "'shop.example', 'dev.example:8080', or '.example' for a domain and all below it"

/** Says which of the entries is no host, and what was likely meant; their text may hold a password. */
const areHosts: Check = (value) => {
  const entries = listOf(value)
  const wrong = entries.findIndex(
    (entry) => typeof entry !== 'string' || trustedEntry(entry) === undefined,
  )
  if (wrong === -1) return undefined
  const meant = likelyEntry(entries[wrong])
  const words = meant === undefined ? 'is no host' : `should be '${meant}'`
  return `must be hosts, as in ${HOSTS}: entry ${wrong + 1} ${words}`
}

/** Text is split as `pyramid.settings.aslist` splits the setting. */
function listOf(origins: unknown): unknown[] {
  if (typeof origins === 'string') return origins.split(/\s+/).filter((entry) => entry !== '')
  return Array.isArray(origins) ? origins : [origins]
}

export const originSpecs: OptionSpecs<OriginOptions> = {
  trustedOrigins: {
    fallback: [],
    check: areHosts,
    coerce: (value) => listOf(value).map((entry) => trustedEntry(entry as string)),
  },
  allowNoOrigin: { fallback: null, check: orNull(isBoolean) },
}

interface Options extends OriginOptions {
  /** Whether a wrong origin is an error; else the result is `false`. Default `true`. */
  raises: boolean
}

/** Options of {@link checkCsrfOrigin}; what is left out has its default. */
export type CheckCsrfOriginOptions = Given<Options>

export const checkSpecs: OptionSpecs<Options> = {
  ...originSpecs,
  raises: { fallback: true, check: isBoolean },
}

/**
 * Checks that a request over HTTPS comes from a page of the same host or of a trusted one: by its
 * Origin header or, where it has none, its Referer. Both count only as browsers write them. Over plain HTTP,
 * where both can be forged on the way, it checks a request only if the browser says in Sec-Fetch-Site that
 * it comes from another origin: browsers say so to HTTPS (which a proxy may have ended) and to this machine.
 *
 * Source: `pyramid.csrf.check_csrf_origin`, Pyramid 2.1; Sec-Fetch-Site: W3C Fetch Metadata.
 *
 * @returns `true`; `false` only where `raises` is `false`
 * @throws {BadCsrfOrigin} when the origin is not trusted or not told; message and `reason` say which
 * @throws {OptionError} when an option is not what it must be
 *
 * @example
 * import { checkCsrfOrigin } from 'cartouche'
 *
 * const sent = new Headers({ Origin: 'https://pay.example' })
 * const request = { scheme: 'https', host: 'shop.example', header: (name: string) => sent.get(name) }
 * checkCsrfOrigin(request, { raises: false }) // → false
 * checkCsrfOrigin(request, { trustedOrigins: ['pay.example'] }) // → true
 */
export function checkCsrfOrigin(request: Origined, options: CheckCsrfOriginOptions = {}): boolean {
  const { raises, ...rules } = resolveOptions(checkSpecs, options)
  return answerOf(originProblem(request, rules as OriginRules), raises)
}

/** What a check answers, or throws. */
export function answerOf(problem: BadCsrfOrigin | undefined, raises: boolean): boolean {
  if (problem === undefined) return true
  if (raises) throw problem
  return false
}

const INSECURE = 'Origin is insecure while host is secure.'

/** Why the request is refused, in Pyramid's words; `undefined` when it is not. */
export function originProblem(request: Origined, rules: OriginRules): BadCsrfOrigin | undefined {
  const isForeign = FOREIGN.test(request.header('Sec-Fetch-Site') ?? '')
  if (!isHttps(request) && !isForeign) return undefined
  // Proxies append to a list of origins: the last is the one nearest to us.
  const sent = request.header('Origin')?.split(' ').at(-1)
  const origin = sent ?? request.header('Referer')
  if (origin) return untrusted(request, origin, sent === 'null', rules)
  return rules.allowNoOrigin && !isForeign ? undefined : missingOrigin()
}

export function missingOrigin(): BadCsrfOrigin {
  return new BadCsrfOrigin('missing Origin or Referer.', 'missing')
}

/** Whether a request came over HTTPS: in any letters, as proxies write them too. */
export function isHttps({ scheme }: Pick<CsrfRequest, 'scheme'>): boolean {
  return scheme.toLowerCase() === 'https'
}

/** Proxies may write a header twice; browsers know no other words that speak of other origins. */
const FOREIGN = /(?:cross|same)-site/i

function untrusted(
  request: Origined,
  origin: string,
  isOpaque: boolean,
  { trustedOrigins }: OriginRules,
): BadCsrfOrigin | undefined {
  if (isOpaque) return trustedOrigins.includes('null') ? undefined : mismatch(origin)
  const front = urlFront(origin)
  if (front === undefined) return mismatch('The origin')
  const { scheme, netloc } = front
  if (!isSecure(request, front)) return new BadCsrfOrigin(INSECURE, 'insecure')
  const isTrusted =
    canonicalHost(netloc, scheme) === netloc &&
    (netloc === canonicalHost(request.host, request.scheme) ||
      trustedOrigins.some((entry) => matchesEntry(netloc, entry)))
  return isTrusted ? undefined : mismatch(quotable(scheme, netloc))
}

/** Over plain HTTP, this machine's pages too are such as nobody on the way can have written. */
export function isSecure(
  request: Pick<CsrfRequest, 'scheme'>,
  { scheme, netloc }: UrlFront,
): boolean {
  if (scheme === 'https') return true
  return scheme === 'http' && !isHttps(request) && isLoopback(netloc)
}

/** The origin as it was sent, without the user and the password that may stand before a host. */
function quotable(scheme: string, netloc: string): string {
  const host = netloc.slice(netloc.lastIndexOf('@') + 1)
  return canonicalHost(host, scheme) === undefined ? 'The origin' : `${scheme}://${host}`
}

function mismatch(origin: string): BadCsrfOrigin {
  return new BadCsrfOrigin(`${origin} does not match any trusted origins.`)
}
