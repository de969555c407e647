import { CartoucheError, CookieTooLargeError, PickleError } from '../errors.js'
import type { KeySize } from '../errors.js'
import { keyText } from '../lib/key-path.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'
import type { SessionSettings, SessionState } from './state.js'

/**
 * The most characters a cookie value may have, name and attributes not counted: Pyramid's limit,
 * which leaves room for them below the 4096 bytes that browsers keep.
 */
export const MAX_COOKIE_VALUE = 4064

/**
 * The Set-Cookie line that carries a session to the browser.
 *
 * @throws {CookieTooLargeError} when it would be longer than {@link MAX_COOKIE_VALUE}, or than what browsers keep
 * @throws {PickleError} when the data holds something that cannot be pickled
 */
export function commitState(state: SessionState, settings: SessionSettings): string {
  try {
    const value = settings.codec.write(state.accessed, state.created, state.data)
    if (value.length > MAX_COOKIE_VALUE) {
      throw new CookieTooLargeError(value.length, MAX_COOKIE_VALUE)
    }
    return settings.setCookie(value, settings.clock())
  } catch (error) {
    throw withKeys(error, state, settings)
  }
}

/** An error for a session that is too large, with its largest keys; other errors as they are. */
function withKeys(error: unknown, state: SessionState, settings: SessionSettings): unknown {
  const isKnown = error instanceof CookieTooLargeError
  if (!isKnown && !isLimit(error)) return error
  const [size, limit] = isKnown
    ? [error.size, error.limit]
    : [SESSION_LIMITS.output, MAX_COOKIE_VALUE]
  const keys = largestKeys(state, settings)
  return new CookieTooLargeError(size, limit, { keys, cause: isKnown ? undefined : error })
}

/** Whether a serializer gave up for the length of what it wrote. */
const isLimit = (error: unknown): boolean =>
  error instanceof PickleError
    ? error.limit === 'output'
    : error instanceof CartoucheError && error.code === 'LIMIT'

/** How many keys an error lists. */
const LISTED = 5
/** Characters written to find them, and what a key counts at least: at most 256 are measured. */
const MEASURED = 1_048_576
const LEAST = 4096

/** Each key is written by itself, so that the sizes are what it takes in the cookie. */
function largestKeys(
  { accessed, created, data }: SessionState,
  settings: SessionSettings,
): KeySize[] {
  const sizeOf = (entries: [unknown, unknown][]): number =>
    sizeWritten(() => settings.codec.write(accessed, created, new Map(entries)))
  const empty = sizeOf([])
  const sizes: KeySize[] = []
  let left = MEASURED
  for (const [key, value] of data) {
    if (left <= 0) break
    const size = Math.max(0, sizeOf([[key, value]]) - empty)
    sizes.push({ key: keyText(key), size })
    left -= Math.max(size, LEAST)
  }
  return sizes.toSorted((one, other) => other.size - one.size).slice(0, LISTED)
}

/** What cannot be written, or not to its end, counts as what was written of it at most. */
function sizeWritten(write: () => string): number {
  try {
    return write().length
  } catch (error) {
    return isLimit(error) ? SESSION_LIMITS.output : 0
  }
}
