/** The cookies of Rails and Rack. */
import { rackFormat } from '../../formats/rack.js'
import { rackEncryptedFormat } from '../../formats/rack-encrypted.js'
import { railsFormat } from '../../formats/rails.js'
import { encryptorV1, encryptorV2 } from '../../formats/shared-rack-encryptors.js'
import { rackHmac } from '../../formats/shared-rack-hmac.js'
import { cbcLock, gcmLock, signedLock } from '../../formats/shared-rails-keys.js'
import type { RailsKeyOptions } from '../../formats/shared-rails-keys.js'
import { escaped, unescaped } from '../../formats/shared-ruby-text.js'
import { unzlib } from '../../lib/deflate.js'
import { SESSION_LIMITS } from '../../lib/session-limits.js'
import type { Layer, LayerName, Part } from '../inspection.js'
import { encodingOf, payloadLayer } from '../map/payload.js'
import { inRow, layer, separated } from '../map/pieces.js'
import { jsonSpan } from '../map/json.js'
import { childOf } from '../map/span.js'
import { combined, plainWays, throwaway, wayOf } from './row.js'
import type { FormatRow, GivenOptions, Shape } from './row.js'

const SEPARATOR = '--'
const NOTHING = Buffer.alloc(0)

/** A text without escapes; as it is where it is none of Ruby's. */
function plainText(text: string): string {
  try {
    return unescaped(text)
  } catch {
    return text
  }
}

const BASE64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/

const bytesOf = (base64: string): Buffer =>
  BASE64.test(base64) ? Buffer.from(base64, 'base64') : NOTHING

const DIGESTS = new Map([
  [40, 'SHA1'],
  [64, 'SHA256'],
  [96, 'SHA384'],
  [128, 'SHA512'],
])

/** Data and the hexadecimal digits of their MAC. */
interface Signed {
  readonly data: string
  readonly digest: string
  readonly hash: string
}

function signedIn(text: string): Signed | undefined {
  const plain = plainText(text)
  const at = plain.lastIndexOf(SEPARATOR)
  const [data, digest] = [plain.slice(0, at), plain.slice(at + SEPARATOR.length)]
  const hash = DIGESTS.get(digest.length)
  const isSigned = at > 0 && hash !== undefined && /^[\da-f]+$/.test(digest) && BASE64.test(data)
  return isSigned ? { data, digest, hash } : undefined
}

/** The layers of the text itself: with its escapes, if it has any, and without. */
function textLayers(text: string, title: string, parts: readonly Part[]): Layer[] {
  const plain = plainText(text)
  if (plain === text) return [layer('cookie', title, text, parts)]
  return [
    layer('cookie', 'percent-encoded', text, [
      { kind: 'data', label: 'percent-encoded', start: 0, end: text.length, into: 'unescaped' },
    ]),
    layer('unescaped', title, plain, parts),
  ]
}

/** @param into the layer that is made of the data */
function signedLayers(text: string, into: LayerName = 'payload'): Layer[] {
  const signed = signedIn(text)
  if (signed === undefined) return textLayers(text, 'text', [])
  const { data, digest, hash } = signed
  const parts = separated(SEPARATOR, [
    { kind: 'data', label: 'base64', text: data, into },
    { kind: 'signature', label: `signature (HMAC-${hash})`, text: digest },
  ])
  return textLayers(text, 'base64 and hexadecimal digits', inRow(parts))
}

// ---- Rails

/** Rails' envelope around a message: `{"_rails":{"message":base64,"exp":…,"pur":…}}`. */
function envelopeLayers(bytes: Uint8Array): Layer[] {
  const text = Buffer.from(bytes).toString('latin1')
  const inner = text.startsWith('{"_rails":') ? childOf(jsonSpan(text), '_rails') : undefined
  const message = childOf(inner, 'message')
  if (message === undefined) return [payloadLayer(bytes)]
  const part = (key: string, kind: Part['kind'], label: string): Part[] => {
    const span = childOf(inner, key)
    return span === undefined ? [] : [{ kind, label, start: span.start, end: span.end }]
  }
  const base64 = text.slice(message.start + 1, message.end - 1)
  return [
    layer('inner', "Rails' envelope", bytes, [
      {
        kind: 'data',
        label: 'base64',
        start: message.start + 1,
        end: message.end - 1,
        into: 'payload',
      },
      ...part('exp', 'time', 'when it is over'),
      ...part('pur', 'purpose', 'for which cookie it is good'),
    ]),
    payloadLayer(bytesOf(base64.replaceAll('\\/', '/'))),
  ]
}

/** The bytes within a signed text; the base64 of JSON or Marshal. */
const signedBytes = (text: string): Buffer => bytesOf(signedIn(text)?.data ?? '')

const isEnveloped = (bytes: Buffer): boolean => bytes.toString('latin1', 0, 10) === '{"_rails":'

const GCM = { iv: 12, tag: 16 } // bytes
const CBC_IV = 16

/** The parts of AES-256-GCM, or of AES-256-CBC within a signed text. */
function sealedIn(
  text: string,
): readonly [ciphertext: string, iv: string, tag?: string] | undefined {
  const parts = plainText(text).split(SEPARATOR)
  const [ciphertext = '', iv = '', tag = ''] = parts
  const isWhole = parts.every((part) => BASE64.test(part)) && ciphertext !== ''
  const isGcm = parts.length === 3 && bytesOf(iv).length === GCM.iv
  if (isWhole && isGcm && bytesOf(tag).length === GCM.tag) return [ciphertext, iv, tag]
  const inner = signedBytes(text).toString('latin1').split(SEPARATOR)
  const [encrypted = '', vector = ''] = inner
  const isCbc = inner.length === 2 && inner.every((part) => BASE64.test(part))
  return isCbc && bytesOf(vector).length === CBC_IV ? [encrypted, vector] : undefined
}

function sealedLayers(text: string): Layer[] {
  const [ciphertext = '', iv = '', tag] = sealedIn(text) ?? []
  const pieces = [
    { kind: 'ciphertext', label: 'ciphertext', text: ciphertext, into: 'opened' },
    { kind: 'nonce', label: 'initialization vector', text: iv },
  ] as const
  if (tag !== undefined) {
    const parts = separated(SEPARATOR, [...pieces, { kind: 'tag', label: 'tag', text: tag }])
    return textLayers(text, 'AES-256-GCM in base64', inRow(parts))
  }
  const bytes = signedBytes(text)
  const inner = inRow(separated(SEPARATOR, pieces))
  return [...signedLayers(text, 'bytes'), layer('bytes', 'AES-256-CBC in base64', bytes, inner)]
}

const KEYS: RailsKeyOptions = {
  keyGeneratorHashDigestClass: 'SHA256',
  authenticatedEncryptedCookieSalt: 'authenticated encrypted cookie',
  encryptedCookieSalt: 'encrypted cookie',
  encryptedSignedCookieSalt: 'signed encrypted cookie',
  signedCookieSalt: 'signed cookie',
  signedCookieDigest: 'SHA1',
}

const RAILS = {
  names: ['_session_id'],
  bindsName: true,
  times: 'none',
  idleTimeout: null,
  absoluteTimeout: null,
  isAsWritten: () => true,
} as const

/** JSON first; Marshal is read as well. */
const RAILS_TRIED = {
  keyGeneratorHashDigestClass: ['SHA256', 'SHA1'],
  cookiesSerializer: ['hybrid'],
}

const opened = (text: string, secret: string | Uint8Array, given: GivenOptions): Layer[] => {
  const options = { ...KEYS, ...given }
  const key = typeof secret === 'string' ? Buffer.from(secret) : secret
  const lock = sealedIn(text)?.[2] === undefined ? cbcLock : gcmLock
  const bytes = lock(key, options).unlock(plainText(text))
  if (bytes === undefined) return []
  const [first, ...others] = envelopeLayers(bytes)
  return [{ ...first!, name: 'opened' }, ...others]
}

export const rails: FormatRow = {
  ...RAILS,
  id: 'rails',
  title: "Rails' encrypted session",
  protection: 'encrypted',
  shape: (text) => (sealedIn(text) === undefined ? 'no' : 'sure'),
  ways: (secret, text, given) =>
    plainWays(secret, function* (plain) {
      const isCbc = sealedIn(text)?.[2] === undefined
      const tried = { ...RAILS_TRIED, useAuthenticatedCookieEncryption: [!isCbc] }
      for (const options of combined(tried, given)) {
        yield wayOf(railsFormat(plain, options), options, (one) => opened(one, plain, options))
      }
    }),
  layers: sealedLayers,
}

/** Rack's texts look like those that Rails signs, but for the envelope and the class of Rack's ids. */
function railsSignedShape(text: string): Shape {
  const bytes = signedBytes(text)
  if (sealedIn(text) !== undefined || bytes.length === 0) return 'no'
  if (isEnveloped(bytes)) return 'sure'
  return isHash(bytes) && !bytes.includes(RACK_ID) ? 'likely' : 'no'
}

/** A Hash in Marshal, or a JSON object. */
function isHash(bytes: Buffer): boolean {
  const encoding = encodingOf(bytes)
  if (encoding === 'marshal') return bytes[2] === 0x7b
  return encoding === 'json' && bytes[0] === 0x7b
}

const RACK_ID = 'Rack::Session::SessionId'

export const railsSigned: FormatRow = {
  ...RAILS,
  id: 'rails-signed',
  title: "Rails' signed cookie",
  protection: 'signed',
  shape: railsSignedShape,
  ways: (secret, text, given) =>
    plainWays(secret, function* (plain) {
      const signedCookieDigest = [signedIn(text)?.hash ?? 'SHA1']
      const tried = { ...RAILS_TRIED, jar: ['signed'], signedCookieDigest }
      for (const options of combined(tried, given)) {
        yield wayOf(railsFormat(plain, options), options)
      }
    }),
  bare: (text, cookieName) => {
    const secret = throwaway()
    const format = railsFormat(secret, { jar: 'signed', cookiesSerializer: 'hybrid' })
    const again = signedLock(Buffer.from(secret), KEYS).lock(signedBytes(text))
    return { record: format.read(escaped(again), purposeIn(text) ?? cookieName), format }
  },
  layers: (text) => {
    const inner = envelopeLayers(signedBytes(text))
    return [...signedLayers(text, inner[0]!.name), ...inner]
  },
}

/** The cookie's name as the envelope has it. */
function purposeIn(text: string): string | undefined {
  const [, name] = /"pur":"cookie\.([^"\\]*)"/.exec(signedBytes(text).toString()) ?? []
  return name
}

// ---- Rack

/** What a coder has made of a Hash; `undefined` for other bytes. */
function coderOf(bytes: Buffer): 'marshal' | 'json' | 'zipJson' | undefined {
  if (isHash(bytes)) return encodingOf(bytes) === 'marshal' ? 'marshal' : 'json'
  return inflated(bytes) === undefined ? undefined : 'zipJson'
}

function inflated(bytes: Buffer): Buffer | undefined {
  if (bytes[0] !== 0x78) return undefined
  try {
    const json = unzlib(bytes, SESSION_LIMITS.input)
    return isHash(json) ? json : undefined
  } catch {
    return undefined
  }
}

function rackShape(text: string): Shape {
  const bytes = signedBytes(text)
  const coder = isEnveloped(bytes) ? undefined : coderOf(bytes)
  if (coder === undefined) return 'no'
  return coder === 'zipJson' || bytes.includes(RACK_ID) ? 'sure' : 'likely'
}

const RACK = {
  names: ['rack.session'],
  times: 'none',
  idleTimeout: null,
  absoluteTimeout: null,
  isAsWritten: () => true,
} as const

export const rack: FormatRow = {
  ...RACK,
  id: 'rack',
  title: "Rack's signed session (Rack::Session::Cookie of Rack 2)",
  protection: 'signed',
  bindsName: false,
  shape: rackShape,
  ways: (secret, text, given) =>
    plainWays(secret, function* (plain) {
      const coder = [coderOf(signedBytes(text)) ?? 'marshal']
      for (const options of combined({ coder, hmac: [signedIn(text)?.hash ?? 'SHA1'] }, given)) {
        yield wayOf(rackFormat(plain, options), options)
      }
    }),
  bare: (text) => {
    const secret = throwaway()
    const bytes = signedBytes(text)
    const format = rackFormat(secret, { coder: coderOf(bytes) })
    const again = rackHmac([Buffer.from(secret)], 'SHA1').sign(bytes)
    return { record: format.read(escaped(again), ''), format }
  },
  layers: (text) => {
    const bytes = signedBytes(text)
    const json = inflated(bytes)
    if (json === undefined) return [...signedLayers(text), payloadLayer(bytes)]
    const parts = inRow([{ kind: 'data', label: 'zlib', size: bytes.length, into: 'payload' }])
    return [
      ...signedLayers(text, 'bytes'),
      layer('bytes', 'zlib', bytes, parts),
      payloadLayer(json),
    ]
  },
}

const SALT = 32
const MAC = 32
const CTR_IV = 16

/** The bytes of base64 of either alphabet, with its padding. */
function rackBytes(text: string): Buffer {
  const plain = plainText(text)
  const isBase64 = /^[\w+/-]*={0,2}$/.test(plain) && plain.length % 4 === 0
  return isBase64 ? Buffer.from(plain, 'base64') : NOTHING
}

/** Random bytes behind a number; padded to a multiple of 32 bytes unless the application says otherwise. */
function rackEncryptedShape(text: string): Shape {
  const bytes = rackBytes(text)
  const [version] = bytes
  const sizes = version === 1 ? 1 + SALT + CTR_IV + MAC : 1 + SALT + GCM.iv + GCM.tag
  if ((version !== 1 && version !== 2) || bytes.length < sizes) return 'no'
  const fixed = version === 1 ? 1 + SALT + MAC : sizes
  return (bytes.length - fixed) % 32 === (version === 1 ? CTR_IV : 0) ? 'likely' : 'possible'
}

function rackEncryptedLayers(text: string): Layer[] {
  const bytes = rackBytes(text)
  const rest = bytes.length - 1 - SALT
  const pieces = [
    { kind: 'version', label: 'version', size: 1 },
    { kind: 'salt', label: 'salt of the key', size: SALT },
    ...(bytes[0] === 1
      ? ([
          {
            kind: 'ciphertext',
            label: 'ciphertext (AES-256-CTR)',
            size: rest - MAC,
            into: 'opened',
          },
          { kind: 'signature', label: 'signature (HMAC-SHA256)', size: MAC },
        ] as const)
      : ([
          { kind: 'nonce', label: 'initialization vector', size: GCM.iv },
          { kind: 'tag', label: 'tag', size: GCM.tag },
          {
            kind: 'ciphertext',
            label: 'ciphertext (AES-256-GCM)',
            size: rest - GCM.iv - GCM.tag,
            into: 'opened',
          },
        ] as const)),
  ] as const
  const plain = plainText(text)
  const whole: Part[] = [
    { kind: 'data', label: 'base64', start: 0, end: plain.length, into: 'bytes' },
  ]
  return [
    ...textLayers(text, 'base64', whole),
    layer('bytes', `${bytes.length} bytes`, bytes, inRow(pieces)),
  ]
}

function rackOpened(text: string, cookieName: string, secret: string | Uint8Array): Layer[] {
  const bytes = rackBytes(text)
  const key = typeof secret === 'string' ? Buffer.from(secret) : secret
  const encryptor = bytes[0] === 1 ? encryptorV1(key) : encryptorV2(key)
  const payload = encryptor.decrypt(bytes, cookieName)
  return payload === undefined ? [] : [payloadLayer(payload)]
}

export const rackEncrypted: FormatRow = {
  ...RACK,
  id: 'rack-encrypted',
  title: "Rack's encrypted session (rack-session 2)",
  protection: 'encrypted',
  bindsName: true,
  shape: rackEncryptedShape,
  ways: (secret, text, given) =>
    plainWays(secret, function* (plain) {
      const mode = [rackBytes(text)[0] === 1 ? 'v1' : 'v2']
      for (const options of combined({ mode, serializeJson: [false, true] }, given)) {
        yield wayOf(rackEncryptedFormat(plain, options), options, (one, cookieName) =>
          rackOpened(one, cookieName, plain),
        )
      }
    }),
  layers: rackEncryptedLayers,
}
