/**
 * Writes Set-Cookie lines as WebOb 1.8 does: attributes in its order and letter case, and `expires`
 * beside every `Max-Age`, for browsers that know only one of them. `Partitioned`, which WebOb does not
 * have, comes last.
 */
import { CartoucheError, CookieTooLargeError } from '../errors.js'
import { isBase64 } from '../lib/base64.js'
import { MOST_COOKIE_BYTES, escapeAttribute, octal } from './attributes.js'
import type { CookieOptions } from './attributes.js'

/** Not the brackets, which WebOb writes bare: readers, its own too, end such a value at them. */
const BARE_VALUE = /^[\w!#$%&'()*+\-./:<=>?@^`{|}~]*$/
const NEEDS_ESCAPE = /[^\w!#$%&'()*+\-./:<=>?@[\]^`{|}~ ]/g

/**
 * Makes Set-Cookie headers of one cookie.
 *
 * @param age seconds to keep it, in place of its attribute; 0 takes it away
 * @param isSecure asked whether it is set over HTTPS, for a cookie that is secure then; it is where nobody knows
 * @throws {CookieTooLargeError} when what is written of the value is longer than browsers keep
 */
export type SetCookieWriter = (
  value: string,
  now: number,
  age?: number,
  isSecure?: () => boolean,
) => string

/**
 * Prepares all of a Set-Cookie header but the cookie's value and the time, in seconds since 1970, from
 * which `expires` counts. A value with characters that WebOb does not let stand alone goes into quotes,
 * with octal escapes of its bytes in UTF-8.
 *
 * @param isBare whether all values are known to stand alone
 */
export function setCookieWriter(options: CookieOptions, isBare = false): SetCookieWriter {
  const { cookieName: name, domain, path, secure, httpOnly, sameSite, partitioned } = options
  const to = domain ? `; Domain=${escapeAttribute(domain)}` : ''
  const below = path ? `; Path=${escapeAttribute(path)}` : ''
  let rest = httpOnly ? '; HttpOnly' : ''
  if (sameSite !== null) rest += `; SameSite=${sameSite}`
  if (partitioned) rest += '; Partitioned'
  const most = secure ? `; secure${rest}` : rest
  const limit = MOST_COOKIE_BYTES - name.length
  return (value, now, age, isSecure) => {
    const after = secure === 'auto' && isSecure?.() === false ? rest : most
    const written = isBare ? value : quote(value)
    if (written.length > limit) throw new CookieTooLargeError(written.length, limit)
    const maxAge = age ?? options.maxAge
    if (maxAge === null) return `${name}=${written}${to}${below}${after}`
    const expiry = expires(age === 0 ? 0 : now + maxAge)
    return `${name}=${written}${to}; Max-Age=${maxAge}${below}; expires=${expiry}${after}`
  }
}

/**
 * What is written of a value: in quotes, and longer, where it cannot stand alone.
 *
 * @throws {CartoucheError} `BAD_VALUE` for half a surrogate pair
 */
export function quote(value: string): string {
  // Node tells base64, which stands alone, faster than an expression does.
  if (isBase64(value) || BARE_VALUE.test(value)) return value
  if (!value.isWellFormed()) {
    throw new CartoucheError('BAD_VALUE', 'The cookie value holds half a surrogate pair')
  }
  return `"${Buffer.from(value).toString('latin1').replace(NEEDS_ESCAPE, octal)}"`
}

/** `Www, DD-Mon-YYYY HH:MM:SS GMT`: an HTTP date with dashes, in whole seconds. */
function expires(seconds: number): string {
  const date = new Date(Math.floor(seconds) * 1000).toUTCString()
  return date.replace(/^(\w+, \d+) (\w+) (\d+)/, '$1-$2-$3')
}
