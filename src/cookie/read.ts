/**
 * Reads one cookie out of a Cookie header as WebOb 1.8 does (`webob.cookies`):
 *
 *     pair   = name *space "=" *space value, found anywhere in the header
 *     name   = legal *( legal but "=" )
 *     value  = quoted / date / *( legal / escape )
 *     quoted = <"> *( <\"> / any ) <">, the shortest
 *     date   = Www, DD-Mon-YYYY HH:MM:SS GMT
 *     escape = "\" 3 octal digits / "\" any
 *
 * So a value ends at the first character it does not know. Where a name comes twice the last wins. What
 * is unquoted and unescaped are bytes, which are read as UTF-8.
 *
 * Cookies whose name a browser vouches for are read strictly: see read-strictly.ts.
 */
import { isBase64 } from '../lib/base64.js'
import { isPrefixed } from './attributes.js'
import { readStrictly } from './read-strictly.js'
import { unquote } from './unquote.js'

// Space is spelled out: \s would take U+00A0, which is no white space in a header.
const SPACE = String.raw`[ \t\r\n\f\v]*`
const LEGAL = "\\w~!@#$%^&*()+\\-`.?|:/{}<>'"
const QUOTED = String.raw`"(?:\\"|.)*?"`
const DATE = String.raw`\w{3},[ \t\r\n\f\v][\w-]{9,11}[ \t\r\n\f\v][\d:]{8}[ \t\r\n\f\v]GMT`
const BARE = String.raw`(?:[${LEGAL}=]|\\(?:[0-3][0-7][0-7]|.))*`

// A name starts where a run of legal characters starts: without that, a long run that holds no "="
// would be tried again from each of its characters.
const PAIR = new RegExp(
  `(?<![${LEGAL}=])([${LEGAL}=][${LEGAL}]*)${SPACE}=${SPACE}(${QUOTED}|${DATE}|${BARE})`,
  'g',
)

/** What browsers do not send: a character that is not legal, or a space anywhere but after ";". */
const UNUSUAL = new RegExp(`[^${LEGAL}=;](?<!; )`)

/**
 * The value of the cookie `name`, unquoted and unescaped; `undefined` where the header has none. Bytes that
 * are not UTF-8 become U+FFFD.
 */
export function readCookie(header: string, name: string): string | undefined {
  if (!header.includes(name)) return undefined
  if (isPrefixed(name)) return readStrictly(header, name)[0]
  return readUsual(header, `${name}=`) ?? readAny(header, name)
}

/**
 * The value of a pair that stands once in a usual header: base64 between ";". What is base64 is legal,
 * and Node finds that out faster than an expression does: for 1 KB this is 8 times as fast.
 */
function readUsual(header: string, pair: string): string | undefined {
  const start = header.indexOf(pair)
  if (start < 0) return undefined
  const end = header.indexOf(';', start)
  const value = header.slice(start + pair.length, end < 0 ? header.length : end)
  const before = header.slice(0, start)
  const after = end < 0 ? '' : header.slice(end)
  const isUsual = isAtPairStart(before) && !UNUSUAL.test(before) && !UNUSUAL.test(after)
  return isUsual && !after.includes(pair) && isBase64(value) ? value : undefined
}

function isAtPairStart(before: string): boolean {
  return before === '' || before.endsWith('; ') || before.endsWith(';')
}

function readAny(header: string, name: string): string | undefined {
  let found: string | undefined
  for (const [, pairName, value] of header.matchAll(PAIR)) {
    if (pairName === name) found = value
  }
  return found === undefined ? undefined : unquote(found)
}

/** The same as a list, which is what sessions are looked for in. */
export function readLast(header: string, name: string): readonly string[] {
  const value = readCookie(header, name)
  return value === undefined ? [] : [value]
}
