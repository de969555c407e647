/** How cookies are taken away whose names and places are known. */
import type { CookieOptions } from './attributes.js'
import { setCookieWriter } from './write.js'

/** What tells a cookie from others in the eyes of a browser. */
type Place = Pick<CookieOptions, 'cookieName' | 'path' | 'domain' | 'partitioned'>

/** Whether to set the one takes the place of the other. An attribute without text is none. */
export const isSameCookie = (one: Place, other: Place): boolean =>
  (['cookieName', 'path', 'domain', 'partitioned'] as const).every(
    (name) => (one[name] || null) === (other[name] || null),
  )

/**
 * The lines that take a cookie away, but for the one that is kept. A partitioned one and its twin, which is not, are
 * two, and a request does not tell which it has: both are taken away.
 */
export function linesToClear(cookie: CookieOptions, kept: Place): readonly string[] {
  const twins = cookie.partitioned ? [cookie, { ...cookie, partitioned: false }] : [cookie]
  // Over plain HTTP browsers take no secure cookie, not even an empty one.
  return twins
    .filter((twin) => !isSameCookie(twin, kept))
    .map((twin) => setCookieWriter(twin)('', 0, 0, () => false))
}
