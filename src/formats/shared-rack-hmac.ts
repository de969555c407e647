/**
 * The cookie of `Rack::Session::Cookie`, Rack 2, and the legacy one of rack-session:
 *
 *     cookie = text, its "+", "/" and "=" percent-encoded
 *     text   = data "--" mac
 *     data   = base64 of a Hash, as Marshal, JSON or compressed JSON
 *     mac    = hex digits: HMAC of the data, SHA-1 unless it is told otherwise
 */
import { hmac } from '../crypto/mac.js'
import type { Mac } from '../crypto/mac.js'
import { badSignature, badText, padded, strictBase64 } from './shared-ruby-text.js'

/** Bytes of SHA-1's output: a shorter secret is weak. */
export const SHORTEST = 20

const SEPARATOR = '--'

/** The bytes in a text, and their text by the first of some keys. */
export interface RackHmac {
  /** @throws {DeserializeError} for a text that none of the keys has signed */
  readonly open: (text: string) => Buffer
  readonly sign: (bytes: Uint8Array) => string
}

/** @param hash `'SHA1'` */
export function rackHmac(keys: readonly Uint8Array[], hash: string): RackHmac {
  const macs = keys.map((key): Mac => hmac(hash.toLowerCase(), key))
  return {
    open: (text) => {
      const at = text.lastIndexOf(SEPARATOR)
      if (at < 0) throw badText()
      const [data, digest] = [text.slice(0, at), text.slice(at + SEPARATOR.length)]
      if (!macs.some(({ verify }) => verify(Buffer.from(data), digest, 'hex'))) throw badSignature()
      return strictBase64(data)
    },
    sign: (bytes) => {
      const data = padded(bytes)
      return data + SEPARATOR + macs[0]!.sign(Buffer.from(data), 'hex')
    },
  }
}
