/**
 * Takes the text of a sealed cookie apart, as far as that goes without the key.
 *
 * Cookies come from anywhere: whatever the text is, the answer is a description, never an exception.
 */

/** A stretch of the bytes that the text stands for. */
export interface Part {
  readonly name: 'version' | 'key id' | 'nonce' | 'ciphertext' | 'tag' | 'secret' | 'signature'
  /** The byte it begins with, and the one behind it. */
  readonly start: number
  readonly end: number
  readonly hex: string
}

const TAG = 16

/** The bytes of all parts but the ciphertext, which has what is left. */
const SIZES = { version: 1, keyId: 4, nonce: 24 } as const
const BODY = SIZES.version + SIZES.keyId + SIZES.nonce

/** The parts in their order; none where the text is not base64url, or too short. */
export function sealedParts(text: string): readonly Part[] {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.toString('base64url') !== text || bytes.length < BODY + TAG) return []
  const part = (name: Part['name'], start: number, end: number): Part => {
    return { name, start, end, hex: bytes.toString('hex', start, end) }
  }
  const nonce = SIZES.version + SIZES.keyId
  const tag = bytes.length - TAG
  return [
    part('version', 0, SIZES.version),
    part('key id', SIZES.version, nonce),
    part('nonce', nonce, BODY),
    part('ciphertext', BODY, tag),
    part('tag', tag, bytes.length),
  ]
}
