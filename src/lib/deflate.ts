/** Raw deflate (RFC 1951), the only place that calls `node:zlib`. */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { DeserializeError } from '../errors.js'

export const deflate = (bytes: Uint8Array): Buffer => deflateRawSync(bytes)

/**
 * @param most bytes that it may become
 * @throws {DeserializeError} `BAD_PAYLOAD` for what was not deflated, or becomes more
 */
export function inflate(bytes: Uint8Array, most: number): Buffer {
  const inflated = inflateWithin(bytes, most)
  if (inflated.length > most) throw refusal()
  return inflated
}

function inflateWithin(bytes: Uint8Array, most: number): Buffer {
  try {
    return inflateRawSync(bytes, { maxOutputLength: roomFor(most) })
  } catch (cause) {
    throw refusal({ cause })
  }
}

/**
 * The next power of two: workerd doubles its buffer, and gives up where that would pass the bound, though the data may
 * not.
 */
const roomFor = (most: number): number => 2 ** Math.ceil(Math.log2(most))

function refusal(options?: ErrorOptions): DeserializeError {
  return new DeserializeError('BAD_PAYLOAD', 'The data cannot be decompressed', options)
}
