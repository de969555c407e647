/** The cookies of this library's own formats. */
import { sha256 } from '../../crypto/hash.js'
import { sealedFormat } from '../../formats/sealed.js'
import { sealedTokens } from '../../formats/shared-seal.js'
import { HEAD, recordOfPayload } from '../../formats/shared-token.js'
import { signedFormat } from '../../formats/signed.js'
import { storedFormat } from '../../formats/stored.js'
import { decodeUrlsafeBase64Strictly } from '../../lib/base64.js'
import { MODERN } from '../../session/life.js'
import type { Layer, Part } from '../inspection.js'
import { payloadLayer } from '../map/payload.js'
import { base64urlLayers, dateOf } from '../map/pieces.js'
import type { Piece } from '../map/pieces.js'
import { jsonSpan } from '../map/json.js'
import { childOf } from '../map/span.js'
import { plainWays, throwaway, wayOf } from './row.js'
import type { FormatRow, Shape } from './row.js'

const NONCE = 24
const TAG = 16
const MAC = 32
const SECRET = 43

const NOTHING = Buffer.alloc(0)
const bytesOf = (text: string): Buffer => decodeUrlsafeBase64Strictly(text) ?? NOTHING

const HEAD_PIECES: readonly Piece[] = [
  { kind: 'version', label: 'version', size: 1 },
  { kind: 'key id', label: 'id of the key', size: HEAD - 1 },
]

function outer(text: string, pieces: (size: number) => readonly Piece[]): Layer[] {
  const bytes = bytesOf(text)
  return base64urlLayers(text, bytes, [...HEAD_PIECES, ...pieces(bytes.length - HEAD)])
}

/** The header `[created, since, id, subject, persistent]` LF, and the data behind it. */
function tokenPayload(payload: Uint8Array): Layer[] {
  const end = payload.indexOf(0x0a)
  const header = Buffer.from(payload.subarray(0, end)).toString('latin1')
  const root = jsonSpan(header)
  const [created, since] = (JSON.parse(header) as [number, number]) ?? []
  const part = (key: number, kind: Part['kind'], label: string, note?: string): Part[] => {
    const span = childOf(root, key)
    return span === undefined ? [] : [{ kind, label, start: span.start, end: span.end, note }]
  }
  const data = payloadLayer(payload.subarray(end + 1), { tag: '~' })
  const shifted = data.parts.map((part) => ({
    ...part,
    start: part.start + end + 1,
    end: part.end + end + 1,
  }))
  return [
    {
      ...data,
      content: payload,
      parts: [
        ...part(0, 'time', 'time of its making', dateOf(created / 1000)),
        ...part(1, 'time', 'milliseconds until it was written', dateOf((created + since) / 1000)),
        ...part(2, 'id', "the session's id"),
        ...part(3, 'subject', 'whose session it is'),
        ...part(4, 'marker', 'whether the browser keeps the cookie'),
        ...shifted,
      ],
    },
  ]
}

const LIFE = { idleTimeout: MODERN.idleTimeout, absoluteTimeout: MODERN.absoluteTimeout }

const common = {
  names: ['__Host-session', 'session'],
  bindsName: true,
  ...LIFE,
  isAsWritten: (text: string): boolean => decodeUrlsafeBase64Strictly(text) !== undefined,
} as const

/** Another format may begin with such a byte too, by chance. */
function shapeOf(text: string, version: number, least: number, shape: Shape): Shape {
  const bytes = bytesOf(text)
  return bytes[0] === version && bytes.length >= HEAD + least ? shape : 'no'
}

export const sealed: FormatRow = {
  ...common,
  id: 'sealed',
  title: 'Sealed session of this library',
  protection: 'encrypted',
  shape: (text) => shapeOf(text, 1, NONCE + TAG + 1, 'likely'),
  ways: (secret) =>
    plainWays(secret, function* (plain) {
      const tokens = sealedTokens(plain)
      yield wayOf(sealedFormat(plain), {}, (text, cookieName) =>
        tokenPayload(Buffer.from(tokens.read(text, cookieName).payload)),
      )
    }),
  layers: (text) =>
    outer(text, (size) => [
      { kind: 'nonce', label: 'nonce', size: NONCE },
      {
        kind: 'ciphertext',
        label: 'ciphertext (XAES-256-GCM)',
        size: size - NONCE - TAG,
        into: 'payload',
      },
      { kind: 'tag', label: 'tag', size: TAG },
    ]),
}

export const signed: FormatRow = {
  ...common,
  id: 'signed',
  title: 'Signed session of this library',
  protection: 'signed',
  shape: (text) => (isSignedPayload(bytesOf(text)) ? 'sure' : 'no'),
  ways: (secret) =>
    plainWays(secret, function* (plain) {
      yield wayOf(signedFormat(plain))
    }),
  bare: (text) => {
    const bytes = bytesOf(text)
    const record = recordOfPayload(
      bytes.toString('utf8', HEAD, bytes.length - MAC),
      bytes.toString('hex', 1, HEAD),
    )
    return { record, format: signedFormat(throwaway()) }
  },
  layers: (text) => [
    ...outer(text, (size) => [
      { kind: 'data', label: 'payload', size: size - MAC, into: 'payload' },
      { kind: 'signature', label: 'signature (HMAC-SHA256)', size: MAC },
    ]),
    ...tokenPayload(bytesOf(text).subarray(HEAD, -MAC)),
  ],
}

const isSignedPayload = (bytes: Buffer): boolean =>
  bytes[0] === 2 && /^\[\d+, *-?\d+,"[^\n]*\]\n[{]/.test(bytes.toString('latin1', HEAD))

export const stored: FormatRow = {
  ...common,
  id: 'stored',
  title: 'Session of this library in a store',
  protection: 'signed',
  shape: (text) => {
    const bytes = bytesOf(text)
    const isStored = bytes[0] === 3 && bytes.length === HEAD + SECRET + MAC
    return isStored && /^[\w-]{43}$/.test(secretIn(bytes)) ? 'sure' : 'no'
  },
  ways: (secret) =>
    plainWays(secret, function* (plain) {
      const { open } = storedFormat(plain, false)
      yield { settings: {}, see: (text, cookieName) => ({ id: open(text, cookieName).id }) }
    }),
  bare: (text) => ({ id: sha256(secretIn(bytesOf(text))) }),
  layers: (text) =>
    outer(text, () => [
      {
        kind: 'secret',
        label: "the session's secret; its hash is the id in the store",
        size: SECRET,
      },
      { kind: 'signature', label: 'signature (HMAC-SHA256)', size: MAC },
    ]),
}

const secretIn = (bytes: Buffer): string => bytes.toString('latin1', HEAD, HEAD + SECRET)
