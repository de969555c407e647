/**
 * The text of `pyramid.session.signed_serialize`, Pyramid 1.0 to 1.10:
 *
 *     text      = signature base64
 *     signature = 40 lower-case hex digits: HMAC-SHA1 of the pickle, keyed with the secret
 *     base64    = the pickle, standard alphabet, padded
 *
 * Whoever has the text can read the pickle; only who has the secret can make one.
 */
import { equalInConstantTime, hmacHex } from '../crypto/mac.js'
import { secretToKey } from '../crypto/secret.js'
import type { Secret } from '../crypto/secret.js'
import { CartoucheError, DeserializeError } from '../errors.js'
import { decodeBase64Leniently, encodeBase64 } from '../lib/base64.js'
import { isIntegerBetween, resolveOptions } from '../lib/options.js'
import { DEFAULT_PROTOCOL, readPickle, writePickle } from '../serializers/pickle.js'
import type { Protocol } from '../serializers/pickle.js'

export type { Protocol, Secret }

const SIGNATURE_LENGTH = 40
const BEYOND_LATIN1 = /[^\u0000-\u00ff]/ // eslint-disable-line no-control-regex

/** Options of {@link signedSerialize}. */
export interface SignedSerializeOptions {
  /** The pickle protocol to write, 0 to 5. Default 2, which every Python reads. */
  readonly protocol?: Protocol
}

/**
 * What Pyramid's `hmac` argument is: an object with the interface of Python's `hmac` module.
 * For tests only.
 */
export interface HmacModule {
  readonly new: (key: Uint8Array, message: Uint8Array, digest: 'sha1') => { hexdigest(): string }
}

/** Options of {@link signedDeserialize}. */
export interface SignedDeserializeOptions {
  /** Replaces HMAC, for tests. */
  readonly hmac?: HmacModule
}

const hmac: HmacModule = {
  new: (key, message, digest) => ({ hexdigest: () => hmacHex(digest, key, message) }),
}

export const protocolSpec = {
  fallback: DEFAULT_PROTOCOL,
  check: isIntegerBetween(0, 5),
}

/**
 * Pickles `data`, signs the pickle with `secret` and returns both as text.
 *
 * The first 40 characters are the signature. The data is signed, not encrypted.
 *
 * Source: `pyramid.session.signed_serialize`, Pyramid 1.0 to 1.10.
 *
 * @param data anything that can be pickled
 * @param secret text or bytes, not empty
 * @throws {PickleError} when `data` holds something that cannot be pickled
 * @throws {OptionError} when the secret or an option is not what it must be
 *
 * @example
 * import { signedDeserialize, signedSerialize } from 'cartouche'
 *
 * const text = signedSerialize({ userId: 7 }, 'seekrit')
 * text // → '67ff7526516eab2f1ef52e401cd9601a93dca67egAJ9cQBYBgAAAHVzZXJJZHEBSwdzLg=='
 * signedDeserialize(text, 'seekrit') // → { userId: 7 }
 */
export function signedSerialize(
  data: unknown,
  secret: Secret,
  options: SignedSerializeOptions = {},
): string {
  const { protocol } = resolveOptions({ protocol: protocolSpec }, options)
  return signHex(data, secretToKey(secret), protocol)
}

/**
 * Checks the signature of a text made by {@link signedSerialize} (here or in Pyramid) and returns
 * the data. Nothing is unpickled before the signature is found right, and nothing that a pickle
 * names is ever imported or called.
 *
 * Source: `pyramid.session.signed_deserialize`, Pyramid 1.0 to 1.10.
 *
 * @param serialized the text, or its latin-1 bytes
 * @param secret the secret it was signed with
 * @throws {DeserializeError} when it cannot be deserialized, for any reason: see `code`
 * @throws {OptionError} when the secret or an option is not what it must be
 *
 * @example
 * import { signedDeserialize, signedSerialize } from 'cartouche'
 *
 * const text = signedSerialize(['a', 1, null], 'seekrit')
 * signedDeserialize(text, 'seekrit') // → ['a', 1, null]
 */
export function signedDeserialize(
  serialized: string | Uint8Array,
  secret: Secret,
  options: SignedDeserializeOptions = {},
): unknown {
  const resolved = resolveOptions({ hmac: hmacSpec }, options)
  return openHex(toText(serialized), secretToKey(secret), resolved.hmac)
}

const hmacSpec = {
  fallback: hmac,
  check: (value: unknown) =>
    typeof (value as Partial<HmacModule> | null)?.new === 'function'
      ? undefined
      : 'must have a method named new',
}

/** {@link signedSerialize} with the key bytes at hand. */
export function signHex(data: unknown, key: Uint8Array, protocol: Protocol): string {
  const pickle = writePickle(data, protocol)
  return hmacHex('sha1', key, pickle) + encodeBase64(pickle)
}

/** {@link signedDeserialize} with the key bytes at hand. */
export function openHex(text: string, key: Uint8Array, hmacModule: HmacModule = hmac): unknown {
  if (BEYOND_LATIN1.test(text)) {
    throw new DeserializeError('BAD_TEXT', 'The text has a character beyond latin-1')
  }
  const pickle = decodeBase64Leniently(text.slice(SIGNATURE_LENGTH))
  if (pickle === undefined) {
    throw new DeserializeError('BAD_BASE64', 'Badly formed base64 data: incorrect padding')
  }
  const expected = hmacModule.new(key, pickle, 'sha1').hexdigest()
  if (!equalInConstantTime(text.slice(0, SIGNATURE_LENGTH), expected)) {
    throw new DeserializeError('BAD_SIGNATURE', 'Invalid signature')
  }
  try {
    return readPickle(pickle)
  } catch (cause) {
    if (!(cause instanceof CartoucheError)) throw cause
    throw new DeserializeError('BAD_PAYLOAD', 'The signed data is not a readable pickle', { cause })
  }
}

function toText(serialized: string | Uint8Array): string {
  if (typeof serialized === 'string') return serialized
  if (serialized instanceof Uint8Array) return Buffer.from(serialized).toString('latin1')
  throw new DeserializeError('BAD_TEXT', 'Neither text nor bytes')
}
