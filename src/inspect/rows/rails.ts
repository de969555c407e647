/** The cookies of Rails, encrypted and signed. */
import { railsFormat } from '../../formats/rails.js'
import { cbcLock, gcmLock, signedLock } from '../../formats/shared-rails-keys.js'
import type { RailsKeyOptions } from '../../formats/shared-rails-keys.js'
import { escaped } from '../../formats/shared-ruby-text.js'
import type { Layer, Part } from '../inspection.js'
import { payloadLayer } from '../map/payload.js'
import { inRow, layer, separated } from '../map/pieces.js'
import { jsonSpan } from '../map/json.js'
import { childOf } from '../map/span.js'
import { combined, plainWays, throwaway, wayOf } from './row.js'
import type { FormatRow, GivenOptions, Shape } from './row.js'
import {
  BASE64,
  GCM,
  RACK_ID,
  SEPARATOR,
  bytesOf,
  isEnveloped,
  isHash,
  plainText,
  signedBytes,
  signedIn,
  signedLayers,
  textLayers,
} from './shared-ruby.js'

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
