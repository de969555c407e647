/** Keys of a session that a backend keeps for itself. */
import { CartoucheError } from '../errors.js'
import { pathText } from '../lib/key-path.js'

/** @throws {CartoucheError} `BAD_VALUE` with the key as its path */
export function refuse(key: unknown, problem: string): never {
  throw new CartoucheError('BAD_VALUE', problem, { path: pathText(undefined, [key]) })
}

/**
 * Refuses what the application has put under such a key, where it would be read as a token or as flash messages, and be
 * gone from its place.
 *
 * @throws {CartoucheError} `BAD_VALUE`
 */
export function refusePlace(key: unknown): never {
  refuse(key, 'this key is the backend’s: use getCsrfToken() and flash(), or another key')
}
