/**
 * The text of `pyramid.session.signed_serialize`, Pyramid 1.0 to 1.10:
 *
 *     text      = signature base64
 *     signature = 40 lower-case hex digits: HMAC-SHA1 of the pickle, keyed with the secret
 *     base64    = the pickle, standard alphabet, padded
 *
 * Whoever has the text can read the pickle; only who has the secret can make one.
 */
import { equalInConstantTime, hmac, signatureSize } from '../crypto/mac.js'
import type { Mac } from '../crypto/mac.js'
import { keysOf } from '../crypto/secret.js'
import type { Secrets } from '../crypto/secret.js'
import { warnOfWeakSecrets } from '../crypto/weak-secret.js'
import { CartoucheError, DeserializeError, OptionError } from '../errors.js'
import { decodeBase64Leniently, encodeBase64 } from '../lib/base64.js'
import { isLatin1 } from '../lib/latin1.js'
import { atOnce } from '../lib/hook.js'
import { isFunction, isOneOf, orNull, resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import { latin1ToText, REPLACEMENT } from '../lib/text.js'
import { plainValues } from '../serializers/call.js'
import { dictOfPlaceholder } from '../serializers/dict-subclass.js'
import {
  DUMP_LIMITS,
  LOAD_LIMITS,
  readPickle,
  readSpecs,
  readingOf,
  writePickle,
  writeSpecs,
  writingOf,
} from '../serializers/pickle.js'
import type {
  PickleReadOptions,
  PickleReading,
  PickleWriteOptions,
  PickleWriting,
} from '../serializers/pickle.js'
import type { SessionTriple } from '../serializers/triple.js'
import { checkLatin1, readPayload, toText } from './shared.js'
import type { SessionFormat } from './shared-format.js'
import { tripleFormat } from './shared-triple.js'

const SIGNATURE_LENGTH = 40

/** Options of {@link signedSerialize}. */
export type SignedSerializeOptions = PickleWriteOptions

/**
 * What Pyramid's `hmac` argument is: an object with the interface of Python's `hmac` module.
 * For tests only.
 */
export interface HmacModule {
  readonly new: (key: Uint8Array, message: Uint8Array, digest: 'sha1') => { hexdigest(): string }
}

/** Options of {@link signedDeserialize}. */
export interface SignedDeserializeOptions extends PickleReadOptions {
  /** Replaces HMAC, for tests. */
  readonly hmac?: HmacModule
}

/**
 * Pickles `data`, signs the pickle with `secret` and returns both as text.
 *
 * The first 40 characters are the signature. The data is signed, not encrypted.
 *
 * Source: `pyramid.session.signed_serialize`, Pyramid 1.0 to 1.10.
 *
 * @param data anything that can be pickled
 * @param secret text or bytes, not empty; of a list, the first signs
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
  secret: Secrets,
  options?: SignedSerializeOptions,
): string {
  const writing =
    options === undefined
      ? WRITE_DEFAULTS
      : writingOf(resolveOptions(writeSpecs, options), DUMP_LIMITS)
  return signHex(data, macsOf(secret)[0]!, writing)
}

/**
 * Checks the signature of a text made by {@link signedSerialize} (here or in Pyramid) and returns
 * the data. Nothing is unpickled before the signature is found right, and nothing that a pickle
 * names is ever imported or called.
 *
 * Source: `pyramid.session.signed_deserialize`, Pyramid 1.0 to 1.10.
 *
 * @param serialized the text, or its latin-1 bytes
 * @param secret the secret it was signed with, or a list of those it may have been signed with
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
  secret: Secrets,
  options?: SignedDeserializeOptions,
): unknown {
  const text = toText(serialized)
  if (options === undefined) return openHex(text, macsOf(secret), READ_DEFAULTS)
  const { hmac: module, ...rest } = resolveOptions(openSpecs, options)
  const macs = module === null ? macsOf(secret) : keysOf(secret).map((key) => macOf(module, key))
  return openHex(text, macs, readingOf(rest, LOAD_LIMITS))
}

const openSpecs: OptionSpecs<Required<PickleReadOptions> & { hmac: HmacModule | null }> = {
  ...readSpecs,
  hmac: {
    fallback: null,
    check: (value) =>
      typeof (value as Partial<HmacModule> | null)?.new === 'function'
        ? undefined
        : 'must have a method named new',
  },
}

// Such a text need not be a cookie: the limits are those of pickles in general.
const WRITE_DEFAULTS = writingOf(resolveOptions(writeSpecs, {}), DUMP_LIMITS)
const READ_DEFAULTS = readingOf(resolveOptions(readSpecs, {}), LOAD_LIMITS)

/** An application's HMAC in the shape of ours. */
function macOf(module: HmacModule, key: Uint8Array): Pick<Mac, 'verify'> {
  return {
    verify: (message, signature) => {
      const made = module.new(key, message, 'sha1') as Partial<ReturnType<HmacModule['new']>> | null
      const isMade = typeof made?.hexdigest === 'function'
      const expected: unknown = isMade ? made.hexdigest!() : undefined
      if (typeof expected !== 'string')
        throw new OptionError('hmac', 'must give text as hexdigest()')
      return isLatin1(expected) && equalInConstantTime(expected, signature)
    },
  }
}

/** The secret that was given last: applications give the same one with every call. */
let latest: { readonly secret: string; readonly macs: readonly Mac[] } | undefined

function macsOf(secret: Secrets): readonly Mac[] {
  if (typeof secret !== 'string') return hexMacs(secret)
  if (latest?.secret !== secret) latest = { secret, macs: hexMacs(secret) }
  return latest.macs
}

/** What signs and verifies this format: one for each secret. */
function hexMacs(secret: Secrets): readonly Mac[] {
  return keysOf(secret).map((key) => hmac('sha1', key))
}

/** {@link signedSerialize} with the keys prepared. */
function signHex(data: unknown, mac: Mac, writing: PickleWriting): string {
  const pickle = writePickle(data, writing)
  return mac.sign(pickle, 'hex') + encodeBase64(pickle)
}

/** {@link signedDeserialize} with the keys prepared: any of them may have signed. */
function openHex(
  text: string,
  macs: readonly Pick<Mac, 'verify'>[],
  reading: PickleReading,
): unknown {
  checkLatin1(text)
  const pickle = decodeBase64Leniently(text.slice(SIGNATURE_LENGTH))
  if (pickle === undefined) {
    throw new DeserializeError('BAD_BASE64', 'Badly formed base64 data: incorrect padding')
  }
  const signature = text.slice(0, SIGNATURE_LENGTH)
  if (!macs.some((mac) => mac.verify(pickle, signature, 'hex'))) {
    throw new DeserializeError('BAD_SIGNATURE', 'Invalid signature')
  }
  return readPayload(() => readPickle(pickle, reading))
}

/** Options of {@link pyramidHexFormat}, all of them. */
export interface HexFormatOptions
  extends Required<PickleReadOptions>, Required<PickleWriteOptions> {
  /**
   * Whose rules to follow. `'1.3'` (default), Pyramid 1.0 to 1.4: every access reissues the cookie.
   * `'1.10'`, Pyramid 1.5 to 1.10: writing does, reading only from the second after the cookie was
   * written, and `changed()` too.
   */
  pyramidVersion: '1.3' | '1.10'
  /**
   * Makes the cookie's text in place of the library's `signedSerialize`, of `[accessed, created, data]` in plain
   * values. From Pyramid 1.4. Default `null`.
   */
  signedSerialize: ((data: unknown, secret: Secrets) => string) | null
  /**
   * Reads the cookie's text; throws when it is not good. From Pyramid 1.4. What it verifies nobody knows here: a
   * format with it is no `isAuthenticated` one, so that it is not accepted beside another. Default `null`.
   */
  signedDeserialize: ((serialized: string, secret: Secrets) => unknown) | null
}

/** Options of {@link pyramidHexFormat}; what is left out has its default. */
export type PyramidHexFormatOptions = Given<HexFormatOptions>

export const hexFormatSpecs: OptionSpecs<HexFormatOptions> = {
  ...writeSpecs,
  ...readSpecs,
  pyramidVersion: { fallback: '1.3', check: isOneOf(['1.3', '1.10']) },
  signedSerialize: { fallback: null, check: orNull(isFunction) },
  signedDeserialize: { fallback: null, check: orNull(isFunction) },
}

/**
 * The format of `unencryptedCookieSessionFactoryConfig`, to read its cookies beside another: see `acceptFormats`.
 *
 * Source: `pyramid.session.UnencryptedCookieSessionFactoryConfig`, Pyramid 1.0 to 1.10.
 *
 * @param secret as for that factory
 * @throws {OptionError} when the secret or an option is not what it must be
 *
 * @example
 * import { generateKey, pyramidHexFormat, sealedCookieSessionFactory } from 'cartouche'
 *
 * const old = pyramidHexFormat(process.env['SESSION_SECRET'] ?? '')
 * const key = process.env['SESSION_KEY'] ?? generateKey()
 * const factory = sealedCookieSessionFactory(key, {
 *   acceptFormats: [{ format: old, cookieName: 'session', until: '2030-01-01' }],
 * })
 * factory.open().session.new // → true
 */
export function pyramidHexFormat(
  secret: Secrets,
  options: PyramidHexFormatOptions = {},
): SessionFormat {
  return hexFormatOf(secret, resolveOptions(hexFormatSpecs, options))
}

/** {@link pyramidHexFormat} by resolved options: the library's own functions, or the ones that the application gave. */
export function hexFormatOf(
  secret: Secrets,
  { signedSerialize, signedDeserialize, pyramidVersion, ...options }: HexFormatOptions,
): SessionFormat {
  const macs = hexMacs(secret)
  warnOfWeakSecrets(secret, signatureSize('sha1'))
  const [reading, writing] = [readingOf(options), writingOf(options)]
  const call = (triple: SessionTriple): string =>
    givenText(signedSerialize?.(plainValues(triple), secret))
  const read = (text: string): unknown =>
    atOnce('signedDeserialize', 'signedDeserialize', signedDeserialize?.(text, secret))
  return tripleFormat({
    name: 'pyramid-hex',
    isAuthenticated: signedDeserialize === null,
    open:
      signedDeserialize === null
        ? (text) => openHex(text, macs, reading)
        : (text) => readPayload(() => read(utf8Of(text))),
    sign: signedSerialize === null ? (triple) => signHex(triple, macs[0]!, writing) : call,
    dump: signedSerialize === null ? (triple) => latin1ToText(writePickle(triple, writing)) : call,
    floatTimes: pyramidVersion !== '1.3',
    dictOf: dictOfPlaceholder,
  })
}

/** @throws {DeserializeError} `BAD_TEXT` for what was not UTF-8 in the cookie */
function utf8Of(text: string): string {
  if (!text.includes(REPLACEMENT)) return text
  throw new DeserializeError('BAD_TEXT', 'The text is not UTF-8')
}

/** What the application's own function gave. */
function givenText(given: unknown): string {
  const serialized = atOnce('signedSerialize', 'signedSerialize', given)
  if (typeof serialized === 'string' && !serialized.includes(REPLACEMENT)) return serialized
  throw new CartoucheError('BAD_VALUE', 'The option signedSerialize must give text without U+FFFD')
}
