/**
 * The text of WebOb's `SignedSerializer`, in Pyramid's signed cookies from 1.5 on:
 *
 *     text    = URL-safe base64, unpadded, of: digest payload
 *     digest  = HMAC of the payload, raw, keyed with salt ‖ secret
 *     payload = what another serializer makes of the value
 */
import { hashAlgorithm } from '../crypto/hash.js'
import { hmac, signatureSize } from '../crypto/mac.js'
import type { Mac } from '../crypto/mac.js'
import { saltedKeysOf } from '../crypto/secret.js'
import type { Secret, Secrets } from '../crypto/secret.js'
import { warnOfWeakSecrets } from '../crypto/weak-secret.js'
import { DeserializeError, OptionError } from '../errors.js'
import { decodeUrlsafeBase64Leniently, encodeUrlsafeBase64 } from '../lib/base64.js'
import { resolveOptions } from '../lib/options.js'
import type { Check, Given, OptionSpecs } from '../lib/options.js'
import { latin1ToText } from '../lib/text.js'
import { JSONSerializer } from '../serializers/json.js'
import { dictOfWith, dumpWith, loadWith, setDictOf, TAKES_TRIPLES } from '../serializers/call.js'
import type { Serializer } from '../serializers/shared.js'
import { isSerializer } from '../serializers/shared.js'
import { checkLatin1, readPayload, toText } from './shared.js'
import type { SignedText } from './shared.js'
import type { SessionFormat } from './shared-format.js'
import { tripleFormat } from './shared-triple.js'

/** Options of {@link SignedSerializer}. */
export interface SignedSerializerOptions {
  /**
   * The hash function, by the name Python's `hashlib.new` takes, in any letter case. One that the runtime does not
   * have is an error: workerd has MD5, SHA-1 and SHA-2 only. Default `'sha512'`.
   */
  readonly hashAlg?: string
  /** What makes the payload. Default {@link JSONSerializer}. */
  readonly serializer?: Serializer
}

const hashAlgSpec: { readonly fallback: string; readonly check: Check } = {
  fallback: 'sha512',
  check: (value) =>
    typeof value === 'string' && hashAlgorithm(value) !== undefined
      ? undefined
      : "must be the name of a hash function that this runtime has, such as 'sha512'",
}

/** Options of {@link pyramidSignedFormat}, all of them. */
export interface SignedFormatOptions {
  /** The hash function, by the name Python's `hashlib.new` takes. Default `'sha512'`. */
  hashAlg: string
  /**
   * Keeps apart what is signed with one secret for different purposes; `null` or empty: none. Default
   * `'pyramid.session.'`, with the dot.
   */
  salt: Secret | null
  /**
   * What the session becomes before it is signed: one of ours or any {@link Serializer}. Default:
   * {@link JSONSerializer}, as from Pyramid 2.0.
   */
  serializer: Serializer
}

/** Options of {@link pyramidSignedFormat}; what is left out has its default. */
export type PyramidSignedFormatOptions = Given<SignedFormatOptions>

export const signedFormatSpecs: OptionSpecs<SignedFormatOptions> = {
  hashAlg: hashAlgSpec,
  salt: { fallback: 'pyramid.session.', check: () => undefined },
  serializer: { fallback: new JSONSerializer(), check: isSerializer },
}

/**
 * The format of `signedCookieSessionFactory`, to read its cookies beside another: see `acceptFormats`.
 *
 * Source: `pyramid.session.SignedCookieSessionFactory`, Pyramid 1.5 to 2.1.
 *
 * @param secret as for that factory
 * @throws {OptionError} when the secret or an option is not what it must be
 *
 * @example
 * import { generateKey, pyramidSignedFormat, sealedCookieSessionFactory } from 'cartouche'
 *
 * const old = pyramidSignedFormat(process.env['SESSION_SECRET'] ?? '')
 * const key = process.env['SESSION_KEY'] ?? generateKey()
 * const factory = sealedCookieSessionFactory(key, {
 *   acceptFormats: [{ format: old, cookieName: 'session', until: '2030-01-01' }],
 * })
 * factory.open().session.new // → true
 */
export function pyramidSignedFormat(
  secret: Secrets,
  options: PyramidSignedFormatOptions = {},
): SessionFormat {
  return signedFormatOf(secret, resolveOptions(signedFormatSpecs, options))
}

/** {@link pyramidSignedFormat} by resolved options. */
export function signedFormatOf(
  secret: Secrets,
  { salt, hashAlg, serializer }: SignedFormatOptions,
): SessionFormat {
  return tripleFormat({
    name: 'pyramid-signed',
    isAuthenticated: true,
    ...signedUrlsafe(secret, salt, hashAlg, serializer),
    dump: (triple) => latin1ToText(dumpWith(serializer, triple)),
    floatTimes: true,
    dictOf: dictOfWith(serializer),
  })
}

/**
 * Signs the bytes of another serializer.
 *
 * Source: `webob.cookies.SignedSerializer`, WebOb ≥1.4.
 *
 * @example
 * import { SignedSerializer } from 'cartouche'
 *
 * const signed = new SignedSerializer('seekrit', 'my salt')
 * signed.loads(signed.dumps({ userId: 7 })) // → { userId: 7 }
 */
export class SignedSerializer implements Serializer {
  readonly #format: SignedText

  /**
   * @param secret text or bytes, not empty; or a list: the first signs, all verify
   * @param salt keeps apart what is signed with one secret for different purposes; `null` or empty: none
   * @throws {OptionError} when one of them or an option is not what it must be
   */
  constructor(secret: Secrets, salt: Secret | null, options: SignedSerializerOptions = {}) {
    const { hashAlg, serializer } = resolveOptions<Required<SignedSerializerOptions>>(
      {
        hashAlg: hashAlgSpec,
        serializer: { fallback: new JSONSerializer(), check: isSerializer },
      },
      options,
    )
    this.#format = signedUrlsafe(secret, salt, hashAlg, serializer)
    setDictOf(this, dictOfWith(serializer))
  }

  /** @internal */
  get [TAKES_TRIPLES](): boolean {
    return this.dumps === SignedSerializer.prototype.dumps
  }

  /** The text, as bytes. Throws what the payload's serializer throws. */
  dumps(value: unknown): Uint8Array {
    return Buffer.from(this.#format.sign(value), 'latin1')
  }

  /** @throws {DeserializeError} when the text was damaged or forged, or its payload cannot be read */
  loads(bytes: Uint8Array): unknown {
    return this.#format.open(toText(bytes))
  }
}

/** The format with its keys prepared: the first signs, any of them may have signed. */
function signedUrlsafe(
  secret: Secrets,
  salt: Secret | null,
  hashAlg: string,
  serializer: Serializer,
): SignedText {
  const algorithm = hashAlgorithm(hashAlg)
  if (algorithm === undefined) throw new OptionError('hashAlg', 'is not a hash function')
  const macs = saltedKeysOf(secret, salt).map((key) => hmac(algorithm, key))
  const size = signatureSize(algorithm)
  warnOfWeakSecrets(secret, size)
  return {
    sign: (value) => join(dumpWith(serializer, value), macs[0]!, size),
    open: (text) => {
      checkLatin1(text)
      const payload = split(text, macs, size)
      return readPayload(() => loadWith(serializer, payload))
    },
  }
}

/** @param size bytes of a signature */
function join(payload: Uint8Array, mac: Mac, size: number): string {
  const signed = Buffer.allocUnsafe(size + payload.length)
  signed.write(mac.sign(payload, 'binary'), 'latin1')
  signed.set(payload, size)
  return encodeUrlsafeBase64(signed)
}

/** The payload, if one of the keys has signed it. */
function split(text: string, macs: readonly Mac[], size: number): Uint8Array {
  const signed = decodeUrlsafeBase64Leniently(text)
  if (signed === undefined) {
    throw new DeserializeError('BAD_BASE64', 'Badly formed base64 data: incorrect padding')
  }
  const signature = latin1ToText(signed, 0, Math.min(size, signed.length))
  const payload = signed.subarray(size)
  if (!macs.some((mac) => mac.verify(payload, signature, 'binary'))) {
    throw new DeserializeError('BAD_SIGNATURE', 'Invalid signature')
  }
  return payload
}
