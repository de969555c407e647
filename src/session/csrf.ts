/** The session's CSRF token: 20 random bytes in hex under Pyramid's key, all versions. */
import type { RandomBytes } from '../crypto/random.js'
import type { TokenKeys } from './token-keys.js'

const KEY = '_csrft_'
const TOKEN_BYTES = 20

/** Makes a token, stores it in place of the old one and returns it. */
export function newCsrfToken(data: Map<unknown, unknown>, randomBytes: RandomBytes): string {
  const token = Buffer.from(randomBytes(TOKEN_BYTES)).toString('hex')
  data.set(KEY, token)
  return token
}

/** The stored token; `undefined` where there is none (absent or None). */
export function getCsrfToken(data: Map<unknown, unknown>): string | undefined {
  return (data.get(KEY) as string | null | undefined) ?? undefined
}

/** Forgets all tokens, so that another is made when one is asked for. */
export function deleteTokens(data: Map<unknown, unknown>, tokenKeys: TokenKeys): void {
  for (const key of data.keys()) if (tokenKeys.has(key)) data.delete(key)
}
