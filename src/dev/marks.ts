/**
 * By what a visitor is known: the page's own cookie, which a browser has that has seen the page; and before that the
 * session's, where no two visitors can have the same. Of cookies only hashes are kept.
 */
import { parseSetCookie } from '../cookie/parse-set-cookie.js'
import { sha256 } from '../crypto/hash.js'
import type { Cookies } from '../session/cookie-source.js'
import type { SessionSettings } from '../session/settings.js'

/** The name of the page's own cookie. */
export const PAGE_COOKIE = 'session-page'

/** 16 random bytes in base64url. */
const PAGE_PAIR = /^session-page=[\w-]{22}$/

/** The marks of who sent a request. */
export interface Marks {
  readonly page: readonly string[]
  readonly session: readonly string[]
}

export function marksIn(cookies: Cookies, settings: SessionSettings): Marks {
  const pairs = pairsIn(cookies, settings)
  return {
    page: pairs.filter((pair) => PAGE_PAIR.test(pair)).map(markOf),
    session: tellsVisitors(settings) ? sessionPairs(pairs, settings).map(markOf) : [],
  }
}

/** The marks of who is given these lines. */
export function marksOf(lines: readonly string[], settings: SessionSettings): string[] {
  if (!tellsVisitors(settings)) return []
  const cookies = lines.map(parseSetCookie).filter(({ value }) => value !== '')
  return cookies.map(({ name, value }) => markOf(`${name}=${value}`))
}

/** A pair of a name and a value, so that it cannot be read. */
export const markOf = (pair: string): string => sha256(pair)

/** Others may be the same text for all who have the same data. */
function tellsVisitors({ format: { carriesId, times = 'both' } }: SessionSettings): boolean {
  return carriesId || times === 'both'
}

/** The pairs of a Cookie header, as they stand. */
export function pairsIn(cookies: Cookies, { cookieName }: SessionSettings): string[] {
  if (typeof cookies === 'string') return cookies.split(';').map((pair) => pair.trim())
  return cookies?.value === undefined ? [] : [`${cookieName}=${cookies.value}`]
}

/** Those that hold the session, or a part of it. */
export function sessionPairs(
  pairs: readonly string[],
  { cookieName, format }: SessionSettings,
): string[] {
  const isOne = (name: string): boolean =>
    name === cookieName || (format.cookies !== undefined && name.startsWith(cookieName))
  return pairs.filter((pair) => isOne(nameOf(pair)) && nameOf(pair) !== PAGE_COOKIE)
}

const nameOf = (pair: string): string => pair.slice(0, Math.max(0, pair.indexOf('=')))
