/** What people paste: a value, a header, a command line of curl, a recording of a browser. */
import type { Pasted } from '../inspection.js'
import { curlCookies } from './curl.js'
import { harCookies } from './har.js'
import { cookiesOfHeader, setCookieOf, valueOf } from './header.js'
import { gathered } from './gather.js'

const SET_COOKIE = /^\s*set-cookie2?\s*:\s*/i
const COOKIE = /^\s*cookie\s*:\s*/i
const CURL = /^\s*(?:\$\s*)?(?:\S*\/)?curl(?:\.exe)?\s/i
/** Attributes that only a `Set-Cookie` line has. */
const ATTRIBUTE =
  /;\s*(?:path|domain|expires|max-age|samesite)\s*=|;\s*(?:httponly|secure|partitioned)\s*(?:;|$)/i
/** A name, and what may be its value: base64 ends with `=` itself. */
const PAIR = /^\s*[!#$%&'*+.^_`|~\w-]+=(?=[^=\s])/

/**
 * The cookies in a text, whatever it is: a value by itself, quoted or not; a `Cookie:` or `Set-Cookie:` header, with its
 * name or without it; a command line of curl, as browsers copy it; an entry or a whole file of HAR. Several lines may be
 * several `Set-Cookie` headers. Where nothing is found, there is no cookie.
 */
export function fromInput(text: string): Pasted {
  const trimmed = text.trim()
  const har = harCookies(trimmed)
  if (har !== undefined) return { kind: 'har', cookies: gathered(har) }
  if (CURL.test(trimmed)) return { kind: 'curl', cookies: gathered(curlCookies(trimmed)) }
  const lines = trimmed.split(/\r?\n/).filter((line) => line.trim() !== '')
  return fromLines(lines)
}

function fromLines(lines: readonly string[]): Pasted {
  const set = lines.filter((line) => SET_COOKIE.test(line) || isSetCookie(line))
  if (set.length > 0) {
    return {
      kind: 'set-cookie',
      cookies: gathered(set.map((line) => setCookieOf(line.replace(SET_COOKIE, '')))),
    }
  }
  const headers = lines.filter((line) => COOKIE.test(line))
  if (headers.length > 0) return header(headers.map((line) => line.replace(COOKIE, '')))
  const [only = ''] = lines
  if (lines.length === 1 && PAIR.test(only)) return header(lines)
  // A long value may have been wrapped.
  const value = valueOf(lines.map((line) => line.trim()).join(''))
  return { kind: 'value', cookies: value === '' ? [] : gathered([{ text: value }]) }
}

const isSetCookie = (line: string): boolean =>
  !COOKIE.test(line) && PAIR.test(line) && ATTRIBUTE.test(line)

const header = (lines: readonly string[]): Pasted => ({
  kind: 'cookie header',
  cookies: gathered(lines.flatMap(cookiesOfHeader)),
})
