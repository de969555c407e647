/** A cookie's name and attributes as options: what each may be, and what they may be together. */
import { OptionError } from '../errors.js'
import {
  isBoolean,
  isToken,
  isTooLong,
  looksLikeMilliseconds,
  MILLISECONDS,
  TOO_LONG,
} from '../lib/options.js'
import type { Check, OptionSpecs } from '../lib/options.js'
import { warnOnce } from '../lib/warn.js'

/** `SameSite` in any letter case; it is written as given. */
export type SameSite = 'Lax' | 'Strict' | 'None' | 'lax' | 'strict' | 'none'

/** A cookie's name and attributes, as options of whatever has a cookie of its own. */
export interface CookieOptions {
  /** The cookie's name. Default `'session'`. */
  cookieName: string
  /** Whole seconds the browser keeps the cookie; `null`: until it is closed. Default `null`. */
  maxAge: number | null
  /** The path below which the cookie is sent; `null`: that of the request. Default `'/'`. */
  path: string | null
  /** The domain the cookie is sent to; `null`: the host that set it. Default `null`. */
  domain: string | null
  /**
   * Whether the cookie is sent over HTTPS only; `'auto'`: if it was set over HTTPS, by the word of the framework
   * (behind a proxy that is its own setting of whom to trust). Default `false`, as in Pyramid: set it to `true`.
   */
  secure: boolean | 'auto'
  /** Whether scripts in the page cannot read the cookie. Default `false`, as in Pyramid: set it to `true`. */
  httpOnly: boolean
  /**
   * Whether other sites' requests carry the cookie; `null`: no attribute. With `'Strict'` a page that begins a session for
   * whoever comes signs out who follows a link of another site. Default `'Lax'`.
   */
  sameSite: SameSite | null
  /**
   * Whether a page in a frame has a cookie of its own for each site around it; needs `secure`, and `sameSite: 'None'`. At
   * sign-out the one of its name that is not goes too; to turn it off, see `acceptFormats`. Default `false`.
   */
  partitioned: boolean
}

/** How a caller spells the options. */
export type CookieOptionNames = Readonly<Record<keyof CookieOptions, string>>

/** Bytes of name and value together: browsers drop a cookie that has more (RFC 6265bis, 5.6). */
export const MOST_COOKIE_BYTES = 4096

const RESERVED = /^(?:comment|domain|expires|httponly|max-age|path|samesite|secure|version)$/i
/** Letters, digits, "-" and "_" between dots; Pyramid writes the dot that old browsers wanted in front. */
const HOST = /^\.?[a-z\d_-]{1,63}(?:\.[a-z\d_-]{1,63})*$/i
/** What the path of a URL holds as it stands; all else browsers percent-encode, as the URL standard has it, and "|" in Chromium. */
const PATH = /^\/[\w!$%&'()*+,\-./:=@[\]~]*$/
/** Browsers resolve them away. */
const DOT_SEGMENT = /\/(?:\.|%2e){1,2}(?:\/|$)/i
const LONGEST_AGE = 100 * 365.25 * 86_400 // seconds: an `expires` far away would not be a date
const LONGEST_ATTRIBUTE = 1024 // bytes: browsers ignore a longer one (RFC 6265bis, 5.6)
const ESCAPED = /,/

/** A name that WebOb accepts: a token, no attribute's name, not starting with `$`. */
const isCookieName: Check = (value) => {
  if (!isToken(value) || value.startsWith('$')) {
    return "must be a cookie name: letters, digits and !#%&'*+-.^_`|~"
  }
  if (value.length >= MOST_COOKIE_BYTES)
    return 'leaves no room for a value: browsers keep 4096 bytes'
  return RESERVED.test(value) ? "must not be an attribute's name" : undefined
}

/** A host, or `null` (as is the empty text) for none. */
const isDomain: Check = (value) => {
  if (value === null || value === '') return undefined
  if (typeof value !== 'string') return 'must be text or null'
  return HOST.test(value) && value.length <= 254
    ? undefined
    : 'must be a host such as shop.example, with no scheme, port or path; names beyond ASCII as xn--…'
}

/** A path as browsers ask for it, or `null` (as is the empty text) for none. */
const isPath: Check = (value) => {
  if (value === null || value === '') return undefined
  if (typeof value !== 'string') return 'must be text or null'
  if (!PATH.test(value) || DOT_SEGMENT.test(value)) {
    return "must be a path as browsers ask for it: '/my%20app' for '/my app', and no '.' or '..' in it"
  }
  return escapeAttribute(value).length > LONGEST_ATTRIBUTE
    ? `is longer than ${LONGEST_ATTRIBUTE} characters`
    : undefined
}

/** Whole seconds, negative ones included: they delete the cookie. Or `null` for no limit. */
const isMaxAge: Check = (value) =>
  value === null || (Number.isInteger(value) && Math.abs(value as number) <= LONGEST_AGE)
    ? undefined
    : 'must be a whole number of seconds up to 100 years, or null'

const isSecure: Check = (value) =>
  typeof value === 'boolean' || value === 'auto' ? undefined : "must be true, false or 'auto'"

const isSameSite: Check = (value) =>
  value === null || (typeof value === 'string' && /^(?:lax|strict|none)$/i.test(value))
    ? undefined
    : "must be 'Lax', 'Strict', 'None' or null"

/** WebOb's escapes for what could end an attribute's value. */
export function escapeAttribute(value: string): string {
  return value.replace(/[",\\]/g, octal)
}

/** A character up to U+00FF as a backslash and three octal digits. */
export function octal(character: string): string {
  return `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`
}

/**
 * Names by which a browser vouches for the attributes: it drops a cookie that lacks them. `Http` is of the
 * layered cookies draft, the others of RFC 6265bis (4.1.3); browsers take them in any letter case.
 */
const PREFIX = /^__(?:secure|host|http|host-http)-/i
const HOST_PREFIX = /^__host-/i
const HTTP_PREFIX = /^__(?:host-)?http-/i

/** Whether the name is one that only the site itself, over HTTPS, can have set. */
export function isPrefixed(name: string): boolean {
  return PREFIX.test(name)
}

interface Rule {
  /** What is to be changed. */
  readonly of: keyof CookieOptions
  readonly problem: string
  readonly isBroken: (attributes: CookieOptions) => boolean
}

/** What every browser drops the cookie for. */
const RULES: readonly Rule[] = [
  {
    of: 'sameSite',
    problem: "is 'None', which needs a secure cookie",
    isBroken: ({ sameSite, secure }) => sameSite?.toLowerCase() === 'none' && secure !== true,
  },
  {
    of: 'partitioned',
    problem: 'needs a secure cookie',
    isBroken: ({ partitioned, secure }) => partitioned && secure !== true,
  },
  {
    of: 'secure',
    problem: "must be true for a cookie whose name begins with '__Secure-', '__Host-' or '__Http-'",
    isBroken: ({ cookieName, secure }) => PREFIX.test(cookieName) && secure !== true,
  },
  {
    of: 'domain',
    problem: "must be null for a cookie whose name begins with '__Host-'",
    isBroken: ({ cookieName, domain }) => HOST_PREFIX.test(cookieName) && Boolean(domain),
  },
  {
    of: 'path',
    problem: "must be '/' for a cookie whose name begins with '__Host-'",
    isBroken: ({ cookieName, path }) => HOST_PREFIX.test(cookieName) && path !== '/',
  },
  {
    of: 'httpOnly',
    problem: "must be true for a cookie whose name begins with '__Http-' or '__Host-Http-'",
    isBroken: ({ cookieName, httpOnly }) => HTTP_PREFIX.test(cookieName) && !httpOnly,
  },
]

/** What Pyramid and browsers accept, and what nobody means. */
const DOUBTS: readonly Rule[] = [
  {
    of: 'maxAge',
    problem: 'of 0 or less: the browser deletes the cookie as soon as it is set',
    isBroken: ({ maxAge }) => maxAge !== null && maxAge <= 0,
  },
  {
    of: 'maxAge',
    problem: MILLISECONDS,
    isBroken: ({ maxAge }) => maxAge !== null && looksLikeMilliseconds(maxAge),
  },
  {
    of: 'maxAge',
    problem: TOO_LONG,
    isBroken: ({ maxAge }) => maxAge !== null && isTooLong(maxAge),
  },
  {
    of: 'sameSite',
    problem:
      "is not 'None', as partitioned asks for: in a frame of another site browsers neither keep nor send the cookie",
    isBroken: ({ partitioned, sameSite }) => partitioned && sameSite?.toLowerCase() !== 'none',
  },
  {
    of: 'path',
    problem: 'holds a comma: it is written with an escape that browsers do not undo',
    isBroken: ({ path }) => path !== null && ESCAPED.test(path),
  },
]

/** The options and Pyramid's defaults, which are those of 2011. */
export const cookieSpecs: OptionSpecs<CookieOptions> = {
  cookieName: { fallback: 'session', check: isCookieName },
  maxAge: { fallback: null, check: isMaxAge },
  path: { fallback: '/', check: isPath },
  domain: { fallback: null, check: isDomain },
  secure: { fallback: false, check: isSecure },
  httpOnly: { fallback: false, check: isBoolean },
  sameSite: { fallback: 'Lax', check: isSameSite },
  partitioned: { fallback: false, check: isBoolean },
}

/**
 * What resolved options say of the cookie.
 *
 * @param names how the caller spells those that it spells otherwise
 * @throws {OptionError} where browsers would drop such a cookie, named by the option to change
 */
export function checkedCookie(
  options: object,
  names: Partial<CookieOptionNames> = {},
): CookieOptions {
  const nameOf = (option: keyof CookieOptions): string => names[option] ?? option
  const given = options as Record<string, unknown>
  const entries = Object.keys(cookieSpecs) as (keyof CookieOptions)[]
  const cookie = Object.fromEntries(
    entries.map((option) => [option, given[nameOf(option)]]),
  ) as unknown as CookieOptions
  const broken = RULES.find(({ isBroken }) => isBroken(cookie))
  if (broken !== undefined) throw new OptionError(nameOf(broken.of), broken.problem)
  for (const { of, problem, isBroken } of DOUBTS) {
    if (isBroken(cookie)) warnOnce('CARTOUCHE_OPTION', `${nameOf(of)} ${problem}`)
  }
  return cookie
}
