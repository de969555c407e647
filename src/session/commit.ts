import { CookieTooLargeError } from '../errors.js'
import type { SessionSettings, SessionState } from './state.js'

/**
 * The most characters a cookie value may have, name and attributes not counted: Pyramid's limit,
 * which leaves room for them below the 4096 bytes that browsers keep.
 */
export const MAX_COOKIE_VALUE = 4064

/**
 * The Set-Cookie line that carries a session to the browser.
 *
 * @throws {CookieTooLargeError} when it would be longer than {@link MAX_COOKIE_VALUE}
 * @throws {PickleError} when the data holds something that cannot be pickled
 */
export function commitState(state: SessionState, settings: SessionSettings): string {
  const value = settings.codec.write(state.accessed, state.created, state.data)
  if (value.length > MAX_COOKIE_VALUE) throw new CookieTooLargeError(value.length, MAX_COOKIE_VALUE)
  return settings.setCookie(value, settings.clock())
}
