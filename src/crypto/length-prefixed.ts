import { OptionError } from '../errors.js'

const PREFIX_SIZE = 4 // bytes

/**
 * Parts as bytes that no other parts give, so that nothing can be moved from one part to the next:
 *
 *     parts = part*
 *     part  = its length in bytes (4 bytes, the highest first) ‖ the bytes
 *
 * @param parts text is UTF-8
 * @throws {OptionError} for text that is not Unicode: in UTF-8 it would be that of another text
 */
export function lengthPrefixed(...parts: readonly (string | Uint8Array)[]): Buffer {
  return Buffer.concat(parts.map(bytesOf).flatMap((bytes) => [lengthOf(bytes), bytes]))
}

function bytesOf(part: string | Uint8Array): Uint8Array {
  if (typeof part !== 'string') return part
  if (!part.isWellFormed()) throw new OptionError('text', 'holds half a surrogate pair')
  return Buffer.from(part, 'utf8')
}

function lengthOf(bytes: Uint8Array): Uint8Array {
  const prefix = Buffer.alloc(PREFIX_SIZE)
  prefix.writeUInt32BE(bytes.length)
  return prefix
}
