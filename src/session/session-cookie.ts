import { CartoucheError } from '../errors.js'
import { maxAgeOf, parseSetCookie } from '../cookie/parse-set-cookie.js'
import { sureLines } from './clearing.js'
import { insideOf } from './inside.js'
import type { Session } from './session.js'

/** A cookie as the cookie stores of frameworks take it. */
export interface SessionCookie {
  readonly name: string
  /** Empty where the cookie is taken away. */
  readonly value: string
  readonly options: SessionCookieOptions
}

/** Attributes by the names that such stores have for them. */
export interface SessionCookieOptions {
  /**
   * `''`: browsers take that of the request, without its last part. SvelteKit's store cannot say so: it takes the whole
   * path of the request.
   */
  path: string
  domain?: string
  /** Seconds that the browser keeps the cookie; 0 takes it away. Without it: until it is closed. */
  maxAge?: number
  httpOnly: boolean
  secure: boolean
  /** `undefined`: no attribute, whatever the store has by default. */
  sameSite: 'lax' | 'strict' | 'none' | undefined
  partitioned?: boolean
}

/** The cookie that a Set-Cookie line sets. */
export function sessionCookie(line: string): SessionCookie {
  const cookie = parseSetCookie(line)
  const { name, value, attributes } = cookie
  const domain = attributes.get('domain')
  const maxAge = maxAgeOf(cookie)
  const sameSite = attributes.get('samesite')?.toLowerCase() as SessionCookieOptions['sameSite']
  const options: SessionCookieOptions = {
    path: attributes.get('path') ?? '',
    httpOnly: attributes.has('httponly'),
    secure: attributes.has('secure'),
    sameSite,
  }
  if (domain !== undefined) options.domain = domain
  if (maxAge !== undefined) options.maxAge = maxAge
  if (attributes.has('partitioned')) options.partitioned = true
  return { name, value, options }
}

/**
 * The line of a session that has one cookie; `undefined` where none is to be set. What takes away cookies that nobody
 * knows to be there is left out: sign-out would fail for everybody.
 *
 * @param session whose lines they are
 * @param advice what to use for several, in place of what
 * @throws {CartoucheError} `BAD_VALUE` for several
 */
export function onlyLine(
  lines: readonly string[],
  session: Partial<Pick<Session<never>, typeof insideOf>>,
  advice: string,
): string | undefined {
  // What another library made has nothing inside.
  const state = lines.length > 1 ? session[insideOf]?.way.state() : undefined
  const sure = state === undefined ? lines : sureLines(lines, state)
  if (sure.length > 1) throw new CartoucheError('BAD_VALUE', `${SEVERAL}: ${advice}`)
  return sure[0]
}

const SEVERAL =
  'There are several cookies to set, as the format has several, or one of acceptFormats is taken away'
