/**
 * A Set-Cookie line of a session against what OWASP ASVS 5.0 (3.3), its session cheat sheet and RFC 6265bis ask for.
 * It is taken as one of an application behind HTTPS.
 */
import { MOST_COOKIE_BYTES, isPrefixed } from '../../cookie/attributes.js'
import { maxAgeOf, parseSetCookie } from '../../cookie/parse-set-cookie.js'
import type { SetCookie } from '../../cookie/parse-set-cookie.js'
import { OptionError } from '../../errors.js'
import { isToken, isTooLong, looksLikeMilliseconds } from '../../lib/options.js'
import { jarCookie } from '../../testing/jar-cookie.js'
import { durationOf } from '../duration.js'
import { nearest } from '../nearest.js'
import { safe } from '../safe-text.js'
import type { Finding, Level } from '../finding.js'

type Said = readonly [level: Level, text: string]

/** One item of the list; `undefined` where it does not apply. */
interface Item {
  readonly subject: string
  readonly look: (cookie: SetCookie) => Said | undefined
}

/** @param line with or without `Set-Cookie:` in front */
export function auditSetCookie(line: string, now: number): readonly Finding[] {
  const own = line.replace(/^set-cookie:\s*/i, '')
  const cookie = parseSetCookie(own)
  const findings = ITEMS.flatMap(({ subject, look }): readonly Finding[] => {
    const said = look(cookie)
    return said === undefined ? [] : [{ subject, level: said[0], text: said[1] }]
  })
  return [...findings, byBrowsers(own, cookie, now)]
}

const ITEMS: readonly Item[] = [
  {
    subject: 'name',
    look: ({ name }) => {
      if (!isToken(name)) return ['bad', 'is no token: use letters, digits, "-" and "_"']
      if (isPrefixed(name)) return ['good', `${safe(name)}: browsers vouch for its attributes`]
      return ['doubt', `${safe(name)}: named __Host-${safe(name)} no other host could set it`]
    },
  },
  {
    subject: 'value',
    look: ({ value }) =>
      /^[!#-+\--:<-[\]-~]*$/.test(value)
        ? undefined
        : ['doubt', 'has characters that a cookie may not: encode it as base64url'],
  },
  { subject: 'size', look: ({ name, value }) => sizeOf(Buffer.byteLength(name + value)) },
  {
    subject: 'HttpOnly',
    look: ({ attributes }) =>
      attributes.has('httponly')
        ? ['good', 'scripts of the page cannot read it']
        : ['bad', 'is missing: a script that gets into the page can take the session'],
  },
  {
    subject: 'Secure',
    look: ({ attributes }) =>
      attributes.has('secure')
        ? ['good', 'is sent over HTTPS only']
        : ['bad', 'is missing: one request over HTTP shows the session to the network'],
  },
  { subject: 'SameSite', look: sameSite },
  { subject: 'Domain', look: domain },
  { subject: 'Path', look: path },
  { subject: 'Max-Age', look: maxAge },
  { subject: 'Expires', look: expires },
  {
    subject: 'Partitioned',
    look: ({ attributes }) =>
      !attributes.has('partitioned')
        ? undefined
        : attributes.has('secure')
          ? ['good', 'each site that embeds yours has a session of its own']
          : ['bad', 'needs Secure: browsers drop the cookie without'],
  },
  { subject: 'attributes', look: unknownAttributes },
]

function sizeOf(bytes: number): Said {
  const of = `${bytes} of ${MOST_COOKIE_BYTES} bytes`
  if (bytes > MOST_COOKIE_BYTES)
    return ['bad', `${of}: browsers drop it. Keep less, or use a store`]
  return bytes > 0.9 * MOST_COOKIE_BYTES ? ['doubt', `${of}: nearly full`] : ['good', of]
}

function sameSite({ attributes }: SetCookie): Said {
  const value = attributes.get('samesite')?.toLowerCase()
  if (value === undefined)
    return ['doubt', 'is missing: only some browsers take that for Lax. Say SameSite=Lax']
  if (value === 'lax') return ['good', "Lax: other sites' forms come without the session"]
  if (value === 'strict')
    return ['good', 'Strict: a visit by a link from another site begins without the session']
  if (value !== 'none') return ['bad', 'is none of Lax, Strict and None: browsers ignore it']
  if (!attributes.has('secure'))
    return ['bad', 'None needs Secure: browsers drop the cookie without']
  return [
    'doubt',
    'None: every site can make requests with the session. Have CSRF tokens, and Partitioned if embedded',
  ]
}

function domain({ attributes }: SetCookie): Said {
  return attributes.get('domain')
    ? ['doubt', 'is set: every host below it gets the session, and can set it. Leave it out']
    : ['good', 'is not set: this host alone gets the session']
}

function path({ attributes }: SetCookie): Said {
  const path = attributes.get('path')
  if (path === '/') return ['good', '/']
  if (!path?.startsWith('/'))
    return [
      'doubt',
      'is missing: the cookie is sent below the folder of the request only. Say Path=/',
    ]
  return [
    'doubt',
    'is not /: elsewhere there is no session, and it keeps no other page of the host out',
  ]
}

function maxAge(cookie: SetCookie): Said | undefined {
  const text = cookie.attributes.get('max-age')
  if (text === undefined) return undefined
  const age = maxAgeOf(cookie)
  if (age === undefined) return ['bad', 'is no whole number of seconds: browsers ignore it']
  if (age <= 0) return ['doubt', 'of 0 or less takes the cookie away']
  if (looksLikeMilliseconds(age)) return ['bad', 'looks like milliseconds: it is in seconds']
  if (isTooLong(age)) return ['doubt', 'is more than 400 days: browsers keep it for no longer']
  return ['good', `${age} seconds, ${durationOf(age)}`]
}

function expires({ attributes }: SetCookie): Said | undefined {
  const text = attributes.get('expires')
  if (text === undefined) return undefined
  if (Number.isNaN(Date.parse(text))) return ['bad', 'is no date: browsers ignore it']
  return attributes.has('max-age') ? undefined : ['good', safe(text)]
}

const KNOWN = [
  'HttpOnly',
  'Secure',
  'SameSite',
  'Domain',
  'Path',
  'Max-Age',
  'Expires',
  'Partitioned',
  'Priority',
]

/** A misspelt attribute is none, and nothing tells. */
function unknownAttributes({ attributes }: SetCookie): Said | undefined {
  const known = KNOWN.map((name) => name.toLowerCase())
  const [first] = [...attributes.keys()].filter((name) => name !== '' && !known.includes(name))
  if (first === undefined) return undefined
  const near = nearest(first, known)
  const meant = near === undefined ? '' : `: ${KNOWN[known.indexOf(near)]} is meant?`
  return ['bad', `${safe(first).slice(0, 30)} is none that browsers know${meant}`]
}

/** What a browser says of the line as a whole. */
function byBrowsers(line: string, { name, attributes }: SetCookie, now: number): Finding {
  const host = attributes.get('domain')?.replace(/^\./, '') || 'shop.example'
  const subject = 'browsers'
  try {
    jarCookie(line, new URL(`https://${host}/`), now)
    return { subject, level: 'good', text: name === '' ? 'keep it, without a name' : 'keep it' }
  } catch (error) {
    if (error instanceof OptionError)
      return { subject, level: 'bad', text: `drop it: ${error.message}` }
    return { subject, level: 'bad', text: 'drop it: its Domain is no host' }
  }
}
