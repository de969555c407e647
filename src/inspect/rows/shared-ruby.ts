/** What the cookies of Rails and Rack share: texts signed in Ruby, and what tells the two apart. */
import { unescaped } from '../../formats/shared-ruby-text.js'
import type { Layer, LayerName, Part } from '../inspection.js'
import { encodingOf } from '../map/payload.js'
import { inRow, layer, separated } from '../map/pieces.js'

export const SEPARATOR = '--'
export const NOTHING = Buffer.alloc(0)

/** A text without escapes; as it is where it is none of Ruby's. */
export function plainText(text: string): string {
  try {
    return unescaped(text)
  } catch {
    return text
  }
}

export const BASE64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/

export const bytesOf = (base64: string): Buffer =>
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

export function signedIn(text: string): Signed | undefined {
  const plain = plainText(text)
  const at = plain.lastIndexOf(SEPARATOR)
  const [data, digest] = [plain.slice(0, at), plain.slice(at + SEPARATOR.length)]
  const hash = DIGESTS.get(digest.length)
  const isSigned = at > 0 && hash !== undefined && /^[\da-f]+$/.test(digest) && BASE64.test(data)
  return isSigned ? { data, digest, hash } : undefined
}

/** The layers of the text itself: with its escapes, if it has any, and without. */
export function textLayers(text: string, title: string, parts: readonly Part[]): Layer[] {
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
export function signedLayers(text: string, into: LayerName = 'payload'): Layer[] {
  const signed = signedIn(text)
  if (signed === undefined) return textLayers(text, 'text', [])
  const { data, digest, hash } = signed
  const parts = separated(SEPARATOR, [
    { kind: 'data', label: 'base64', text: data, into },
    { kind: 'signature', label: `signature (HMAC-${hash})`, text: digest },
  ])
  return textLayers(text, 'base64 and hexadecimal digits', inRow(parts))
}

/** The bytes within a signed text; the base64 of JSON or Marshal. */
export const signedBytes = (text: string): Buffer => bytesOf(signedIn(text)?.data ?? '')

/** Whether it is Rails' envelope around a message. */
export const isEnveloped = (bytes: Buffer): boolean =>
  bytes.toString('latin1', 0, 10) === '{"_rails":'

export const GCM = { iv: 12, tag: 16 } // bytes

/** A Hash in Marshal, or a JSON object. */
export function isHash(bytes: Buffer): boolean {
  const encoding = encodingOf(bytes)
  if (encoding === 'marshal') return bytes[2] === 0x7b
  return encoding === 'json' && bytes[0] === 0x7b
}

/** The class of Rack's ids, in Marshal. */
export const RACK_ID = 'Rack::Session::SessionId'

/** What both of Rack's rows have. */
export const RACK = {
  names: ['rack.session'],
  times: 'none',
  idleTimeout: null,
  absoluteTimeout: null,
  isAsWritten: () => true,
} as const
