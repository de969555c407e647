/** Takes the text of a cookie apart whose session is in a store. All of it can be read: it says nothing of the session. */
import type { Part } from './sealed-anatomy.js'

const SIZES = { version: 1, keyId: 4, secret: 43, signature: 32 } as const
const SECRET = SIZES.version + SIZES.keyId
const SIGNATURE = SECRET + SIZES.secret
const LENGTH = SIGNATURE + SIZES.signature

/** The parts in their order; none where the text is not base64url, or of another length. */
export function storedParts(text: string): readonly Part[] {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.toString('base64url') !== text || bytes.length !== LENGTH) return []
  const part = (name: Part['name'], start: number, end: number): Part => {
    return { name, start, end, hex: bytes.toString('hex', start, end) }
  }
  return [
    part('version', 0, SIZES.version),
    part('key id', SIZES.version, SECRET),
    part('secret', SECRET, SIGNATURE),
    part('signature', SIGNATURE, LENGTH),
  ]
}
