import { BadCsrfOrigin } from '../errors.js'
import { isBoolean, resolveOptions } from '../lib/options.js'
import type { OptionSpecs } from '../lib/options.js'
import type { CsrfRequest } from './request.js'
import { urlFront } from './url.js'

/** The parts of a request that the check looks at. */
type Origined = Pick<CsrfRequest, 'scheme' | 'host' | 'header'>

/** Which origins a request may come from. */
export interface OriginOptions {
  /**
   * Hosts to trust besides the request's own, with a port where it is not 80 or 443: `'example.com'`,
   * `'dev.example.com:8080'`, `'.example.com'` for a domain and all below it, `'null'` for pages
   * without an origin. A list, or text with blanks between them. Default: none.
   */
  trustedOrigins: readonly string[] | string
  /** Whether a request may come with neither Origin nor Referer. Default `false`. */
  allowNoOrigin: boolean
}

const isTexts = (value: unknown): boolean =>
  typeof value === 'string' ||
  (Array.isArray(value) && value.every((item) => typeof item === 'string'))

export const originSpecs: OptionSpecs<OriginOptions> = {
  trustedOrigins: {
    fallback: [],
    check: (value) => (isTexts(value) ? undefined : 'must be a list of texts, or text'),
  },
  allowNoOrigin: { fallback: false, check: isBoolean },
}

interface Options extends OriginOptions {
  /** Whether a wrong origin is an error; else the result is `false`. Default `true`. */
  raises: boolean
}

/** Options of {@link checkCsrfOrigin}; what is left out has its default. */
export type CheckCsrfOriginOptions = Readonly<Partial<Options>>

const specs: OptionSpecs<Options> = { ...originSpecs, raises: { fallback: true, check: isBoolean } }

/**
 * Checks that a request over HTTPS comes from a page of the same host or of a trusted one: by its
 * Origin header or, where it has none, its Referer. Over plain HTTP it checks nothing: there both
 * can be forged on the way.
 *
 * Source: `pyramid.csrf.check_csrf_origin`, Pyramid 2.1.
 *
 * @returns `true`; `false` only where `raises` is `false`
 * @throws {BadCsrfOrigin} when the origin is not trusted or not told; the message says which
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
  const { raises, ...rest } = resolveOptions(specs, options)
  const problem = originProblem(request, rest)
  if (problem === undefined) return true
  if (raises) throw new BadCsrfOrigin(problem)
  return false
}

/** Why the request is refused, in Pyramid's words; `undefined` when it is not. */
function originProblem(
  request: Origined,
  { trustedOrigins, allowNoOrigin }: OriginOptions,
): string | undefined {
  if (request.scheme !== 'https') return undefined
  // Proxies append to a list of origins: the last is the one nearest to us.
  const sent = request.header('Origin')?.split(' ').at(-1)
  const origin = sent ?? request.header('Referer')
  if (!origin) return allowNoOrigin ? undefined : 'missing Origin or Referer.'
  const trusted = [...listOf(trustedOrigins), ownDomain(request.host)]
  const mismatch = `${origin} does not match any trusted origins.`
  if (sent === 'null') return trusted.includes(sent) ? undefined : mismatch
  const front = urlFront(origin)
  if (front === undefined) return mismatch
  if (front.scheme !== 'https') return 'Origin is insecure while host is secure.'
  return trusted.some((pattern) => isSameDomain(front.netloc, pattern)) ? undefined : mismatch
}

/** As `pyramid.settings.aslist` reads the setting. */
function listOf(origins: readonly string[] | string): string[] {
  return [origins].flat().flatMap((text) => text.split(/\s+/).filter((origin) => origin !== ''))
}

/** The host of the request itself, without a port that browsers leave out. */
function ownDomain(host: string): string {
  return host.replace(/:(?:80|443)$/, '')
}

/** Whether a host is the one of `pattern`, in any letter case of the pattern's, or below a dotted one. */
function isSameDomain(host: string, pattern: string): boolean {
  const domain = pattern.toLowerCase()
  if (domain === '') return false
  return domain === host || (domain.startsWith('.') && `.${host}`.endsWith(domain))
}
