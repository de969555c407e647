/** Compression, the only place that calls `node:zlib`: raw deflate (RFC 1951), and the same within zlib (RFC 1950). */
import { deflateRawSync, deflateSync, inflateRawSync, inflateSync } from 'node:zlib'
import { DeserializeError } from '../errors.js'

export const deflate = (bytes: Uint8Array): Buffer => deflateRawSync(bytes)

/** What Python makes may be longer or shorter: other versions of zlib find other repetitions. */
export const zlib = (bytes: Uint8Array): Buffer => deflateSync(bytes)

/**
 * @param most bytes that it may become
 * @throws {DeserializeError} `BAD_PAYLOAD` for what was not deflated, or becomes more
 */
export const inflate = (bytes: Uint8Array, most: number): Buffer =>
  inflatedBy(inflateRawSync, bytes, most)

/** The same of {@link zlib}. */
export const unzlib = (bytes: Uint8Array, most: number): Buffer =>
  inflatedBy(inflateSync, bytes, most)

type Inflate = typeof inflateRawSync

function inflatedBy(undo: Inflate, bytes: Uint8Array, most: number): Buffer {
  const inflated = inflateWithin(undo, bytes, most)
  if (inflated.length > most) throw refusal()
  return inflated
}

function inflateWithin(undo: Inflate, bytes: Uint8Array, most: number): Buffer {
  try {
    return undo(bytes, { maxOutputLength: roomFor(most) })
  } catch (cause) {
    throw refusal({ cause })
  }
}

/**
 * Twice the next power of two: workerd doubles its buffer, and gives up where that would reach the bound, though the
 * data may not.
 */
const roomFor = (most: number): number => 2 ** (Math.ceil(Math.log2(most)) + 1)

function refusal(options?: ErrorOptions): DeserializeError {
  return new DeserializeError('BAD_PAYLOAD', 'The data cannot be decompressed', options)
}
