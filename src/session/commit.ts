import { CookieTooLargeError, PickleError } from '../errors.js'
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
  const value = valueOf(state, settings)
  if (value.length > MAX_COOKIE_VALUE) throw new CookieTooLargeError(value.length, MAX_COOKIE_VALUE)
  return settings.setCookie(value, settings.clock())
}

function valueOf({ accessed, created, data }: SessionState, { codec }: SessionSettings): string {
  try {
    return codec.write(accessed, created, data)
  } catch (error) {
    throw error instanceof PickleError ? inSession(error) : error
  }
}

/** The place of the data in what is written: `(accessed, created, data)`. */
const DATA = /^\[2\]\.?/

/** What an error of the whole triple says of the session. */
function inSession(error: PickleError): Error {
  if (error.limit !== 'output') return error.at(error.path?.replace(DATA, '') || undefined)
  // Pickles are given up far beyond what fits, so that a session slightly too large has its true size.
  return new CookieTooLargeError(error.most!, MAX_COOKIE_VALUE, { isWhole: false })
}
