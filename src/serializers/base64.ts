import { decodeUrlsafeBase64Leniently, encodeUrlsafeBase64 } from '../lib/base64.js'
import { DeserializeError, OptionError } from '../errors.js'
import { JSONSerializer } from './json.js'
import { dictOfWith, dumpWith, loadWith, setDictOf, TAKES_TRIPLES } from './call.js'
import { isSerializer, type Serializer } from './shared.js'

/**
 * Puts the bytes of another serializer into the URL-safe alphabet of base64, without padding. Nothing
 * is signed: use it only where something else protects the cookie.
 *
 * Source: `webob.cookies.Base64Serializer`.
 *
 * @example
 * import { Base64Serializer } from 'cartouche'
 *
 * const serializer = new Base64Serializer()
 * new TextDecoder().decode(serializer.dumps([1])) // → 'WzFd'
 */
export class Base64Serializer implements Serializer {
  readonly #serializer: Serializer

  /**
   * @param serializer what makes the bytes; default: {@link JSONSerializer}
   * @throws {OptionError} when it is none
   */
  constructor(serializer: Serializer = new JSONSerializer()) {
    const problem = isSerializer(serializer)
    if (problem !== undefined) throw new OptionError('serializer', problem)
    this.#serializer = serializer
    setDictOf(this, dictOfWith(serializer))
  }

  /** @internal */
  get [TAKES_TRIPLES](): boolean {
    return this.dumps === Base64Serializer.prototype.dumps
  }

  dumps(value: unknown): Uint8Array {
    return Buffer.from(encodeUrlsafeBase64(dumpWith(this.#serializer, value)), 'latin1')
  }

  /** @throws {DeserializeError} `BAD_BASE64`, or whatever the other serializer throws */
  loads(bytes: Uint8Array): unknown {
    const decoded = decodeUrlsafeBase64Leniently(Buffer.from(bytes).toString('latin1'))
    if (decoded === undefined) throw new DeserializeError('BAD_BASE64', 'Badly formed base64 data')
    return loadWith(this.#serializer, decoded)
  }
}
