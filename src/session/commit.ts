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
  const size = isKnown ? error.size : leastSize(error)
  if (size === undefined) return error
  const limit = isKnown ? error.limit : MAX_COOKIE_VALUE
  const keys = largestKeys(state, settings)
  return new CookieTooLargeError(size, limit, { keys, cause: isKnown ? undefined : error })
}

/** What a serializer would have written at least when it gave up for the size; else `undefined`. */
function leastSize(error: unknown): number | undefined {
  if (error instanceof PickleError) {
    // A thousand keys fill a cookie, as short as they may be. Without a path they are the session's own.
    if (error.limit === 'keysPerDict' && error.path === undefined) return MAX_COOKIE_VALUE
    return error.limit === 'output' ? SESSION_LIMITS.output : undefined
  }
  const isLimit = error instanceof CartoucheError && error.code === 'LIMIT'
  return isLimit ? SESSION_LIMITS.output : undefined
}

/** How many keys an error lists. */
const LISTED = 5
/** Characters written to find them, and what a key counts at least: at most 256 are measured. */
const MEASURED = LISTED * SESSION_LIMITS.output
const LEAST = MEASURED / 256

/**
 * Each key is written by itself, so that the sizes are what it takes in the cookie. What cannot be written
 * has none, and may have taken as long as the largest.
 */
function largestKeys(
  { accessed, created, data }: SessionState,
  settings: SessionSettings,
): KeySize[] {
  const sizeOf = (entries: [unknown, unknown][]): number | undefined =>
    sizeWritten(() => settings.codec.write(accessed, created, new Map(entries)))
  const empty = sizeOf([]) ?? 0
  const sizes: KeySize[] = []
  let left = MEASURED
  for (const [key, value] of data) {
    if (left <= 0) break
    const written = sizeOf([[key, value]])
    if (written !== undefined) {
      sizes.push({ key: keyText(key), size: Math.max(0, written - empty) })
    }
    left -= Math.max(written ?? SESSION_LIMITS.output, LEAST)
  }
  return sizes.toSorted((one, other) => other.size - one.size).slice(0, LISTED)
}

/** What cannot be written to its end counts as what was written of it at least. */
function sizeWritten(write: () => string): number | undefined {
  try {
    return write().length
  } catch (error) {
    return leastSize(error)
  }
}
