import { OptionError } from '../errors.js'
import { atOnce } from './hook.js'
import { isFunction } from './options.js'
import type { OptionSpec } from './options.js'
import { warnOnce } from './warn.js'

/** Seconds since 1970, with fractions. */
export type Clock = () => number

/** The year 5138 in seconds, and March 1973 in milliseconds. */
const MILLISECONDS_FROM = 1e11

export const clockSpec: OptionSpec<Clock> = {
  fallback: () => Date.now() / 1000,
  check: isFunction,
  coerce: (clock) => checked(clock as () => unknown),
}

/** The years 385 and 274494, in seconds: 100 years before and after, `expires` of a cookie is a date still. */
const EARLIEST = -5e10
const LATEST = 8.6e12

/** A time that is no number would make sessions that never end. */
function checked(clock: () => unknown): Clock {
  return () => {
    const now = atOnce('clock', 'clock', clock())
    if (typeof now !== 'number' || !(now >= EARLIEST && now <= LATEST)) {
      throw new OptionError('clock', `must give a number of seconds since 1970, below ${LATEST}`)
    }
    if (now > MILLISECONDS_FROM) {
      warnOnce('CARTOUCHE_OPTION', 'clock gives milliseconds, it seems: it counts seconds')
    }
    return now
  }
}
