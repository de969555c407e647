/**
 * The text of WebOb's `SignedSerializer`, in Pyramid's signed cookies from 1.5 on:
 *
 *     text    = URL-safe base64, unpadded, of: digest payload
 *     digest  = HMAC of the payload, raw, keyed with salt ‖ secret
 *     payload = what another serializer makes of the value
 */
import { equalInConstantTime, hmacOf } from '../crypto/mac.js'
import type { Mac } from '../crypto/mac.js'
import { saltedKeysOf } from '../crypto/secret.js'
import type { Secret, Secrets } from '../crypto/secret.js'
import { DeserializeError, OptionError } from '../errors.js'
import { decodeUrlsafeBase64Leniently, encodeUrlsafeBase64 } from '../lib/base64.js'
import { resolveOptions } from '../lib/options.js'
import type { Check } from '../lib/options.js'
import { JSONSerializer } from '../serializers/json.js'
import type { Serializer } from '../serializers/shared.js'
import { isSerializer, readPayload, toText } from './shared.js'

/** Options of {@link SignedSerializer}. */
export interface SignedSerializerOptions {
  /** The hash function, by the name Python's `hashlib.new` takes, in any letter case. Default `'sha512'`. */
  readonly hashAlg?: string
  /** What makes the payload. Default {@link JSONSerializer}. */
  readonly serializer?: Serializer
}

export const hashAlgSpec: { readonly fallback: string; readonly check: Check } = {
  fallback: 'sha512',
  check: (value) =>
    typeof value === 'string' && hmacOf(value) !== undefined
      ? undefined
      : "must be the name of a hash function, such as 'sha512'",
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
  readonly #keys: readonly Uint8Array[]
  readonly #mac: Mac
  readonly #serializer: Serializer

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
    this.#keys = saltedKeysOf(secret, salt)
    this.#mac = macOf(hashAlg)
    this.#serializer = serializer
  }

  /** The text, as bytes. Throws what the payload's serializer throws. */
  dumps(value: unknown): Uint8Array {
    const payload = this.#serializer.dumps(value)
    const digest = this.#mac.sign(this.#keys[0]!, payload)
    return Buffer.from(encodeUrlsafeBase64(Buffer.concat([digest, payload])), 'latin1')
  }

  /** @throws {DeserializeError} when the text was damaged or forged, or its payload cannot be read */
  loads(bytes: Uint8Array): unknown {
    const signed = decodeUrlsafeBase64Leniently(toText(bytes))
    if (signed === undefined) {
      throw new DeserializeError('BAD_BASE64', 'Badly formed base64 data: incorrect padding')
    }
    const digest = signed.subarray(0, this.#mac.size)
    const payload = signed.subarray(this.#mac.size)
    if (!this.#keys.some((key) => equalInConstantTime(this.#mac.sign(key, payload), digest))) {
      throw new DeserializeError('BAD_SIGNATURE', 'Invalid signature')
    }
    return readPayload(() => this.#serializer.loads(payload))
  }
}

function macOf(hashAlg: string): Mac {
  const mac = hmacOf(hashAlg)
  if (mac === undefined) throw new OptionError('hashAlg', 'is not a hash function')
  return mac
}
