/** Which cookies a browser keeps, and which it sends: RFC 6265bis, 5.7 and 5.8. */
import { MOST_COOKIE_BYTES, checkedCookie, isPrefixed } from '../cookie/attributes.js'
import type { CookieOptions } from '../cookie/attributes.js'
import { OptionError } from '../errors.js'
import { maxAgeOf, parseSetCookie } from '../cookie/parse-set-cookie.js'
import type { SetCookie } from '../cookie/parse-set-cookie.js'

/** A cookie that is kept. */
export interface JarCookie {
  readonly name: string
  readonly value: string
  /** The host that set it, or the domain that it is sent to. */
  readonly domain: string
  /** Whether it is sent to that host only, and to none below it. */
  readonly hostOnly: boolean
  readonly path: string
  readonly secure: boolean
  readonly httpOnly: boolean
  /** `null`: not said, which is as Lax. */
  readonly sameSite: 'Strict' | 'Lax' | 'None' | null
  /** When it ends, in seconds since 1970; `null`: when the browser is closed. */
  readonly expires: number | null
}

/** Seconds; browsers keep no cookie for longer: RFC 6265bis, 5.5. */
const LONGEST_USE = 400 * 86_400
const LONGEST_ATTRIBUTE = 1024 // bytes: browsers ignore a longer one
// eslint-disable-next-line no-control-regex
const CONTROL = /[\0-\x08\n-\x1f\x7f]/

/**
 * What a browser keeps of a Set-Cookie line.
 *
 * @throws {OptionError} why it keeps nothing: by the attribute that is to be changed
 */
export function jarCookie(line: string, url: URL, now: number): JarCookie {
  if (CONTROL.test(line)) throw new OptionError('line', 'holds a control character')
  const cookie = withoutLong(parseSetCookie(line))
  const { name, value, attributes } = cookie
  const path = attributes.get('path') ?? ''
  const secure = attributes.has('secure')
  const httpOnly = attributes.has('httponly')
  const sameSite = sameSiteOf(cookie)
  checkText(cookie)
  checkAttributes(cookie, { secure, httpOnly, sameSite })
  if (secure && !isSecureUrl(url))
    throw new OptionError('secure', `is set, and ${url.origin} is not`)
  return {
    name,
    value,
    ...domainOf(cookie, url.hostname),
    path: path.startsWith('/') ? path : defaultPath(url),
    secure,
    httpOnly,
    sameSite,
    expires: expiryOf(cookie, now),
  }
}

function withoutLong({ attributes, ...rest }: SetCookie): SetCookie {
  const short = [...attributes].filter(([, value]) => Buffer.byteLength(value) <= LONGEST_ATTRIBUTE)
  return { ...rest, attributes: new Map(short) }
}

function checkText({ name, value }: SetCookie): void {
  if (name === '' && value === '') throw new OptionError('line', 'has neither name nor value')
  if (name === '' && isPrefixed(value)) throw new OptionError('line', 'has no name, and a prefix')
  const size = Buffer.byteLength(name) + Buffer.byteLength(value)
  if (size <= MOST_COOKIE_BYTES) return
  throw new OptionError('value', `makes it ${size} bytes; browsers keep ${MOST_COOKIE_BYTES}`)
}

/** What browsers ask of attributes is known to factories too. */
function checkAttributes(
  { name, attributes }: SetCookie,
  flags: Pick<CookieOptions, 'secure' | 'httpOnly' | 'sameSite'>,
): void {
  checkedCookie({
    ...flags,
    cookieName: name,
    domain: attributes.get('domain') ?? null,
    path: attributes.get('path') === '/' ? '/' : null,
    partitioned: attributes.has('partitioned'),
    maxAge: null,
  })
}

function sameSiteOf({ attributes }: SetCookie): JarCookie['sameSite'] {
  const given = attributes.get('samesite')?.toLowerCase()
  return (['Strict', 'Lax', 'None'] as const).find((one) => one.toLowerCase() === given) ?? null
}

function domainOf({ attributes }: SetCookie, host: string): Pick<JarCookie, 'domain' | 'hostOnly'> {
  const domain = (attributes.get('domain') ?? '').replace(/^\./, '').toLowerCase()
  if (domain === '') return { domain: host, hostOnly: true }
  if (!isBelow(host, domain)) throw new OptionError('domain', `is not that of ${host}`)
  const isTop = !domain.includes('.')
  if (isTop && domain !== host) throw new OptionError('domain', 'is that of many sites')
  return { domain, hostOnly: isTop }
}

/** The end; `null` where the line names none. In the past, the cookie is taken away. */
function expiryOf(cookie: SetCookie, now: number): number | null {
  const age = maxAgeOf(cookie)
  if (age !== undefined) return age <= 0 ? -Infinity : now + Math.min(age, LONGEST_USE)
  const expires = Date.parse(cookie.attributes.get('expires') ?? '') / 1000
  return Number.isNaN(expires) ? null : Math.min(expires, now + LONGEST_USE)
}

function defaultPath({ pathname }: URL): string {
  return pathname.slice(0, pathname.lastIndexOf('/')) || '/'
}

/** Whether a host is `domain` or lies below it. Addresses have nothing below them. */
function isBelow(host: string, domain: string): boolean {
  if (host === domain) return true
  const isAddress = host.startsWith('[') || /^\d+(?:\.\d+){3}$/.test(host)
  return !isAddress && host.endsWith(`.${domain}`)
}

function isUnder(path: string, cookiePath: string): boolean {
  if (!path.startsWith(cookiePath)) return false
  return path === cookiePath || cookiePath.endsWith('/') || path[cookiePath.length] === '/'
}

/** HTTPS, or this machine: what Chromium and Firefox hold for secure. */
function isSecureUrl({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || /^(?:(?:.*\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname)
}

/** Whether a cookie over plain HTTP would take the place of a secure one, which no browser lets happen. */
export function isShadowing(cookie: JarCookie, kept: JarCookie, url: URL): boolean {
  if (isSecureUrl(url) || !kept.secure || kept.name !== cookie.name) return false
  const areNear = isBelow(cookie.domain, kept.domain) || isBelow(kept.domain, cookie.domain)
  return areNear && isUnder(cookie.path, kept.path)
}

/** A request, as far as it matters to its cookies. */
export interface Asked {
  readonly url: URL
  /** Whether another site's page makes it. */
  readonly isCrossSite: boolean
  /** Whether it goes to where the address bar is, by a safe method. */
  readonly isVisit: boolean
}

/** Whether the cookie, which has not ended, goes along with a request. */
export function isSent(cookie: JarCookie, { url, isCrossSite, isVisit }: Asked): boolean {
  const { domain, hostOnly, path, secure, sameSite } = cookie
  if (hostOnly ? url.hostname !== domain : !isBelow(url.hostname, domain)) return false
  if (!isUnder(url.pathname, path) || (secure && !isSecureUrl(url))) return false
  return !isCrossSite || sameSite === 'None' || (sameSite !== 'Strict' && isVisit)
}
