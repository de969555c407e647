/**
 * Sessions of pyramid_nacl_session:
 *
 *     text = URL-safe base64, unpadded, of: nonce box
 *     box  = tag ciphertext, of 16 and any bytes: XSalsa20-Poly1305 of the payload, with the nonce of 24 bytes
 *
 * The payload is what another serializer makes of Pyramid's tuple `(accessed, created, data)`.
 *
 * Source: the package pyramid_nacl_session 1.0, whose serializer is given to Pyramid's `BaseCookieSessionFactory`.
 */
import { randomBytes } from '../crypto/random.js'
import { listOf } from '../crypto/secret.js'
import type { Secret, Secrets } from '../crypto/secret.js'
import {
  BOX_KEY_SIZE,
  BOX_NONCE_SIZE,
  BOX_TAG_SIZE,
  openBox,
  sealBox,
} from '../crypto/secretbox.js'
import { weaknessOfKey } from '../crypto/weak-key.js'
import { DeserializeError, OptionError } from '../errors.js'
import { decodeUrlsafeBase64Strictly, encodeUrlsafeBase64 } from '../lib/base64.js'
import { resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import { latin1ToText } from '../lib/text.js'
import { warnOnce } from '../lib/warn.js'
import { dictOfWith, dumpWith, loadWith } from '../serializers/call.js'
import { PickleSerializer } from '../serializers/pickle.js'
import { isSerializer } from '../serializers/shared.js'
import type { Serializer } from '../serializers/shared.js'
import { checkLatin1, readPayload } from './shared.js'
import { urlsafeWriter } from './shared-format.js'
import type { SessionFormat } from './shared-format.js'
import { tripleFormat } from './shared-triple.js'

/** Options of {@link naclFormat}, all of them. */
export interface NaclFormatSettings {
  /**
   * What the session becomes before it is encrypted: one of ours or any {@link Serializer}. Default:
   * {@link PickleSerializer}, as there.
   */
  serializer: Serializer
}

/** Options of {@link naclFormat}; what is left out has its default. */
export type NaclFormatOptions = Given<NaclFormatSettings>

export const naclSpecs: OptionSpecs<NaclFormatSettings> = {
  serializer: { fallback: new PickleSerializer(), check: isSerializer },
}

/**
 * The format of pyramid_nacl_session, to read its cookies beside another: see `acceptFormats`. Needs the package
 * `@noble/ciphers`.
 *
 * @param secret its `secret`: 32 bytes, or text of them in hexadecimal, as `generate_secret(as_hex=True)` gives it, or
 * in base64; of a list, the first seals, all open
 * @throws {OptionError} when a secret or an option is not what it must be
 *
 * @example
 * import { generateKey, sealedCookieSessionFactory } from 'cartouche'
 * import { naclFormat } from 'cartouche/nacl'
 *
 * const old = naclFormat(process.env['SESSION_KEY'] ?? generateKey())
 * const factory = sealedCookieSessionFactory(generateKey(), {
 *   acceptFormats: [{ format: old, cookieName: 'session', until: '2030-01-01' }],
 * })
 * factory.open().session.new // → true
 */
export function naclFormat(secret: Secrets, options: NaclFormatOptions = {}): SessionFormat {
  return naclFormatOf(secret, resolveOptions(naclSpecs, options))
}

/** {@link naclFormat} by resolved options. */
export function naclFormatOf(secret: Secrets, { serializer }: NaclFormatSettings): SessionFormat {
  const keys = keysOf(secret)
  const format = tripleFormat({
    name: 'nacl',
    isAuthenticated: true,
    sign: (triple) => seal(keys[0]!, dumpWith(serializer, triple)),
    open: (text) => {
      checkLatin1(text)
      const payload = open(text, keys)
      return readPayload(() => loadWith(serializer, payload))
    },
    dump: (triple) => latin1ToText(dumpWith(serializer, triple)),
    floatTimes: true,
    dictOf: dictOfWith(serializer),
  })
  return { ...format, write: urlsafeWriter(format.write) }
}

function seal(key: Uint8Array, payload: Uint8Array): string {
  const nonce = randomBytes(BOX_NONCE_SIZE)
  return encodeUrlsafeBase64(Buffer.concat([nonce, sealBox(key, nonce, payload)]))
}

/** The payload, if it was sealed with one of the keys. */
function open(text: string, keys: readonly Uint8Array[]): Uint8Array {
  const bytes = decodeUrlsafeBase64Strictly(text)
  if (bytes === undefined) {
    throw new DeserializeError('BAD_BASE64', 'The text is not URL-safe base64 without padding')
  }
  if (bytes.length < BOX_NONCE_SIZE + BOX_TAG_SIZE) {
    throw new DeserializeError('BAD_TEXT', 'The text has too few bytes')
  }
  const [nonce, box] = [bytes.subarray(0, BOX_NONCE_SIZE), bytes.subarray(BOX_NONCE_SIZE)]
  for (const key of keys) {
    const payload = openBox(key, nonce, box)
    if (payload !== undefined) return payload
  }
  throw new DeserializeError('BAD_SIGNATURE', 'The text was sealed with no secret that is given')
}

const HEX = /^[\da-f]{64}$/i
/** Of 32 bytes, in either alphabet. */
const BASE64 = /^[\w+/-]{43}=?$/

function keysOf(given: Secrets): readonly Uint8Array[] {
  const keys = listOf(given).map(keyOf)
  if (new Set(keys.map(String)).size < keys.length) {
    throw new OptionError('secret', 'holds one secret twice')
  }
  return keys
}

/** Bytes are copied: the caller may wipe or reuse its array. */
function keyOf(secret: Secret, at: number): Uint8Array {
  const key = typeof secret === 'string' ? bytesOf(secret) : Uint8Array.from(secret)
  if (key?.length !== BOX_KEY_SIZE) {
    const problem = `must be ${BOX_KEY_SIZE} bytes, or hexadecimal or base64 of them: number ${at + 1}`
    throw new OptionError('secret', problem)
  }
  const weakness = weaknessOfKey(key)
  if (weakness !== undefined) warnOnce('CARTOUCHE_WEAK_SECRET', `secret ${weakness}`)
  return key
}

function bytesOf(text: string): Uint8Array | undefined {
  if (HEX.test(text)) return Uint8Array.from(Buffer.from(text, 'hex'))
  return BASE64.test(text) ? Uint8Array.from(Buffer.from(text, 'base64')) : undefined
}
