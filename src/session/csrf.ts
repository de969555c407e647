/** The session's CSRF token: 20 random bytes in hex as in Pyramid, all versions, unless the format says otherwise. */
import type { RandomBytes } from '../crypto/random.js'
import type { SessionFormat } from '../formats/shared-format.js'
import { CSRF_KEY } from '../lib/session-keys.js'
import type { TokenKeys } from './token-keys.js'

const TOKEN_BYTES = 20

/** Makes a token, stores it in place of the old one and returns it. */
export function newCsrfToken(
  data: Map<unknown, unknown>,
  { newCsrfToken: make = hexToken }: SessionFormat,
  randomBytes: RandomBytes,
): string {
  const token = make(randomBytes)
  data.set(CSRF_KEY, token)
  return token
}

const hexToken = (randomBytes: RandomBytes): string =>
  Buffer.from(randomBytes(TOKEN_BYTES)).toString('hex')

/** The stored token; `undefined` where there is none (absent or None). */
export function getCsrfToken(data: Map<unknown, unknown>): string | undefined {
  return (data.get(CSRF_KEY) as string | null | undefined) ?? undefined
}

/** Forgets all tokens, so that another is made when one is asked for. */
export function deleteTokens(data: Map<unknown, unknown>, tokenKeys: TokenKeys): void {
  for (const key of data.keys()) if (tokenKeys.has(key)) data.delete(key)
}
