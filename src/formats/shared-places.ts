/** The keys under which a backend keeps in a session what the session's own methods keep. */
import { CartoucheError } from '../errors.js'
import { pathText } from '../lib/key-path.js'

/**
 * Refuses what the application has put under such a key, where it would be read as a token or as flash messages, and be
 * gone from its place.
 *
 * @throws {CartoucheError} `BAD_VALUE`
 */
export function refusePlace(key: unknown): never {
  const problem = 'this key is the backend’s: use getCsrfToken() and flash(), or another key'
  throw new CartoucheError('BAD_VALUE', problem, { path: pathText(undefined, [key]) })
}
