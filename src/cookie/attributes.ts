/** A cookie's name and attributes as options: what each may be, and what they may be together. */
import { OptionError } from '../errors.js'
import {
  isToken,
  isTooLong,
  looksLikeMilliseconds,
  MILLISECONDS,
  TOO_LONG,
} from '../lib/options.js'
import type { Check } from '../lib/options.js'
import { warnOnce } from '../lib/warn.js'

/** `SameSite` in any letter case; it is written as given. */
export type SameSite = 'Lax' | 'Strict' | 'None' | 'lax' | 'strict' | 'none'

/** A cookie's name and attributes. */
export interface CookieAttributes {
  readonly name: string
  /** Seconds the browser keeps the cookie; `null`: until it is closed. */
  readonly maxAge: number | null
  readonly path: string | null
  readonly domain: string | null
  readonly secure: boolean
  readonly httpOnly: boolean
  readonly sameSite: SameSite | null
  readonly partitioned: boolean
}

/** How a caller spells the options that the attributes come from. */
export type AttributeNames = Readonly<Record<keyof CookieAttributes, string>>

/** The names that all but the first factory have. */
export const ATTRIBUTE_NAMES: AttributeNames = {
  name: 'cookieName',
  maxAge: 'maxAge',
  path: 'path',
  domain: 'domain',
  secure: 'secure',
  httpOnly: 'httpOnly',
  sameSite: 'sameSite',
  partitioned: 'partitioned',
}

/** Bytes of name and value together: browsers drop a cookie that has more (RFC 6265bis, 5.6). */
export const MOST_COOKIE_BYTES = 4096

const RESERVED = /^(?:comment|domain|expires|httponly|max-age|path|samesite|secure|version)$/i
/** Letters, digits, "-" and "_" between dots; Pyramid writes the dot that old browsers wanted in front. */
const HOST = /^\.?[a-z\d_-]{1,63}(?:\.[a-z\d_-]{1,63})*$/i
const PATH = /^\/[\u0020-\u003a\u003c-\u007e]*$/
const LONGEST_AGE = 100 * 365.25 * 86_400 // seconds: an `expires` far away would not be a date
const LONGEST_ATTRIBUTE = 1024 // bytes: browsers ignore a longer one (RFC 6265bis, 5.6)
const ESCAPED = /[",\\]/

/** A name that WebOb accepts: a token, no attribute's name, not starting with `$`. */
export const isCookieName: Check = (value) => {
  if (!isToken(value) || value.startsWith('$')) {
    return "must be a cookie name: letters, digits and !#%&'*+-.^_`|~"
  }
  if (value.length >= MOST_COOKIE_BYTES)
    return 'leaves no room for a value: browsers keep 4096 bytes'
  return RESERVED.test(value) ? "must not be an attribute's name" : undefined
}

/** A host, or `null` (as is the empty text) for none. */
export const isDomain: Check = (value) => {
  if (value === null || value === '') return undefined
  if (typeof value !== 'string') return 'must be text or null'
  return HOST.test(value) && value.length <= 254
    ? undefined
    : 'must be a host such as shop.example, with no scheme, port or path; names beyond ASCII as xn--…'
}

/** A path of printable ASCII without `;`, or `null` (as is the empty text) for none. */
export const isPath: Check = (value) => {
  if (value === null || value === '') return undefined
  if (typeof value !== 'string') return 'must be text or null'
  if (!PATH.test(value)) return 'must begin with / and hold only printable ASCII characters but ";"'
  return escapeAttribute(value).length > LONGEST_ATTRIBUTE
    ? `is longer than ${LONGEST_ATTRIBUTE} characters`
    : undefined
}

/** Whole seconds, negative ones included: they delete the cookie. Or `null` for no limit. */
export const isMaxAge: Check = (value) =>
  value === null || (Number.isInteger(value) && Math.abs(value as number) <= LONGEST_AGE)
    ? undefined
    : 'must be a whole number of seconds up to 100 years, or null'

export const isSameSite: Check = (value) =>
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
  readonly of: keyof CookieAttributes
  readonly problem: string
  readonly isBroken: (attributes: CookieAttributes) => boolean
}

/** What every browser drops the cookie for. */
const RULES: readonly Rule[] = [
  {
    of: 'sameSite',
    problem: "is 'None', which needs a secure cookie",
    isBroken: ({ sameSite, secure }) => sameSite?.toLowerCase() === 'none' && !secure,
  },
  {
    of: 'partitioned',
    problem: 'needs a secure cookie',
    isBroken: ({ partitioned, secure }) => partitioned && !secure,
  },
  {
    of: 'secure',
    problem: "must be true for a cookie whose name begins with '__Secure-', '__Host-' or '__Http-'",
    isBroken: ({ name, secure }) => PREFIX.test(name) && !secure,
  },
  {
    of: 'domain',
    problem: "must be null for a cookie whose name begins with '__Host-'",
    isBroken: ({ name, domain }) => HOST_PREFIX.test(name) && Boolean(domain),
  },
  {
    of: 'path',
    problem: "must be '/' for a cookie whose name begins with '__Host-'",
    isBroken: ({ name, path }) => HOST_PREFIX.test(name) && path !== '/',
  },
  {
    of: 'httpOnly',
    problem: "must be true for a cookie whose name begins with '__Http-' or '__Host-Http-'",
    isBroken: ({ name, httpOnly }) => HTTP_PREFIX.test(name) && !httpOnly,
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
    of: 'path',
    problem:
      'holds a quote, comma or backslash: it is written with an escape that browsers do not undo',
    isBroken: ({ path }) => path !== null && ESCAPED.test(path),
  },
]

/**
 * The attributes among resolved options.
 *
 * @throws {OptionError} where browsers would drop such a cookie, named by the option to change
 */
export function cookieOf(
  options: object,
  names: AttributeNames = ATTRIBUTE_NAMES,
): CookieAttributes {
  const entries = Object.entries(names).map(([attribute, option]) => [
    attribute,
    (options as Record<string, unknown>)[option],
  ])
  const attributes = Object.fromEntries(entries) as CookieAttributes
  const broken = RULES.find(({ isBroken }) => isBroken(attributes))
  if (broken !== undefined) throw new OptionError(names[broken.of], broken.problem)
  for (const { of, problem, isBroken } of DOUBTS) {
    if (isBroken(attributes)) warnOnce('CARTOUCHE_OPTION', `${names[of]} ${problem}`)
  }
  return attributes
}
