/** Bytes that only look random. */
import { hkdf } from '../crypto/hkdf.js'
import type { RandomBytes } from '../crypto/random.js'

/**
 * For the option `randomBytes` of a factory: the same CSRF tokens and ids in every run, as snapshots want them.
 * Who knows the seed knows them all: for tests only. What seals a session stays random.
 *
 * @param seed another one gives other bytes. Default `'cartouche'`
 * @throws {TypeError} for a seed that is no text
 *
 * @example
 * import { generateKey, sealedCookieSessionFactory } from 'cartouche'
 * import { testRandomBytes } from 'cartouche/testing'
 *
 * const tokenOf = () => {
 *   const sessions = sealedCookieSessionFactory(generateKey(), { randomBytes: testRandomBytes() })
 *   return sessions.open().session.getCsrfToken()
 * }
 * tokenOf() === tokenOf() // → true
 */
export function testRandomBytes(seed = 'cartouche'): RandomBytes {
  if (typeof seed !== 'string') throw new TypeError('testRandomBytes() takes a text')
  const master = Buffer.from(seed)
  let calls = 0
  return (size) => hkdf(master, Buffer.from(`test bytes ${calls++}`), size)
}
