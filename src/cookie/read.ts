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
 * Cookies whose name a browser vouches for are read strictly, as browsers write them (RFC 6265bis, 5.8.3):
 * with the grammar above, other cookies could be written so that they are read as one of them.
 *
 *     header = pair *( ";" pair )
 *     pair   = *blank name *blank "=" *blank value *blank, at the first "="
 *     blank  = SP / HTAB
 */

import { isBase64 } from '../lib/base64.js'
import { textToLatin1 } from '../lib/text.js'
import { isPrefixed } from './attributes.js'

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
const ESCAPE = /\\(?:([0-3][0-7][0-7])|(.))/g

/** What browsers do not send: a character that is not legal, or a space anywhere but after ";". */
const UNUSUAL = new RegExp(`[^${LEGAL}=;](?<!; )`)

/** How many cookies of one name are worth a look. */
const MOST_OF_A_NAME = 4

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

/** The values of the last four cookies of that name, the last one first, read strictly. */
export function readStrictly(header: string, name: string): readonly string[] {
  const pairs = header.split(';').map((pair) => /^([^=]*)=(.*)$/s.exec(pair))
  const values = pairs.filter((pair) => pair !== null && trim(pair[1]!) === name)
  return values
    .slice(-MOST_OF_A_NAME)
    .map((pair) => unquoteWhole(trim(pair![2]!)))
    .toReversed()
}

function trim(text: string): string {
  let [start, end] = [0, text.length]
  while (isBlank(text[start])) start++
  while (end > start && isBlank(text[end - 1])) end--
  return text.slice(start, end)
}

const isBlank = (character: string | undefined): boolean => character === ' ' || character === '\t'

/** A value that stands in quotes from end to end is one that was written with escapes; others are as they are. */
function unquoteWhole(value: string): string {
  return /^".*"$/s.test(value) ? unquote(value) : utf8(value)
}

function isAtPairStart(before: string): boolean {
  return before === '' || before.endsWith('; ') || before.endsWith(';')
}

function readAny(header: string, name: string): string | undefined {
  let found: string | undefined
  for (const [, pairName, value] of header.matchAll(PAIR)) {
    if (pairName === name) found = unquote(value!)
  }
  return found
}

function unquote(value: string): string {
  const bare = value.length > 1 && value.startsWith('"') ? value.slice(1, -1) : value
  return utf8(bare.includes('\\') ? bare.replace(ESCAPE, unescape) : bare)
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** The text of bytes, which come one a character. A header that held wider characters stays as it is. */
function utf8(text: string): string {
  // eslint-disable-next-line no-control-regex
  if (/^[\0-\x7f]*$/.test(text)) return text
  const bytes = textToLatin1(text)
  return bytes === undefined ? text : decoder.decode(bytes)
}

function unescape(_: string, octal: string | undefined, character: string): string {
  return octal === undefined ? character : String.fromCharCode(Number.parseInt(octal, 8))
}
