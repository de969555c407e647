/** JSON Web Tokens: those of Auth.js, next-auth and better-auth, and any others. */
import { utf8KeysOf } from '../../crypto/secret.js'
import { DeserializeError } from '../../errors.js'
import { authJsFormat, authJsTokens } from '../../formats/auth-js.js'
import { betterAuthEncrypted, betterAuthFormat } from '../../formats/better-auth.js'
import { jwtFormat, jwtTokens } from '../../formats/jwt.js'
import type { JwtAlgorithm } from '../../formats/jwt.js'
import { nextAuthFormat, nextAuthTokens } from '../../formats/next-auth.js'
import { chunked } from '../../formats/shared-chunks.js'
import { isSignature, signedTokens } from '../../formats/shared-jose.js'
import { decodeUrlsafeBase64Strictly } from '../../lib/base64.js'
import { isPlainObject } from '../../lib/kinds.js'
import { latin1ToText } from '../../lib/text.js'
import { decodePlain } from '../../serializers/plain-json.js'
import { newRecord } from '../../session/record.js'
import type { CookieText, Layer, Part } from '../inspection.js'
import { jsonSpan } from '../map/json.js'
import { payloadLayer } from '../map/payload.js'
import { dateOf, inRow, layer, separated } from '../map/pieces.js'
import { childOf, dataParts } from '../map/span.js'
import type { Span } from '../map/span.js'
import { combined, plainWays, throwaway, wayOf } from './row.js'
import type { FormatRow, GivenOptions, Seen, Shape } from './row.js'

type Claims = Readonly<Record<string, unknown>>

/** The object of a part in base64url; an empty one for anything else. */
function objectIn(part: string): Claims {
  try {
    const value: unknown = JSON.parse(decodeUrlsafeBase64Strictly(part)?.toString() ?? '')
    return isPlainObject(value) ? value : {}
  } catch {
    return {}
  }
}

const JWS = /^([\w-]+)\.([\w-]+)\.([\w-]*)$/
const JWE = /^([\w-]+)\.([\w-]*)\.([\w-]+)\.([\w-]+)\.([\w-]+)$/

const headerOf = (text: string): Claims => objectIn(text.slice(0, Math.max(0, text.indexOf('.'))))

const claimsIn = (text: string): Claims => objectIn(JWS.exec(text)?.[2] ?? '')

const isSigned = (text: string): boolean =>
  JWS.test(text) && typeof headerOf(text)['alg'] === 'string'

const isEncrypted = (text: string): boolean =>
  JWE.test(text) && typeof headerOf(text)['enc'] === 'string'

const sizeOfKid = (text: string): number => String(headerOf(text)['kid'] ?? '').length

/** Base64url of the hash functions that make thumbprints of keys. */
const KID = { sha256: 43, sha512: 86 } as const

// ---- layers

const headerLayer = (text: string): Layer => {
  const bytes = decodeUrlsafeBase64Strictly(text.split('.')[0]!) ?? Buffer.alloc(0)
  const root = jsonSpan(latin1ToText(bytes))
  const parts = (root?.children ?? []).map(({ key, value }): Part => {
    const kind = key === 'kid' ? 'key id' : 'header'
    return { kind, label: String(key), start: value.start, end: value.end }
  })
  return layer('header', 'header in JSON', bytes, parts, 'json')
}

/** Claims that tell times, and all of them. */
const TIMES: Readonly<Record<string, string>> = {
  iat: 'time of its making',
  exp: 'when it is over',
  nbf: 'from when on it is good',
}

function claimParts(root: Span, json: string): Part[] {
  const times = Object.entries(TIMES).flatMap(([name, label]): Part[] => {
    const span = childOf(root, name)
    if (span === undefined) return []
    const { start, end } = span
    return [{ kind: 'time', label, start, end, note: dateOf(Number(json.slice(start, end))) }]
  })
  const isTime = (part: Part): boolean =>
    part.path?.length === 1 && (part.path[0]! as string) in TIMES
  return [...times, ...dataParts(root).filter((part) => part.kind === 'key' || !isTime(part))]
}

const claimsLayer = (json: string | Uint8Array): Layer =>
  payloadLayer(typeof json === 'string' ? Buffer.from(json) : json, { partsOf: claimParts })

function signedLayers(text: string): Layer[] {
  const [, header = '', claims = '', signature = ''] = JWS.exec(text) ?? []
  const pieces = separated('.', [
    { kind: 'header', label: 'header', text: header, into: 'header' },
    { kind: 'data', label: 'claims', text: claims, into: 'payload' },
    { kind: 'signature', label: `signature (${String(headerOf(text)['alg'])})`, text: signature },
  ])
  return [
    layer('cookie', 'a signed token (JWS)', text, inRow(pieces)),
    headerLayer(text),
    claimsLayer(decodeUrlsafeBase64Strictly(claims) ?? Buffer.alloc(0)),
  ]
}

function encryptedLayers(text: string): Layer[] {
  const [, header = '', key = '', iv = '', ciphertext = '', tag = ''] = JWE.exec(text) ?? []
  const { enc } = headerOf(text)
  const pieces = separated('.', [
    { kind: 'header', label: 'header', text: header, into: 'header' },
    { kind: 'key', label: 'encrypted key', text: key },
    { kind: 'nonce', label: 'initialization vector', text: iv },
    { kind: 'ciphertext', label: `ciphertext (${String(enc)})`, text: ciphertext, into: 'payload' },
    { kind: 'tag', label: 'tag', text: tag },
  ])
  return [layer('cookie', 'an encrypted token (JWE)', text, inRow(pieces)), headerLayer(text)]
}

const tokenLayers = (text: string): Layer[] =>
  isSigned(text) ? signedLayers(text) : encryptedLayers(text)

// ---- rows

const MAX_AGE = 400 * 86_400

const TOKEN = {
  times: 'renewed',
  idleTimeout: null,
  absoluteTimeout: null,
  isAsWritten: () => true,
} as const

/** Pieces in cookies of their own, whatever their size. */
function joined(text: string, cookieName: string, also: readonly CookieText[]): string {
  const valuesOf = (name: string): string[] =>
    also.filter((other) => other.name === name).map((other) => other.text)
  if (text !== '' && !valuesOf(`${cookieName}.0`).includes(text)) return text
  return chunked(3800).join(valuesOf, cookieName).at(-1) ?? text
}

const encryptedShape =
  (enc: string, kid: number, other: Shape) =>
  (text: string): Shape => {
    if (!isEncrypted(text) || headerOf(text)['enc'] !== enc) return 'no'
    return sizeOfKid(text) === kid ? 'sure' : other
  }

export const authJs: FormatRow = {
  ...TOKEN,
  id: 'auth-js',
  title: "Auth.js's session token",
  protection: 'encrypted',
  names: ['authjs.session-token', '__Secure-authjs.session-token'],
  bindsName: true,
  join: joined,
  shape: encryptedShape('A256CBC-HS512', KID.sha512, 'possible'),
  ways: (secret, _, given) =>
    plainWays(secret, function* (plain) {
      yield wayOf(authJsFormat(plain, given), given, (text, cookieName) => [
        claimsLayer(authJsTokens(plain)(cookieName).read(text).json),
      ])
    }),
  layers: encryptedLayers,
}

export const nextAuth: FormatRow = {
  ...TOKEN,
  id: 'next-auth',
  title: "next-auth's session token",
  protection: 'encrypted',
  names: ['next-auth.session-token', '__Secure-next-auth.session-token'],
  bindsName: false,
  join: joined,
  shape: (text) => {
    if (!isEncrypted(text) || headerOf(text)['enc'] !== 'A256GCM') return 'no'
    return sizeOfKid(text) === 0 ? 'likely' : 'possible'
  },
  ways: (secret, _, given) =>
    plainWays(secret, function* (plain) {
      yield wayOf(nextAuthFormat(plain, given), given, (text) => [
        claimsLayer(nextAuthTokens(plain).read(text).json),
      ])
    }),
  layers: encryptedLayers,
}

const COMPACT = /^\{"session":\{.*\},"expiresAt":\d{1,15},"signature":"[\w-]{43}"\}$/s

const compactIn = (text: string): string | undefined => {
  const json = decodeUrlsafeBase64Strictly(text)?.toString()
  return json !== undefined && COMPACT.test(json) ? json : undefined
}

/** What is taken for a session by the backend. */
const isBetterAuth = (claims: Claims): boolean =>
  isPlainObject(claims['session']) && isPlainObject(claims['user'])

function betterAuthShape(text: string): Shape {
  if (compactIn(text) !== undefined) return 'sure'
  if (isSigned(text)) return isBetterAuth(claimsIn(text)) ? 'sure' : 'no'
  return encryptedShape('A256CBC-HS512', KID.sha256, 'possible')(text)
}

const strategyOf = (text: string): 'compact' | 'jwt' | 'jwe' => {
  if (!text.includes('.')) return 'compact'
  return isSigned(text) ? 'jwt' : 'jwe'
}

function compactLayers(json: string, text: string): Layer[] {
  const bytes = Buffer.from(json)
  const root = jsonSpan(bytes.toString('latin1'))
  const [data, end, mac] = ['session', 'expiresAt', 'signature'].map((key) => childOf(root, key))
  if (!data || !end || !mac) throw new DeserializeError('BAD_PAYLOAD', 'The session is no JSON')
  const note = dateOf(Number(bytes.toString('latin1', end.start, end.end)) / 1000)
  return [
    layer('cookie', 'base64url', text, [
      { kind: 'data', label: 'base64url', start: 0, end: text.length, into: 'bytes' },
    ]),
    layer('bytes', 'JSON', bytes, [
      { kind: 'data', label: 'data', start: data.start, end: data.end, into: 'payload' },
      { kind: 'time', label: 'when it is over', start: end.start, end: end.end, note },
      {
        kind: 'signature',
        label: 'signature (HMAC-SHA256)',
        start: mac.start + 1,
        end: mac.end - 1,
      },
    ]),
    payloadLayer(bytes.subarray(data.start, data.end)),
  ]
}

function bareBetterAuth(text: string): Seen {
  const json = compactIn(text)
  if (json === undefined) return bareToken(text, { algorithm: 'HS256' })
  const { session, expiresAt } = parsed(json) as { session: object; expiresAt: number }
  const data = decodePlain(JSON.stringify(session))
  const format = betterAuthFormat(throwaway(), { maxAge: MAX_AGE })
  return { record: { ...newRecord(0), data, expires: expiresAt / 1000 }, format }
}

/** The brackets and quotes are where they should be, but somebody may have changed what is between them. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw new DeserializeError('BAD_PAYLOAD', 'The session is no JSON', { cause })
  }
}

export const betterAuth: FormatRow = {
  ...TOKEN,
  id: 'better-auth',
  title: "better-auth's session data",
  protection: 'signed',
  names: ['better-auth.session_data', '__Secure-better-auth.session_data'],
  bindsName: false,
  join: joined,
  shape: betterAuthShape,
  ways: (secret, text, given) =>
    plainWays(secret, function* (plain) {
      for (const options of combined({ strategy: [strategyOf(text)] }, given)) {
        yield wayOf(betterAuthFormat(plain, options), options, (one) =>
          strategyOf(one) === 'jwe'
            ? [claimsLayer(betterAuthEncrypted(utf8KeysOf(plain)).read(one).json)]
            : [],
        )
      }
    }),
  bare: (text) => (isEncrypted(text) ? {} : bareBetterAuth(text)),
  layers: (text) => {
    const json = compactIn(text)
    return json === undefined ? tokenLayers(text) : compactLayers(json, text)
  },
}

const ENCRYPTIONS = ['A256GCM', 'A256CBC-HS512']

/** As the header tells; a token that says something else is read by nobody. */
function algorithmOf(text: string): JwtAlgorithm | undefined {
  const { alg, enc } = headerOf(text)
  if (isSigned(text)) return isSignature(alg as string) ? (alg as JwtAlgorithm) : undefined
  return alg === 'dir' && ENCRYPTIONS.includes(enc as string) ? (enc as JwtAlgorithm) : undefined
}

/** The claims, signed again. */
function bareToken(text: string, { algorithm }: GivenOptions): Seen {
  const secret = throwaway()
  const hash = algorithm as 'HS256'
  const json = decodeUrlsafeBase64Strictly(JWS.exec(text)?.[2] ?? '')?.toString() ?? ''
  const format = jwtFormat(secret, { algorithm: hash })
  const again = signedTokens(utf8KeysOf(secret), hash).write(json)
  return { record: format.read(again, ''), format }
}

export const jwt: FormatRow = {
  ...TOKEN,
  id: 'jwt',
  title: 'JSON Web Token',
  protection: 'signed',
  names: ['session', 'token', 'jwt'],
  bindsName: false,
  join: joined,
  shape: (text) => {
    if (isSigned(text)) return isBetterAuth(claimsIn(text)) ? 'possible' : 'sure'
    if (!isEncrypted(text)) return 'no'
    return sizeOfKid(text) === 0 ? 'likely' : 'possible'
  },
  ways: (secret, text, given) =>
    plainWays(secret, function* (plain) {
      const algorithm = algorithmOf(text)
      if (algorithm === undefined) return
      const options = { algorithm, ...given }
      yield wayOf(jwtFormat(plain, options), { algorithm }, (one) =>
        isSignature(algorithm) ? [] : [claimsLayer(jwtTokens(plain, algorithm).read(one).json)],
      )
    }),
  bare: (text) => (isSigned(text) ? bareToken(text, { algorithm: 'HS512' }) : {}),
  layers: tokenLayers,
}
