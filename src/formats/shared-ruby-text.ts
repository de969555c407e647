/** Texts as Ruby's web frameworks put them into cookies. */
import { DeserializeError } from '../errors.js'

/** Base64 of either alphabet and "-", where Rack has put escapes in the place of "+", "/" and "=", as it always does. */
const ESCAPED = /^(?:[\w-]|%2B|%2F|%3D)*$/

/**
 * The same without any escapes, as JavaScript's parsers of cookies give it. It is told from the other form by the text
 * alone, and so read from a header too. There Ruby would take "+" for a blank, and refuse it; here it is none, and as
 * all of the text is authenticated, it is the session that Ruby wrote.
 */
const DECODED = /^[\w+/=-]*$/

/** @throws {DeserializeError} `BAD_TEXT` for what Rack does not write, and what is half escaped */
export function unescaped(text: string): string {
  if (DECODED.test(text)) return text
  if (!ESCAPED.test(text)) throw badText()
  return text.replaceAll('%2B', '+').replaceAll('%2F', '/').replaceAll('%3D', '=')
}

export const escaped = (text: string): string =>
  text.replaceAll('+', '%2B').replaceAll('/', '%2F').replaceAll('=', '%3D')

export const badText = (): DeserializeError =>
  new DeserializeError('BAD_TEXT', 'The text is no cookie of this backend')

export const badSignature = (): DeserializeError =>
  new DeserializeError('BAD_SIGNATURE', 'The text was made with no key that is known here')

export const badPayload = (): DeserializeError =>
  new DeserializeError('BAD_PAYLOAD', 'The data cannot be read')

/**
 * Bytes of padded base64, of which there is one text for some bytes.
 *
 * @throws {DeserializeError} `BAD_BASE64` for any other
 */
export function strictBase64(text: string, alphabet: 'base64' | 'base64url' = 'base64'): Buffer {
  const bytes = Buffer.from(text, 'base64')
  if (padded(bytes, alphabet) === text) return bytes
  throw new DeserializeError('BAD_BASE64', 'The text is not base64')
}

/** Padded base64. */
export function padded(bytes: Uint8Array, alphabet: 'base64' | 'base64url' = 'base64'): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
  return alphabet === 'base64' ? text : text.replaceAll('+', '-').replaceAll('/', '_')
}
