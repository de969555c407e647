/** Raw deflate (RFC 1951), the only place that calls `node:zlib`. */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { DeserializeError } from '../errors.js'

export const deflate = (bytes: Uint8Array): Buffer => deflateRawSync(bytes)

/**
 * @param most bytes that it may become
 * @throws {DeserializeError} `BAD_PAYLOAD` for what was not deflated, or becomes more
 */
export function inflate(bytes: Uint8Array, most: number): Buffer {
  try {
    return inflateRawSync(bytes, { maxOutputLength: most })
  } catch (cause) {
    throw new DeserializeError('BAD_PAYLOAD', 'The data cannot be decompressed', { cause })
  }
}
