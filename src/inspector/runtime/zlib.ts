/** What the library needs of `node:zlib`. */
import { Deflate, Inflate } from 'pako'

/** Bits of the window; said so that gzip is not taken for zlib. */
const WINDOW = 15

type Options = { readonly maxOutputLength: number }

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength)

export const deflateSync = (bytes: Uint8Array): Buffer => deflated(bytes, false)
export const deflateRawSync = (bytes: Uint8Array): Buffer => deflated(bytes, true)
export const inflateSync = (bytes: Uint8Array, options: Options): Buffer =>
  inflated(bytes, false, options)
export const inflateRawSync = (bytes: Uint8Array, options: Options): Buffer =>
  inflated(bytes, true, options)

function deflated(bytes: Uint8Array, raw: boolean): Buffer {
  const stream = new Deflate({ raw })
  stream.push(bytes, true)
  return viewOf(stream.result as Uint8Array)
}

function inflated(bytes: Uint8Array, raw: boolean, { maxOutputLength }: Options): Buffer {
  const stream = new Inflate({ raw, windowBits: WINDOW, chunkSize: 16_384 })
  const parts: Uint8Array[] = []
  let size = 0
  stream.onData = (part: Uint8Array) => {
    size += part.length
    if (size > maxOutputLength) throw new RangeError('The output is larger than maxOutputLength')
    parts.push(part)
  }
  let isWhole = false
  stream.onEnd = (status: number) => {
    isWhole = status === 0
  }
  stream.push(bytes, true)
  if (!isWhole) throw new Error('The data cannot be inflated')
  return Buffer.concat(parts)
}
