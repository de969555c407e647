/** The cookies of Laravel: encrypted ones, and ids that are not. */
import { laravelFormat } from '../../formats/laravel.js'
import { laravelCookies } from '../../formats/laravel-cookies.js'
import { CartoucheError } from '../../errors.js'
import type { CookieText, Layer, Part } from '../inspection.js'
import { payloadLayer } from '../map/payload.js'
import { dateOf, inRow, layer } from '../map/pieces.js'
import { jsonSpan } from '../map/json.js'
import { childOf } from '../map/span.js'
import { combined, plainWays } from './row.js'
import type { FormatRow, GivenOptions, Seen } from './row.js'

const ESCAPED = /^(?:[A-Za-z\d]|%2B|%2F|%3D)+$/
const PAYLOAD = /^\{"iv":"[A-Za-z\d+/\\]{16,}={0,2}","value":"/
const JOINT = '|'

/** The JSON of a cookie; of two in one text, that of the first. */
function jsonIn(text: string): string {
  const [first = ''] = text.split(JOINT)
  return ESCAPED.test(first)
    ? Buffer.from(decodeURIComponent(first), 'base64').toString('latin1')
    : ''
}

/** A GCM payload has a tag; the keys' size is that of the cipher. */
const isGcm = (text: string): boolean => /"tag":"[^"]/.test(jsonIn(text))

const ciphersFor = (text: string): readonly string[] =>
  isGcm(text) ? ['aes-256-gcm', 'aes-128-gcm'] : ['aes-256-cbc', 'aes-128-cbc']

/** The session that is in the cookie named by the id; else the id, or whatever the cookie holds. */
function seen(
  text: string,
  cookieName: string,
  also: readonly CookieText[],
  secret: string | Uint8Array,
  options: GivenOptions,
): Seen {
  const format = laravelFormat(secret, options)
  const valuesOf = (name: string): string[] =>
    name === cookieName
      ? [text.split(JOINT)[0]!]
      : also.filter((other) => other.name === name).map((other) => other.text)
  const { encrypt: _, lifetime: _lifetime, ...cookieOptions } = options
  const content = laravelCookies(secret, cookieOptions).read(valuesOf(cookieName)[0]!, cookieName)
  const opened = layer('opened', 'what the cookie holds', content, contentParts(content))
  if (!ID.test(content)) return { layers: [opened] }
  const [whole = text] = text.includes(JOINT)
    ? [text]
    : (format.cookies?.join(valuesOf, cookieName) ?? [])
  if (!whole.includes(JOINT)) return { id: content, layers: [opened] }
  const rest = whole.slice(whole.indexOf(JOINT) + 1)
  const json = laravelCookies(secret, cookieOptions).read(rest, content)
  const record = format.read(whole, cookieName)
  return { record, id: content, format, layers: [opened, ...sessionLayers(json)] }
}

const ID = /^[A-Za-z\d]{40}$/

const contentParts = (content: string): Part[] =>
  inRow([
    ID.test(content)
      ? {
          kind: 'id',
          label: "the session's id, and the name of the cookie with its data",
          size: 40,
        }
      : { kind: 'data', label: 'text', size: content.length },
  ])

/** `{"data":…,"expires":…}` of the second cookie, and PHP's text in it. */
function sessionLayers(json: string): Layer[] {
  const bytes = Buffer.from(json)
  const root = jsonSpan(bytes.toString('latin1'))
  const [data, expires] = [childOf(root, 'data'), childOf(root, 'expires')]
  if (data === undefined || expires === undefined) return []
  const { data: php } = JSON.parse(json) as { readonly data: string }
  const end = json.slice(expires.start, expires.end)
  return [
    layer('inner', 'what the second cookie holds', bytes, [
      {
        kind: 'data',
        label: "PHP's text in JSON",
        start: data.start,
        end: data.end,
        into: 'payload',
      },
      {
        kind: 'time',
        label: 'when it is over',
        start: expires.start,
        end: expires.end,
        note: dateOf(Number(end)),
      },
    ]),
    payloadLayer(Buffer.from(php)),
  ]
}

function outerLayers(text: string): Layer[] {
  const [first = ''] = text.split(JOINT)
  const json = jsonIn(text)
  const root = jsonSpan(json)
  const part = (key: string, kind: Part['kind'], label: string, into?: Part['into']): Part[] => {
    const span = childOf(root, key)
    if (span === undefined || span.end - span.start <= 2) return []
    return [{ kind, label, start: span.start + 1, end: span.end - 1, ...(into && { into }) }]
  }
  return [
    layer('cookie', 'percent-encoded base64', text, [
      { kind: 'data', label: 'base64', start: 0, end: first.length, into: 'bytes' },
    ]),
    layer('bytes', 'JSON', json, [
      ...part('iv', 'nonce', 'initialization vector'),
      ...part('value', 'ciphertext', 'ciphertext in base64', 'opened'),
      ...part('mac', 'signature', 'signature (HMAC-SHA256)'),
      ...part('tag', 'tag', 'tag'),
    ]),
  ]
}

export const laravel: FormatRow = {
  id: 'laravel',
  title: "Laravel's encrypted cookie",
  protection: 'encrypted',
  names: ['laravel_session', 'laravel-session'],
  bindsName: true,
  times: 'renewed',
  idleTimeout: null,
  absoluteTimeout: null,
  shape: (text) => (PAYLOAD.test(jsonIn(text)) ? 'sure' : 'no'),
  ways: (secret, text, given) =>
    plainWays(secret, function* (plain) {
      const tried = { cipher: ciphersFor(text), serialize: [false, true], encrypt: [false, true] }
      for (const options of combined(tried, given)) {
        if (!fits(plain, options)) continue
        yield {
          settings: options,
          format: laravelFormat(plain, options),
          see: (one, cookieName, also) => seen(one, cookieName, also, plain, options),
        }
      }
    }),
  layers: outerLayers,
  isAsWritten: () => true,
}

/** A key has the size of its cipher: of the other it is none. */
function fits(secret: string | Uint8Array, options: GivenOptions): boolean {
  try {
    return laravelFormat(secret, options) !== undefined
  } catch (error) {
    if (!(error instanceof CartoucheError) || options['cipher'] !== 'aes-256-cbc') return false
    // The usual one tells what is wrong.
    throw error
  }
}

/** 40 letters and digits: other ids have such a shape. */
export const laravelId: FormatRow = {
  id: 'laravel-id',
  title: 'Id of a Laravel session, where cookies are not encrypted',
  protection: 'none',
  names: ['laravel_session', 'laravel-session'],
  bindsName: false,
  times: 'none',
  idleTimeout: null,
  absoluteTimeout: null,
  shape: (text) => (ID.test(text) ? 'possible' : 'no'),
  ways: () => [],
  bare: (text) => ({ id: text }),
  layers: (text) => [
    layer(
      'cookie',
      'letters and digits',
      text,
      inRow([{ kind: 'id', label: 'id', size: text.length }]),
    ),
  ],
  isAsWritten: () => true,
}
