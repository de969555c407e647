/**
 * What Rails binds into a cookie's text: its purpose, and when it ends.
 *
 *     text = data / '{"_rails":{"message":' base64 of data ',"exp":' time / null ',"pur":' purpose / null '}}'
 *     time    = YYYY-MM-DDTHH:MM:SS.sssZ, from which on it is over
 *     purpose = "cookie." and the cookie's name
 *
 * Source: `ActiveSupport::Messages::Metadata`, Rails 5.2 to 8.1; of 7.1 and later what it calls the legacy envelope,
 * which cookies still have.
 */
import { isPlainObject } from '../lib/kinds.js'
import { readRubyJson, writeRubyJson } from '../serializers/ruby-json.js'
import { readPayload } from './shared.js'
import { badPayload, badSignature, padded, strictBase64 } from './shared-ruby-text.js'

const HEAD = Buffer.from('{"_rails":')
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
/** Rails calls a cookie expired at that very time, and a session here after its last moment. */
const TICK = 0.001 // seconds

/** What stands beside the data. */
export interface Metadata {
  readonly purpose: string | null
  /** Seconds since 1970. */
  readonly expires: number | null
}

export function wrapped(data: Uint8Array, { purpose, expires }: Metadata): Uint8Array {
  if (purpose === null && expires === null) return data
  const exp = expires === null ? null : new Date(expires * 1000).toISOString()
  const envelope = { _rails: { message: padded(data), exp, pur: purpose } }
  return Buffer.from(writeRubyJson(envelope, true))
}

/**
 * The data, and the last moment at which they are good.
 *
 * @throws {DeserializeError} `BAD_SIGNATURE` for those of another purpose
 */
export function unwrapped(
  bytes: Uint8Array,
  purpose: string,
): { readonly data: Uint8Array; readonly expires: number | undefined } {
  const isWrapped = HEAD.equals(bytes.subarray(0, HEAD.length))
  if (!isWrapped) return { data: bytes, expires: undefined }
  const { message, exp, pur } = envelopeOf(readPayload(() => readRubyJson(bytes)))
  if (typeof message !== 'string') throw badPayload()
  // A cookie without a purpose is taken for any.
  if (pur !== null && pur !== purpose) throw badSignature()
  return { data: strictBase64(message), expires: expiryOf(exp) }
}

type Envelope = Readonly<Record<'message' | 'exp' | 'pur', unknown>>

function envelopeOf(value: unknown): Envelope {
  const inner = isPlainObject(value) ? value['_rails'] : undefined
  if (!isPlainObject(inner)) throw badPayload()
  const { message, exp = null, pur = null } = inner
  return { message, exp, pur }
}

function expiryOf(exp: unknown): number | undefined {
  if (exp === null) return undefined
  if (typeof exp !== 'string' || !TIME.test(exp)) throw badPayload()
  return Date.parse(exp) / 1000 - TICK
}
