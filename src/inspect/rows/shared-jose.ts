/** What JSON Web Tokens share, whoever makes them. */
import { utf8KeysOf } from '../../crypto/secret.js'
import { jwtFormat } from '../../formats/jwt.js'
import { chunked } from '../../formats/shared-chunks.js'
import { signedTokens } from '../../formats/shared-jose.js'
import { decodeUrlsafeBase64Strictly } from '../../lib/base64.js'
import { isPlainObject } from '../../lib/kinds.js'
import { latin1ToText } from '../../lib/text.js'
import type { CookieText, Layer, Part } from '../inspection.js'
import { jsonSpan } from '../map/json.js'
import { payloadLayer } from '../map/payload.js'
import { dateOf, inRow, layer, separated } from '../map/pieces.js'
import { childOf, dataParts } from '../map/span.js'
import type { Span } from '../map/span.js'
import { throwaway } from './row.js'
import type { GivenOptions, Seen, Shape } from './row.js'

export type Claims = Readonly<Record<string, unknown>>

/** The object of a part in base64url; an empty one for anything else. */
function objectIn(part: string): Claims {
  try {
    const value: unknown = JSON.parse(decodeUrlsafeBase64Strictly(part)?.toString() ?? '')
    return isPlainObject(value) ? value : {}
  } catch {
    return {}
  }
}

export const JWS = /^([\w-]+)\.([\w-]+)\.([\w-]*)$/
const JWE = /^([\w-]+)\.([\w-]*)\.([\w-]+)\.([\w-]+)\.([\w-]+)$/

export const headerOf = (text: string): Claims =>
  objectIn(text.slice(0, Math.max(0, text.indexOf('.'))))

export const claimsIn = (text: string): Claims => objectIn(JWS.exec(text)?.[2] ?? '')

export const isSigned = (text: string): boolean =>
  JWS.test(text) && typeof headerOf(text)['alg'] === 'string'

export const isEncrypted = (text: string): boolean =>
  JWE.test(text) && typeof headerOf(text)['enc'] === 'string'

export const sizeOfKid = (text: string): number => String(headerOf(text)['kid'] ?? '').length

/** Base64url of the hash functions that make thumbprints of keys. */
export const KID = { sha256: 43, sha512: 86 } as const

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

export const claimsLayer = (json: string | Uint8Array): Layer =>
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

export function encryptedLayers(text: string): Layer[] {
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

export const tokenLayers = (text: string): Layer[] =>
  isSigned(text) ? signedLayers(text) : encryptedLayers(text)

export const TOKEN = {
  times: 'renewed',
  idleTimeout: null,
  absoluteTimeout: null,
  isAsWritten: () => true,
} as const

/** Pieces in cookies of their own, whatever their size. */
export function joined(text: string, cookieName: string, also: readonly CookieText[]): string {
  const valuesOf = (name: string): string[] =>
    also.filter((other) => other.name === name).map((other) => other.text)
  if (text !== '' && !valuesOf(`${cookieName}.0`).includes(text)) return text
  const inPieces = (name: string): string[] => (name === cookieName ? [] : valuesOf(name))
  return chunked(3800).join(inPieces, cookieName)[0] ?? text
}

export const encryptedShape =
  (enc: string, kid: number, other: Shape) =>
  (text: string): Shape => {
    if (!isEncrypted(text) || headerOf(text)['enc'] !== enc) return 'no'
    return sizeOfKid(text) === kid ? 'sure' : other
  }

/** What is taken for a session by the backend. */
export const isBetterAuth = (claims: Claims): boolean =>
  isPlainObject(claims['session']) && isPlainObject(claims['user'])

/** The claims, signed again. */
export function bareToken(text: string, { algorithm }: GivenOptions): Seen {
  const secret = throwaway()
  const hash = algorithm as 'HS256'
  const json = decodeUrlsafeBase64Strictly(JWS.exec(text)?.[2] ?? '')?.toString() ?? ''
  const format = jwtFormat(secret, { algorithm: hash })
  const again = signedTokens(utf8KeysOf(secret), hash).write(json)
  return { record: format.read(again, ''), format }
}
