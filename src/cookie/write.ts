/**
 * Writes Set-Cookie lines as WebOb 1.8 does: attributes in its order and letter case, and `expires`
 * beside every `Max-Age`, for browsers that know only one of them.
 */
import { OptionError } from '../errors.js'
import { isBase64 } from '../lib/base64.js'
import type { Check } from '../lib/options.js'

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
}

const TOKEN = /^[\w!#%&'*+\-.^`|~$]+$/
const BARE_VALUE = /^[\w!#$%&'()*+\-./:<=>?@[\]^`{|}~]*$/
const NEEDS_ESCAPE = /[^\w!#$%&'()*+\-./:<=>?@[\]^`{|}~ ]/g
const RESERVED = /^(?:comment|domain|expires|httponly|max-age|path|samesite|secure|version)$/i
const ATTRIBUTE_VALUE = /^[\u0020-\u003a\u003c-\u007e]*$/
const LONGEST_AGE = 100 * 365.25 * 86_400 // seconds: an `expires` far away would not be a date
const LONGEST_ATTRIBUTE = 1024 // characters: browsers ignore a longer one (RFC 6265bis, 5.6)

/** A name that WebOb accepts: a token, no attribute's name, not starting with `$`. */
export const isCookieName: Check = (value) => {
  if (typeof value !== 'string' || !TOKEN.test(value) || value.startsWith('$')) {
    return "must be a cookie name: letters, digits and !#%&'*+-.^_`|~"
  }
  return RESERVED.test(value) ? "must not be an attribute's name" : undefined
}

/** A path or a domain: printable ASCII without `;`, or `null` (as is the empty text) for none. */
export const isAttributeValue: Check = (value) => {
  if (value === null) return undefined
  if (typeof value !== 'string') return 'must be text or null'
  if (!ATTRIBUTE_VALUE.test(value)) return 'must hold only printable ASCII characters but ";"'
  return value.length > LONGEST_ATTRIBUTE
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

/** @throws {OptionError} named `option` for `SameSite=None` without `secure`, which browsers refuse */
export function checkSameSiteIsSecure(
  option: string,
  sameSite: SameSite | null,
  secure: boolean,
): void {
  if (sameSite?.toLowerCase() === 'none' && !secure) {
    throw new OptionError(option, "is 'None', which needs a secure cookie")
  }
}

/** Makes Set-Cookie headers of one cookie. */
export type SetCookieWriter = (value: string, now: number) => string

/**
 * Prepares all of a Set-Cookie header but the cookie's value, which has characters up to U+00FF, each
 * one byte, and the time, in seconds since 1970, from which `expires` counts. A value with characters
 * that WebOb does not let stand alone goes into quotes, with octal escapes.
 */
export function setCookieWriter(attributes: CookieAttributes): SetCookieWriter {
  const { name, domain, maxAge, path, secure, httpOnly, sameSite } = attributes
  let before = domain ? `; Domain=${escape(domain)}` : ''
  if (maxAge !== null) before += `; Max-Age=${maxAge}`
  if (path) before += `; Path=${escape(path)}`
  let after = secure ? '; secure' : ''
  if (httpOnly) after += '; HttpOnly'
  if (sameSite !== null) after += `; SameSite=${sameSite}`
  return (value, now) => {
    const expiry = maxAge === null ? '' : `; expires=${expires(now + maxAge)}`
    return `${name}=${quote(value)}${before}${expiry}${after}`
  }
}

function quote(value: string): string {
  // Node tells base64, which stands alone, faster than an expression does.
  const standsAlone = isBase64(value) || BARE_VALUE.test(value)
  return standsAlone ? value : `"${value.replace(NEEDS_ESCAPE, octal)}"`
}

/** WebOb's escapes for what could end an attribute's value. */
function escape(value: string): string {
  return value.replace(/[",\\]/g, octal)
}

function octal(character: string): string {
  return `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`
}

/** `Www, DD-Mon-YYYY HH:MM:SS GMT`: an HTTP date with dashes, in whole seconds. */
function expires(seconds: number): string {
  const date = new Date(Math.floor(seconds) * 1000).toUTCString()
  return date.replace(/^(\w+, \d+) (\w+) (\d+)/, '$1-$2-$3')
}
